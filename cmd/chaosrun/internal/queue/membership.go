package queue

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/chaosrun/chaosrun/cmd/chaosrun/internal/sweep"
)

// membership is a worker's part in one campaign.
type membership struct {
	link
	w      *Worker
	id     names
	ctx    context.Context
	cancel context.CancelFunc
	shares jetstream.Consumer

	packages map[string]*received
}

// received is a package of a campaign, whose binary is fetched when it is needed.
type received struct {
	packaged
	mu       sync.Mutex
	executor *sweep.Executor // nil: the binary is not here yet
}

// begin reads what the campaign is. If its tests cannot run here, the parent is told.
func (m *membership) begin() error {
	m.js, m.max = m.w.js, mostOf(m.w.nc)
	ctx, cancel := context.WithTimeout(m.ctx, 4*requestFor)
	defer cancel()
	var err error
	if m.bucket, err = m.js.ObjectStore(ctx, m.id.bucket()); err != nil {
		return err
	}
	o, err := m.bucket.Get(ctx, described)
	if err != nil {
		return err
	}
	defer o.Close()
	var d description
	if err := unwrap(o, &d); err != nil {
		return fmt.Errorf("the description of campaign %s makes no sense: %w", m.id, err)
	}
	if m.shares, err = m.js.Consumer(ctx, m.id.stream(), workersName); err != nil {
		return err
	}
	dir, err := os.OpenRoot(m.w.Dir)
	if err != nil {
		return err
	}
	defer dir.Close()
	m.packages = make(map[string]*received)
	for _, p := range d.Packages {
		if p.Runner == nil || len(p.Binary) != 64 || !isHex(p.Binary) {
			return fmt.Errorf("the description of campaign %s makes no sense: a package has no runner or no binary", m.id)
		}
		if err := p.check(dir); err != nil {
			if _, refused := m.w.tell(m.ctx, m.id, 0, err.Error()); refused != nil {
				return refused
			}
			return err
		}
		m.packages[p.Runner.Package] = &received{packaged: p}
	}
	return nil
}

// handle makes the share of a message. An error is one of this machine.
func (m *membership) handle(msg jetstream.Msg) error {
	ctx, cancel := context.WithCancel(m.ctx)
	defer cancel()
	go alive(ctx, msg)
	var t task
	if err := m.receive(ctx, msg, &t); err != nil {
		return m.giveBack(msg, fmt.Errorf("cannot read a share of campaign %s: %w", m.id, err))
	}
	r := &result{ID: t.ID}
	if meta, err := msg.Metadata(); err == nil && meta.NumDelivered > maxDeliveries {
		r.Outcome = &sweep.Outcome{Next: t.Share.First, Over: true, Error: fmt.Sprintf("%d workers were lost while they made its runs from %d on: do they need more memory than a worker has?", maxDeliveries, t.Share.First)}
	} else if err := m.make(ctx, t, r); err != nil {
		return m.giveBack(msg, err)
	}
	if err := m.send(ctx, m.id.results(), t.ID+"-done", r); err != nil {
		return m.giveBack(msg, fmt.Errorf("cannot send the outcome of a share: %w", err))
	}
	if err := errors.Join(msg.Ack(), m.drop(ctx, msg)); err != nil && ctx.Err() == nil && !passing(err) && !gone(err) {
		return err // else the share is made again, and its outcome not taken
	}
	return nil
}

// giveBack lets another worker have a share, because of an error; that of a campaign that is
// over, or of a worker that is told to end, is none.
func (m *membership) giveBack(msg jetstream.Msg, err error) error {
	nak := msg.Nak() // if it does not arrive, the share is given to another one later
	if m.ctx.Err() != nil || gone(err) {
		return nil
	}
	if nak != nil && !passing(nak) {
		return errors.Join(err, nak)
	}
	return err
}

// alive says, until ctx is done, that a share is under way.
func alive(ctx context.Context, msg jetstream.Msg) {
	tick := time.NewTicker(ackWait / 4)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if errors.Is(msg.InProgress(), jetstream.ErrMsgAlreadyAckd) {
				return // it was given back; a server that is gone may come back
			}
		}
	}
}

// make makes the runs of a share.
func (m *membership) make(ctx context.Context, t task, r *result) error {
	p := m.packages[t.Share.Package]
	if p == nil {
		return fmt.Errorf("campaign %s has a share of package %s, which its description does not have", m.id, t.Share.Package)
	}
	x, err := p.ready(ctx, m)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "chaosrun-share-")
	if err != nil {
		return fmt.Errorf("cannot make a share: %w", err)
	}
	defer os.RemoveAll(dir)
	n := 0
	found := func(f sweep.Finding) error {
		early := &result{ID: t.ID, Found: &f}
		var err error
		if early.Recordings, err = readRecordings(dir); err != nil {
			return err
		}
		n++
		return m.send(ctx, m.id.results(), fmt.Sprintf("%s-%s-%d", t.ID, newID(), n), early)
	}
	if r.Outcome, err = x.At(dir, found).Do(ctx, t.Share); err != nil {
		return err
	}
	r.Recordings, err = readRecordings(dir)
	return err
}

// readRecordings reads what is in the folder of a share.
func readRecordings(dir string) ([]recording, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	var all []recording
	err = fs.WalkDir(root.FS(), ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		b, err := root.ReadFile(name)
		all = append(all, recording{name, b})
		return err
	})
	return all, err
}

// ready is what makes the runs of the package's tests.
func (p *received) ready(ctx context.Context, m *membership) (*sweep.Executor, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.executor != nil {
		return p.executor, nil
	}
	bin, err := m.binary(ctx, p.Binary)
	if err != nil {
		return nil, err
	}
	r := *p.Runner
	if r.Dir, err = filepath.Abs(filepath.Join(m.w.Dir, filepath.FromSlash(p.Folder))); err != nil {
		return nil, err
	}
	r.Bin, r.Env, r.Workers = bin, nil, m.w.tokens
	p.executor = new(sweep.Executor)
	p.executor.Add(&r, p.Expects)
	return p.executor, nil
}
