package queue

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/chaosrun/chaosrun/cmd/chaosrun/internal/sweep"
)

// delivered is a share that was given out many times.
type delivered struct {
	jetstream.Msg
	data  []byte
	acked bool
}

func (d *delivered) Data() []byte         { return d.data }
func (d *delivered) Headers() nats.Header { return nil }
func (d *delivered) Ack() error           { d.acked = true; return nil }
func (d *delivered) InProgress() error    { return nil }
func (d *delivered) Metadata() (*jetstream.MsgMetadata, error) {
	return &jetstream.MsgMetadata{NumDelivered: maxDeliveries + 1}, nil
}

// A share over which many workers have died is given up: its test cannot run.
func TestWorkersLost(t *testing.T) {
	s := newStage(t, 10)
	ch := make(chan answer, 1)
	s.parent.wait["x"] = waiting{answer: ch}
	b, err := wrap(task{ID: "x", Share: sweep.Share{Package: "m/p", Test: "TestFine", First: 7, Count: 3}})
	if err != nil {
		t.Fatal(err)
	}
	m := &membership{link: s.parent.link, id: s.parent.id, ctx: t.Context()}
	d := &delivered{data: b}
	if err := m.handle(d); err != nil || !d.acked {
		t.Fatal(err, d.acked)
	}
	a := <-ch
	if a.err != nil || !strings.HasPrefix(a.out.Error, "20 workers were lost while they made its runs from 7 on") || !a.out.Over || a.out.Next != 7 {
		t.Errorf("%+v", a)
	}
	if err := s.parent.Close(); err != nil {
		t.Error(err)
	}
}

// A test binary is taken from the cache only if it is what its name says, and from the campaign
// too.
func TestBinary(t *testing.T) {
	s := newStage(t, 10)
	data := []byte("a program")
	sum := sha256.Sum256(data)
	hash := hex.EncodeToString(sum[:])
	if _, err := s.parent.bucket.PutBytes(t.Context(), hash, data); err != nil {
		t.Fatal(err)
	}
	m := &membership{link: s.parent.link, id: s.parent.id, ctx: t.Context(), w: &Worker{Cache: filepath.Join(t.TempDir(), "cache")}}
	get := func() {
		t.Helper()
		name, err := m.binary(t.Context(), hash)
		if err != nil {
			t.Fatal(err)
		}
		if b, err := os.ReadFile(name); !bytes.Equal(b, data) {
			t.Errorf("%q, %v", b, err)
		}
	}
	get()
	if err := os.WriteFile(filepath.Join(m.w.Cache, hash+".test"), []byte("another"), 0o700); err != nil {
		t.Fatal(err)
	}
	get()
	if err := s.parent.bucket.Delete(t.Context(), hash); err != nil {
		t.Fatal(err)
	}
	get()
	wrong := strings.Repeat("0", 64)
	if _, err := s.parent.bucket.PutBytes(t.Context(), wrong, data); err != nil {
		t.Fatal(err)
	}
	if _, err := m.binary(t.Context(), wrong); err == nil || !strings.Contains(err.Error(), "cannot fetch a test binary: it has the hash "+hash[:12]+" and should have 000000000000") {
		t.Error(err)
	}
	old := time.Now().Add(-2 * keepFor)
	if err := os.WriteFile(filepath.Join(m.w.Cache, "other"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, left := range map[string]bool{hash + ".test": false, "other": true} {
		if err := os.Chtimes(filepath.Join(m.w.Cache, name), old, old); err != nil {
			t.Fatal(err)
		}
		if err := m.w.Clean(); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(filepath.Join(m.w.Cache, name)); (err == nil) != left {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := s.parent.Close(); err != nil {
		t.Error(err)
	}
}

// Names of recordings come from a worker.
func TestSave(t *testing.T) {
	dir := t.TempDir()
	artifacts := filepath.Join(dir, "artifacts")
	if err := os.Mkdir(artifacts, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(dir, filepath.Join(artifacts, "out")); err != nil {
		t.Fatal(err)
	}
	if err := save(artifacts, []recording{{"p/TestA-leak-1.chaos", []byte("a")}, {"p/TestA-leak-1.chaos", []byte("b")}}); err != nil {
		t.Error(err)
	}
	if b, err := os.ReadFile(filepath.Join(artifacts, "p", "TestA-leak-1.chaos")); string(b) != "b" {
		t.Errorf("%q, %v", b, err)
	}
	for _, name := range []string{"", "a.chaos", "../a.chaos", "/a.chaos", "p/../../a.chaos", "p/q/a.chaos", "p/.a", "./a", "p/", "out/a.chaos"} {
		if err := save(artifacts, []recording{{name, nil}}); err == nil {
			t.Errorf("%q was saved", name)
		}
	}
	for in, want := range map[string]int{dir: 1, artifacts: 2, filepath.Join(artifacts, "p"): 1} {
		if all, err := os.ReadDir(in); err != nil || len(all) != want {
			t.Errorf("%s has %v, %v", in, all, err)
		}
	}
}

func TestFilesDiffer(t *testing.T) {
	dir := t.TempDir()
	if err := write(dir, map[string]string{"a.go": "", "notes.txt": "", "sub/b.go": "", "testdata/c/d": "1"}); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("c/d", filepath.Join(dir, "testdata", "link")); err != nil {
		t.Fatal(err)
	}
	all, err := readFiles(dir)
	if err != nil || len(all) != 3 || all["testdata/link"] != "c/d" || all["a.go"] == "" || all["testdata/c/d"] == all["a.go"] {
		t.Fatal(all, err)
	}
	if d := all.differ(all); d != "" {
		t.Error(d)
	}
	for want, here := range map[string]files{
		"testdata/c/d is another": {"a.go": all["a.go"], "testdata/link": "c/d", "testdata/c/d": "2"},
		"a.go is not there":       {"testdata/link": "c/d", "testdata/c/d": all["testdata/c/d"]},
		"it has b.go too":         {"a.go": all["a.go"], "b.go": "", "testdata/link": "c/d", "testdata/c/d": all["testdata/c/d"]},
	} {
		if d := all.differ(here); d != want {
			t.Errorf("%q, want %q", d, want)
		}
	}
}

func TestHost(t *testing.T) {
	for url, want := range map[string]string{
		"nats://me:p@ss@h:1,tls://h2": "nats://h:1,tls://h2", "me:secret@h:1": "h:1", "h:1": "h:1", "": "",
	} {
		if got := (Access{URL: url}).host(); got != want {
			t.Errorf("%q of %q, want %q", got, url, want)
		}
	}
}

// A server that keeps nothing, and one that lets us keep nothing.
func TestNoJetStream(t *testing.T) {
	b, err := module()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		store  int64
		parent string
		worker string
	}{
		{-1, "cannot put the campaign on the NATS server: it has no JetStream, or this account has none: start it with -js", "cannot use the NATS server: it has no JetStream"},
		{1, "cannot put the campaign on the NATS server: insufficient resources", ""},
	} {
		opts := &server.Options{Host: "127.0.0.1", Port: server.RANDOM_PORT, NoSigs: true, NoLog: true, JetStream: c.store > 0, JetStreamMaxStore: c.store, JetStreamMaxMemory: 1, StoreDir: t.TempDir()}
		ns, err := server.NewServer(opts)
		if err != nil {
			t.Fatal(err)
		}
		ns.Start()
		said := &said{t: t}
		nc, err := Access{URL: ns.ClientURL()}.Connect("test", said.log)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := NewParent(t.Context(), nc, Identity{}, t.TempDir(), b.pkgs, &b.x, said.log); err == nil || !strings.Contains(err.Error(), c.parent) {
			t.Errorf("%v, want %q", err, c.parent)
		}
		if c.worker != "" {
			w := &Worker{Log: said.log, Slots: 1}
			if err := w.Run(t.Context(), nc); err == nil || !strings.Contains(err.Error(), c.worker) {
				t.Errorf("%v, want %q", err, c.worker)
			}
		}
		nc.Close()
		ns.Shutdown()
	}
}

// What may pass is tried again, the rest is not.
func TestAgain(t *testing.T) {
	n := 0
	err := again(t.Context(), func(ctx context.Context) error {
		if n++; n == 1 {
			return context.DeadlineExceeded
		}
		return errors.New("no")
	})
	if n != 2 || err == nil || err.Error() != "no" {
		t.Error(n, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	if err := again(ctx, func(context.Context) error { cancel(); return context.DeadlineExceeded }); err == nil {
		t.Error("it goes on")
	}
}

func FuzzUnwrap(f *testing.F) {
	b, err := wrap(result{ID: "1", Outcome: &sweep.Outcome{Next: 3}, Recordings: []recording{{"p/a.chaos", []byte("x")}}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) {
		var r result
		if unwrap(bytes.NewReader(b), &r) == nil {
			if _, err := wrap(r); err != nil {
				t.Error(err)
			}
		}
	})
}
