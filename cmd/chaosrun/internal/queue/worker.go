package queue

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// Worker makes shares of the campaigns on a server.
type Worker struct {
	Identity Identity
	Name     string // for people
	Dir      string // a checkout of the module under test
	Cache    string // folder for test binaries
	Slots    int    // shares, and processes, at once
	Log      func(format string, args ...any)

	id     string
	nc     *nats.Conn
	js     jetstream.JetStream
	tokens chan struct{}

	mu   sync.Mutex
	all  map[names]*membership
	turn int
}

// Run makes shares until ctx is done, or something is wrong with this machine or worker.
func (w *Worker) Run(ctx context.Context, nc *nats.Conn) error {
	js, err := jetstream.New(nc)
	if err != nil {
		return err
	}
	if _, err := js.AccountInfo(ctx); err != nil {
		return fmt.Errorf("cannot use the NATS server: %w", plain(err))
	}
	w.id, w.nc, w.js = newID(), nc, js
	w.tokens, w.all = make(chan struct{}, w.Slots), make(map[names]*membership)
	ctx, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	var wg sync.WaitGroup
	for range w.Slots {
		wg.Go(func() {
			if err := w.work(ctx); err != nil {
				fail(err)
			}
		})
	}
	if err := w.look(ctx); err != nil {
		fail(err)
	}
	wg.Wait()
	w.leave()
	if err := context.Cause(ctx); !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}

// look keeps up with which campaigns there are.
func (w *Worker) look(ctx context.Context) error {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	var last time.Time // when campaigns were told of us
	idle := false
	for {
		there, err := campaigns(ctx, w.js)
		switch {
		case ctx.Err() != nil:
			return nil
		case err != nil && !passing(err):
			return fmt.Errorf("cannot ask the NATS server for campaigns: %w", plain(err))
		case err == nil:
			w.drop(there)
			if err := w.joinAll(ctx, there, time.Since(last) >= aliveEvery); err != nil {
				return err
			}
			if time.Since(last) >= aliveEvery {
				last = time.Now()
			}
			was := idle
			if idle = w.next() == nil; idle && !was {
				w.Log("waiting for a campaign")
			}
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// drop leaves campaigns that are over.
func (w *Worker) drop(there map[names]bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for id, m := range w.all {
		if !there[id] {
			m.cancel()
			delete(w.all, id)
			w.Log("campaign %s is over", id)
		}
	}
}

// joinAll takes part in campaigns; alive says that it is time to tell those of which we are part
// too.
func (w *Worker) joinAll(ctx context.Context, there map[names]bool, alive bool) error {
	for id := range there {
		w.mu.Lock()
		m := w.all[id]
		w.mu.Unlock()
		if m != nil && !alive {
			continue
		}
		if m != nil {
			if _, err := w.tell(ctx, id, w.Slots, ""); err != nil {
				return err
			}
			continue
		}
		if ok, err := w.tell(ctx, id, 0, ""); err != nil {
			return err
		} else if !ok {
			continue // its parent is not there
		}
		m, err := w.join(ctx, id)
		if err == nil {
			_, err = w.tell(ctx, id, w.Slots, "")
		}
		if err != nil {
			if !passing(err) && ctx.Err() == nil && !gone(err) {
				return err
			}
			continue
		}
		w.mu.Lock()
		w.all[id] = m
		w.mu.Unlock()
		w.Log("taking part in campaign %s", id)
	}
	return nil
}

// gone reports whether an error says that a campaign is over.
func gone(err error) bool {
	return errors.Is(err, jetstream.ErrStreamNotFound) || errors.Is(err, jetstream.ErrBucketNotFound) || errors.Is(err, jetstream.ErrConsumerNotFound) || errors.Is(err, jetstream.ErrObjectNotFound)
}

// tell tells the parent of a campaign of us. ok is false if it is not there; an error is that it
// refuses us.
func (w *Worker) tell(ctx context.Context, id names, slots int, cannot string) (ok bool, err error) {
	b, err := json.Marshal(joining{Worker: w.id, Name: w.Name, Identity: w.Identity, Slots: slots, Cannot: cannot})
	if err != nil {
		return false, err
	}
	ctx, cancel := context.WithTimeout(ctx, requestFor)
	defer cancel()
	m, err := w.nc.RequestWithContext(ctx, id.join(), b)
	if err != nil {
		return false, nil // it is not there, or the server is not: that is seen otherwise
	}
	var a joined
	if err := json.Unmarshal(m.Data, &a); err != nil {
		return false, fmt.Errorf("campaign %s gave an answer that makes no sense: %w", id, err)
	}
	if a.Refused != "" {
		return false, fmt.Errorf("campaign %s refuses this worker: %s", id, a.Refused)
	}
	return true, nil
}

// join begins to take part in a campaign.
func (w *Worker) join(ctx context.Context, id names) (*membership, error) {
	ctx, cancel := context.WithCancel(ctx)
	m := &membership{w: w, id: id, ctx: ctx, cancel: cancel}
	if err := m.begin(); err != nil {
		cancel()
		return nil, err
	}
	return m, nil
}

// leave tells all campaigns that we are gone.
func (w *Worker) leave() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for id := range w.all {
		if _, err := w.tell(context.Background(), id, 0, ""); err != nil {
			w.Log("%v", err)
		}
	}
}

// next is a campaign to make a share of, each in turn, or nil.
func (w *Worker) next() *membership {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.all) == 0 {
		return nil
	}
	ids := slices.Sorted(maps.Keys(w.all))
	w.turn++
	return w.all[ids[w.turn%len(ids)]]
}

// work makes one share after the other.
func (w *Worker) work(ctx context.Context) error {
	for ctx.Err() == nil {
		m := w.next()
		if m == nil {
			sleep(ctx, pause)
			continue
		}
		msgs, err := m.shares.Fetch(1, jetstream.FetchMaxWait(lookEvery))
		if err != nil {
			sleep(ctx, pause)
			continue
		}
		got := false
		for msg := range msgs.Messages() {
			got = true
			if err := m.handle(msg); err != nil {
				return err
			}
		}
		if err := msgs.Error(); err != nil && !got {
			sleep(ctx, pause) // the server is gone, or the campaign: look sees it
		}
	}
	return nil
}

func sleep(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// Check reports whether the worker's folders can be used.
func (w *Worker) Check() error {
	info, err := os.Stat(w.Dir)
	if err == nil && !info.IsDir() {
		err = errors.New("it is no folder")
	}
	if err != nil {
		return fmt.Errorf("-dir %s: %w", w.Dir, err)
	}
	return nil
}
