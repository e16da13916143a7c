package queue

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/chaosrun/chaosrun/cmd/chaosrun/internal/sweep"
	"github.com/chaosrun/chaosrun/internal/runner"
)

// Parent hands out the shares of one campaign.
type Parent struct {
	link
	id        names
	nc        *nats.Conn
	log       func(format string, args ...any)
	artifacts string
	found     func(sweep.Finding) error
	packages  map[string]*shipped
	workers   *workers
	results   jetstream.ConsumeContext

	ctx  context.Context // of the campaign on the server; done when that is gone
	stop context.CancelCauseFunc

	mu    sync.Mutex
	tasks int
	wait  map[string]waiting // by ID of the task
}

// shipped is a package whose binary is in the bucket once a share of it was on the queue.
type shipped struct {
	packaged
	bin string

	mu   sync.Mutex
	done bool
}

// waiting is a task whose outcome is waited for.
type waiting struct {
	task
	answer chan answer
}

// answer is what became of a task, for whoever waits for it.
type answer struct {
	out *sweep.Outcome
	err error
}

// idName is the file, below the artifacts folder, with the name that the campaign has on the
// server.
const idName = "campaign.queue"

// NewParent puts the campaign of an artifacts folder on the server, in place of what an earlier
// process has left of it there. x has the packages, and is told of each failing run as soon as its
// recording is in the artifacts folder.
func NewParent(ctx context.Context, nc *nats.Conn, id Identity, artifacts string, pkgs []sweep.Package, x *sweep.Executor, log func(format string, args ...any)) (*Parent, error) {
	js, err := jetstream.New(nc)
	if err != nil {
		return nil, err
	}
	p := &Parent{
		link: link{js: js, max: mostOf(nc)}, id: names(newID()), nc: nc, log: log, artifacts: artifacts, found: x.Found,
		packages: make(map[string]*shipped), wait: make(map[string]waiting),
	}
	p.ctx, p.stop = context.WithCancelCause(context.WithoutCancel(ctx))
	p.workers = newWorkers(id, log)
	d, err := p.describe(pkgs, x)
	if err != nil {
		return nil, err
	}
	err = p.forget(ctx)
	if err == nil {
		err = p.create(ctx, d)
	}
	if err != nil {
		p.stop(err)
		return nil, errors.Join(fmt.Errorf("cannot put the campaign on the NATS server: %w", plain(err)), p.remove(context.WithoutCancel(ctx), p.id))
	}
	go p.watch()
	return p, nil
}

// plain is an error of the server as a person understands it.
func plain(err error) error {
	var api *jetstream.APIError
	switch {
	case errors.Is(err, jetstream.ErrJetStreamNotEnabled), errors.Is(err, jetstream.ErrJetStreamNotEnabledForAccount), errors.Is(err, nats.ErrNoResponders):
		return errors.New("it has no JetStream, or this account has none: start it with -js")
	case errors.As(err, &api):
		return errors.New(api.Description)
	}
	return err
}

// describe is what workers are told.
func (p *Parent) describe(pkgs []sweep.Package, x *sweep.Executor) (*description, error) {
	var d description
	for _, pkg := range pkgs {
		r, expects := x.Source(pkg.Path)
		if r == nil {
			continue
		}
		folder, err := filepath.Rel(r.Root, r.Dir)
		if err != nil || !filepath.IsLocal(folder) {
			return nil, fmt.Errorf("package %s is not below the folder of the module, where workers look for it: leave it out, or do without -nats", pkg.Path)
		}
		s := &shipped{bin: r.Bin, packaged: packaged{Runner: r, Expects: expects, Folder: filepath.ToSlash(folder)}}
		if s.Files, err = readFiles(r.Dir); err != nil {
			return nil, fmt.Errorf("cannot read the folder of package %s: %w", pkg.Path, err)
		}
		if s.Binary, err = runner.HashFile(os.Open(r.Bin)); err != nil {
			return nil, fmt.Errorf("cannot read the test binary of package %s: %w", pkg.Path, err)
		}
		p.packages[pkg.Path] = s
		d.Packages = append(d.Packages, s.packaged)
	}
	return &d, nil
}

// create makes the campaign's bucket and then its stream, by which workers find it.
func (p *Parent) create(ctx context.Context, d *description) error {
	if err := p.createBucket(ctx); err != nil {
		return err
	}
	b, err := wrap(d)
	if err != nil {
		return err
	}
	if _, err := p.bucket.PutBytes(ctx, described, b); err != nil {
		return err
	}
	if _, err := p.nc.Subscribe(p.id.join(), p.workers.joins); err != nil {
		return err
	}
	if _, err := p.js.CreateStream(ctx, jetstream.StreamConfig{
		Name: p.id.stream(), Subjects: []string{p.id.shares(), p.id.results()}, Retention: jetstream.WorkQueuePolicy,
		Storage: jetstream.FileStorage, MaxMsgSize: -1,
	}); err != nil {
		return err
	}
	if _, err := p.js.CreateConsumer(ctx, p.id.stream(), jetstream.ConsumerConfig{
		Durable: workersName, FilterSubject: p.id.shares(), AckPolicy: jetstream.AckExplicitPolicy, AckWait: ackWait, MaxAckPending: -1,
	}); err != nil {
		return err
	}
	c, err := p.js.CreateConsumer(ctx, p.id.stream(), jetstream.ConsumerConfig{
		Durable: parentName, FilterSubject: p.id.results(), AckPolicy: jetstream.AckExplicitPolicy, MaxAckPending: -1,
	})
	if err != nil {
		return err
	}
	p.results, err = c.Consume(p.take, jetstream.PullMaxMessages(16))
	return err
}

// createBucket tries a few times when the server cannot make the folder: once the last stream is
// deleted, a goroutine of the server removes the folder of all streams, which may be the one that
// the server makes for this bucket.
func (p *Parent) createBucket(ctx context.Context) error {
	for try := 1; ; try++ {
		var err error
		p.bucket, err = p.js.CreateObjectStore(ctx, jetstream.ObjectStoreConfig{Bucket: p.id.bucket(), Storage: jetstream.FileStorage})
		var api *jetstream.APIError
		if err == nil || try == 5 || !errors.As(err, &api) || api.ErrorCode != createFailed {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// createFailed is the server's code for a stream (a bucket is one) that it could not make, for whatever
// reason has no code of its own.
const createFailed = 10049

// forget takes away what an earlier process has left on the server, and notes the new name.
func (p *Parent) forget(ctx context.Context) error {
	file := filepath.Join(p.artifacts, idName)
	b, err := os.ReadFile(file)
	if old := strings.TrimSpace(string(b)); err == nil && old != "" && strings.Trim(old, "0123456789abcdef") == "" {
		if err := p.remove(ctx, names(old)); err != nil {
			return err
		}
	}
	if err := os.WriteFile(file, []byte(string(p.id)+"\n"), 0o644); err != nil {
		return fmt.Errorf("cannot write to the artifacts folder, and -artifacts may name another: %w", err)
	}
	return nil
}

// remove takes a campaign off the server.
func (p *Parent) remove(ctx context.Context, id names) error {
	ctx, cancel := context.WithTimeout(ctx, 2*requestFor)
	defer cancel()
	err1 := p.js.DeleteStream(ctx, id.stream())
	if errors.Is(err1, jetstream.ErrStreamNotFound) || errors.Is(err1, jetstream.ErrJetStreamNotEnabled) {
		err1 = nil
	}
	err2 := p.js.DeleteObjectStore(ctx, id.bucket())
	if errors.Is(err2, jetstream.ErrStreamNotFound) || errors.Is(err2, jetstream.ErrJetStreamNotEnabled) || errors.Is(err2, jetstream.ErrBucketNotFound) {
		err2 = nil
	}
	if err := errors.Join(err1, err2); err != nil {
		return fmt.Errorf("cannot take campaign %s off the NATS server: %w", id, err)
	}
	return nil
}

// Close takes the campaign off the server.
func (p *Parent) Close() error {
	p.stop(context.Canceled)
	p.results.Stop()
	if err := p.remove(context.Background(), p.id); err != nil {
		return err
	}
	if err := os.Remove(filepath.Join(p.artifacts, idName)); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

// Do lets a worker make the runs of a share.
func (p *Parent) Do(ctx context.Context, s sweep.Share) (*sweep.Outcome, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(p.ctx, cancel)()
	out, err := p.do(ctx, s)
	if err != nil && p.ctx.Err() != nil {
		err = context.Cause(p.ctx)
	}
	return out, err
}

func (p *Parent) do(ctx context.Context, s sweep.Share) (*sweep.Outcome, error) {
	if err := p.ship(ctx, s.Package); err != nil {
		return nil, fmt.Errorf("cannot send the test binary of package %s: %w; once that is mended, continue with -resume", s.Package, err)
	}
	ch := make(chan answer, 1)
	p.mu.Lock()
	p.tasks++
	id := fmt.Sprintf("%s-%d", p.id, p.tasks)
	p.wait[id] = waiting{task{id, s}, ch}
	p.mu.Unlock()
	defer func() {
		p.mu.Lock()
		delete(p.wait, id)
		p.mu.Unlock()
	}()
	if err := p.send(ctx, p.id.shares(), id, task{id, s}); err != nil {
		return nil, fmt.Errorf("cannot put a share on the queue: %w; once that is mended, continue with -resume", err)
	}
	select {
	case a := <-ch:
		return a.out, a.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// ship puts the test binary of a package into the bucket, once.
func (p *Parent) ship(ctx context.Context, pkg string) error {
	s := p.packages[pkg]
	if s == nil {
		return errors.New("it is not here")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.done {
		return nil
	}
	err := again(ctx, func(ctx context.Context) error {
		f, err := os.Open(s.bin)
		if err != nil {
			return err
		}
		defer f.Close()
		_, err = p.bucket.Put(ctx, jetstream.ObjectMeta{Name: s.Binary}, f)
		return err
	})
	s.done = err == nil
	return err
}
