package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/chaosrun/chaosrun/internal/modcopy"
)

// Module is a module at a pinned version, and which of its tests run.
type Module struct {
	Path, Version string   // of the standard library, std and a version of Go
	Packages      []string // patterns; nil: all
	Skip          string   // tests that need what is not there, as a regular expression
	Short         bool     // with -short
	Fast          bool     // among those that run in CI
	Serial        bool     // one worker process at a time: they share what the system gives a user
	Needs         string   // what all but a few of its tests need, and is not there: it is not measured
}

var modules = []Module{
	{Path: std, Version: "go1.26.8", Packages: []string{"bufio", "context", "database/sql", "io", "log/slog", "net/http", "net/rpc", "os/exec", "sync", "sync/atomic", "testing/synctest", "time"}, Short: true},
	{Path: "golang.org/x/sync", Version: "v0.25.0", Fast: true},
	{Path: "golang.org/x/time", Version: "v0.16.0", Fast: true},
	{Path: "golang.org/x/net", Version: "v0.62.0", Packages: []string{"./http2/...", "./websocket/..."}},
	{Path: "github.com/jackc/puddle/v2", Version: "v2.2.3", Fast: true},
	{Path: "github.com/jackc/pgx/v5", Version: "v5.12.0", Packages: []string{"./internal/...", "./pgconn/ctxwatch/...", "./pgproto3/...", "./pgtype/..."}}, // the rest needs a server
	{Path: "github.com/panjf2000/ants/v2", Version: "v2.12.1"},
	{Path: "github.com/gammazero/workerpool", Version: "v1.3.0"},
	{Path: "github.com/sourcegraph/conc", Version: "v0.3.0", Fast: true},
	{Path: "github.com/alitto/pond/v2", Version: "v2.7.1"},
	{Path: "github.com/dgraph-io/ristretto/v2", Version: "v2.4.2"},
	{Path: "github.com/dgraph-io/badger/v4", Version: "v4.9.6", Packages: []string{"./y/...", "./skl/...", "./trie/...", "./table/..."}},
	{Path: "github.com/patrickmn/go-cache", Version: "v2.1.0+incompatible", Fast: true},
	{Path: "github.com/jellydator/ttlcache/v3", Version: "v3.4.1"},
	{Path: "github.com/allegro/bigcache/v3", Version: "v3.1.0"},
	{Path: "github.com/hashicorp/golang-lru/v2", Version: "v2.0.7"},
	{Path: "github.com/hashicorp/raft", Version: "v1.8.0"},
	{Path: "github.com/hashicorp/memberlist", Version: "v0.7.0"},
	{Path: "github.com/hashicorp/yamux", Version: "v0.1.2"},
	{Path: "github.com/cenkalti/backoff/v5", Version: "v5.0.3", Skip: "^Example", Fast: true}, // its examples ask a server on the Internet
	{Path: "github.com/sony/gobreaker/v2", Version: "v2.4.0", Fast: true},
	{Path: "go.uber.org/ratelimit", Version: "v0.3.1"},
	{Path: "go.uber.org/goleak", Version: "v1.3.0"},
	{Path: "go.uber.org/zap", Version: "v1.28.0"},
	{Path: "go.uber.org/fx", Version: "v1.24.0"},
	{Path: "go.uber.org/atomic", Version: "v1.12.0"},
	{Path: "github.com/gorilla/websocket", Version: "v1.5.3"},
	{Path: "github.com/coder/websocket", Version: "v1.8.15"},
	{Path: "github.com/jonboulle/clockwork", Version: "v0.5.0", Fast: true},
	{Path: "github.com/benbjohnson/clock", Version: "v1.3.5"},
	{Path: "github.com/coder/quartz", Version: "v0.3.1", Fast: true},
	{Path: "github.com/nats-io/nats.go", Version: "v1.55.0", Packages: []string{".", "./bench/...", "./internal/...", "./jetstream", "./micro/..."}}, // the rest takes hours
	{Path: "github.com/nats-io/nats-server/v2", Version: "v2.15.2", Packages: []string{"./conf/...", "./internal/...", "./server/avl/...", "./server/gsl/...", "./server/pse/...", "./server/stree/...", "./server/sysmem/...", "./server/thw/...", "./server/tpm/..."}},
	{Path: "google.golang.org/grpc", Version: "v1.85.0", Packages: []string{"./backoff/...", "./balancer/...", "./connectivity/...", "./internal/buffer/...", "./internal/grpcsync/...", "./internal/idle/...", "./internal/transport/...", "./internal/cache/...", "./metadata/...", "./resolver/...", "./status/...", "./stats/...", "./keepalive/...", "."}},
	{Path: "go.etcd.io/raft/v3", Version: "v3.7.0"},
	{Path: "go.etcd.io/bbolt", Version: "v1.5.0", Short: true},
	{Path: "github.com/cockroachdb/pebble/v2", Version: "v2.1.7", Packages: []string{"./internal/...", "./record/...", "./vfs/..."}, Short: true},
	{Path: "github.com/redis/go-redis/v9", Version: "v9.23.0", Packages: []string{"./internal/..."}}, // the rest needs a server
	{Path: "github.com/ThreeDotsLabs/watermill", Version: "v1.5.1", Short: true},
	{Path: "github.com/IBM/sarama", Version: "v1.61.1"},
	{Path: "github.com/segmentio/kafka-go", Version: "v0.4.51", Packages: []string{"./compress/...", "./protocol/...", "./topics/..."}, Needs: "a broker"},
	{Path: "github.com/prometheus/client_golang", Version: "v1.25.0"},
	{Path: "go.opentelemetry.io/otel/sdk", Version: "v1.47.0"},
	{Path: "github.com/eapache/go-resiliency", Version: "v1.7.0", Fast: true},
	{Path: "github.com/failsafe-go/failsafe-go", Version: "v0.9.8"},
	{Path: "github.com/maypok86/otter/v2", Version: "v2.4.0"},
	{Path: "github.com/puzpuzpuz/xsync/v4", Version: "v4.5.0"},
	{Path: "github.com/fsnotify/fsnotify", Version: "v1.10.1", Serial: true}, // 128 instances of inotify
	{Path: "github.com/spf13/viper", Version: "v1.21.0"},
	{Path: "github.com/go-co-op/gocron/v2", Version: "v2.21.2"},
	{Path: "github.com/cskr/pubsub/v2", Version: "v2.0.2"},
	{Path: "github.com/robfig/cron/v3", Version: "v3.0.1"},
	{Path: "github.com/nsqio/go-nsq", Version: "v1.1.0", Needs: "a server"},
	{Path: "github.com/quic-go/quic-go", Version: "v0.65.0", Packages: []string{"./internal/...", "./http3/...", "./quicvarint/..."}},
	{Path: "github.com/zeromicro/go-zero", Version: "v1.10.3", Packages: []string{"./core/collection/...", "./core/executors/...", "./core/fx/...", "./core/mr/...", "./core/syncx/...", "./core/threading/..."}},
	{Path: "github.com/libp2p/go-yamux/v5", Version: "v5.1.0"},
}

// std is the path of the standard library's module.
const std = "std"

// env is the environment of the commands that run its tests.
func (m Module) env() []string {
	if m.Path == std {
		return append(os.Environ(), "GOTOOLCHAIN="+m.Version)
	}
	return os.Environ()
}

// get returns a folder below cache with a copy of the module, or the folder of the standard library.
func (m Module) get(ctx context.Context, cache string) (string, error) {
	if m.Path != std {
		return modcopy.Get(ctx, m.Path, m.Version, cache)
	}
	root, err := m.goEnv(ctx, "GOROOT")
	return filepath.Join(root, "src"), err
}

// goEnv is a variable of the go command that runs its tests.
func (m Module) goEnv(ctx context.Context, name string) (string, error) {
	cmd := exec.CommandContext(ctx, "go", "env", name)
	cmd.Env = m.env()
	out, err := cmd.Output()
	return strings.TrimSpace(string(out)), err
}
