package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"

	"github.com/spf13/pflag"

	"github.com/chaosrun/chaosrun/cmd/chaosrun/internal/queue"
	"github.com/chaosrun/chaosrun/cmd/chaosrun/internal/sweep"
)

// embedded, in place of a URL, is a server in the campaign's own process.
const embedded = "embedded"

// natsFlags say how a NATS server is reached.
type natsFlags struct{ queue.Access }

func (n *natsFlags) define(f *pflag.FlagSet, usage string) {
	f.StringVar(&n.URL, "nats", "", usage)
	f.Lookup("nats").NoOptDefVal = embedded
	f.StringVar(&n.Creds, "nats-creds", "", "`file` of credentials for NATS")
	f.StringVar(&n.CA, "nats-ca", "", "`file` of root certificates for NATS")
	f.StringVar(&n.Cert, "nats-cert", "", "`file` of the client's certificate for NATS")
	f.StringVar(&n.Key, "nats-key", "", "`file` of the key of -nats-cert")
}

// check reports what makes no sense, and takes the URL from the environment if the flag is bare.
func (n *natsFlags) check() error {
	if n.URL == "" && (n.Creds != "" || n.CA != "" || n.Cert != "" || n.Key != "") {
		return errors.New("-nats-creds, -nats-ca, -nats-cert and -nats-key are for -nats: give it too")
	}
	if url := os.Getenv("NATS_URL"); n.URL == embedded && url != "" {
		n.URL = url
	}
	return nil
}

// natsServer is what can follow -nats as an argument of its own.
var natsServer = regexp.MustCompile(`^(|` + embedded + `|[a-z]+://.*|[\w.-]+:\d+)$`)

// natsURL makes one argument of -nats and a server that follows it, since the flag can do without.
func natsURL(args []string) []string {
	var out []string
	for i, a := range args {
		if a == "--" {
			return append(out, args[i:]...) // the rest is no flag, but a program's for instance
		}
		if n := len(out); n > 0 && out[n-1] == "--nats" && natsServer.MatchString(a) {
			out[n-1] += "=" + a
			continue
		}
		out = append(out, a)
	}
	return out
}

// natsLog tells what happens between a campaign and its workers.
func natsLog(format string, args ...any) { fmt.Fprintf(os.Stderr, "chaosrun: "+format+"\n", args...) }

// hands is what makes the outcomes of the campaign's shares: this process, or workers over NATS.
// It is to be told when it is done with.
func (s *sweepFlags) hands(ctx context.Context, c *sweep.Campaign, pkgs []sweep.Package, x *sweep.Executor, log func(string, ...any)) (do sweep.Do, done func() error, err error) {
	if s.nats.URL == "" {
		return x.Do, func() error { return nil }, nil
	}
	id, err := queue.Own(version())
	if err != nil {
		return nil, nil, err
	}
	var closers []func() error
	done = func() (err error) {
		for _, f := range slices.Backward(closers) {
			err = errors.Join(err, f())
		}
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, done())
		}
	}()
	access, join := s.nats.Access, "chaosrun worker -nats URL"
	if access.URL == embedded {
		server, err := queue.NewServer(filepath.Join(s.o.Artifacts, "nats"))
		if err != nil {
			return nil, done, err
		}
		closers = append(closers, func() error { server.Stop(); return nil })
		access, join = queue.Access{URL: server.URL}, fmt.Sprintf(`chaosrun worker -nats "$(cat %s)"`, server.File)
	}
	nc, err := access.Connect("chaosrun sweep", log)
	if err != nil {
		return nil, done, err
	}
	closers = append(closers, func() error { nc.Close(); return nil })
	p, err := queue.NewParent(ctx, nc, id, s.o.Artifacts, pkgs, x, log)
	if err != nil {
		return nil, done, err
	}
	closers = append(closers, p.Close)
	c.Widen(p.Width, p.Wider())
	log("waiting for workers; start them in a checkout of the same commit: %s", join)
	if err = p.Wait(ctx); ctx.Err() != nil {
		err = nil // nothing will be handed out
	}
	return p.Do, done, err
}
