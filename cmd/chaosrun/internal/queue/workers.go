package queue

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
)

// workers are those that take part in a campaign, as its parent sees them.
type workers struct {
	own Identity
	log func(format string, args ...any)

	wider chan struct{} // told when there are more

	mu   sync.Mutex
	all  map[string]*seen // by what they have drawn
	told map[string]bool  // that were refused
	ever bool             // one has joined
}

// seen is a worker.
type seen struct {
	joining
	last time.Time
}

func newWorkers(own Identity, log func(format string, args ...any)) *workers {
	return &workers{own: own, log: log, wider: make(chan struct{}, 1), all: make(map[string]*seen), told: make(map[string]bool)}
}

// joins answers a worker that says that it takes part.
func (w *workers) joins(m *nats.Msg) {
	var j joining
	if err := json.Unmarshal(m.Data, &j); err != nil {
		w.log("a worker said something that makes no sense: %v", err)
		return
	}
	b, err := json.Marshal(joined{Refused: w.take(&j)})
	if err == nil {
		err = m.Respond(b)
	}
	if err != nil {
		w.log("cannot answer worker %s: %v", j.Name, err)
	}
}

// take takes in a worker, and returns why it is refused, or "".
func (w *workers) take(j *joining) (refused string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	refuse := func(why string) string {
		delete(w.all, j.Worker)
		if !w.told[j.Worker] {
			w.told[j.Worker] = true
			w.log("worker %s is refused: %s", j.Name, why)
		}
		return why
	}
	switch old := w.all[j.Worker]; {
	case j.Identity != w.own:
		return refuse(fmt.Sprintf("it is %s, and the campaign's is %s: use the same one for both", j.Identity, w.own))
	case j.Cannot != "":
		return refuse(j.Cannot)
	case j.Slots < 1 && old == nil:
	case j.Slots < 1:
		delete(w.all, j.Worker)
		w.log("worker %s has left: %d are there", j.Name, len(w.all))
	case old != nil:
		old.last = time.Now()
	default:
		w.all[j.Worker] = &seen{*j, time.Now()}
		w.ever = true
		w.log("worker %s has joined, with %d processes", j.Name, j.Slots)
		w.tell()
	}
	return ""
}

// tell says that there are more workers.
func (w *workers) tell() {
	select {
	case w.wider <- struct{}{}:
	default:
	}
}

// slots is how many shares the workers make at once.
func (w *workers) slots() (n int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, s := range w.all {
		n += min(s.Slots, 1024)
	}
	return n
}

// Width is how many shares may be on the queue or under way: half as many more as the workers
// can make at once, so that none waits for its next one.
func (p *Parent) Width() int {
	n := p.workers.slots()
	return n + n/2 + 1
}

// Wider is sent to when Width has grown.
func (p *Parent) Wider() <-chan struct{} { return p.workers.wider }

// Wait waits until a worker takes part.
func (p *Parent) Wait(ctx context.Context) error {
	for p.workers.slots() == 0 {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-p.ctx.Done():
			return context.Cause(p.ctx)
		case <-p.workers.wider:
		}
	}
	return nil
}

// prune forgets workers; the server can be reached since up.
func (w *workers) prune(up time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for id, s := range w.all {
		if time.Since(s.last) > aliveFor && time.Since(up) > aliveFor {
			delete(w.all, id)
			w.log("worker %s is gone: %d are there", s.Name, len(w.all))
		}
	}
}
