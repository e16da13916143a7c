package scheduler

import (
	"context"
	"errors"
	"sync"
	"time"
)

// The states of a job. Done and Failed are final.
const (
	Queued   = "queued"
	Running  = "running"
	Retrying = "retrying" // failed, and waits for its next attempt
	Done     = "done"
	Failed   = "failed" // as often as it may
)

// ErrDraining is the error of a Submit that comes after Shutdown.
var ErrDraining = errors.New("scheduler: shutting down")

// Config is what a Scheduler needs to know.
type Config struct {
	Workers  int
	Attempts int           // for each job
	Backoff  time.Duration // before the second attempt; twice that before the third
	Do       func(ctx context.Context, name string) error
}

// A Scheduler runs jobs, and runs them again when they fail.
type Scheduler struct {
	cfg    Config
	ctx    context.Context // of the jobs: over when Shutdown gives up
	cancel context.CancelFunc
	wg     sync.WaitGroup

	mu       sync.Mutex
	changed  *sync.Cond // queue, open or state
	queue    []*job
	jobs     []*job
	open     int // jobs that Shutdown waits for
	draining bool
	stopped  bool

	// settle is what a worker does after an attempt.
	settle func(j *job, err error)
}

type job struct {
	name     string
	state    string
	attempts int
}

// New starts a scheduler. It must be ended with Shutdown.
func New(cfg Config) *Scheduler {
	s := &Scheduler{cfg: cfg}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	s.changed = sync.NewCond(&s.mu)
	s.settle = s.settleAtOnce
	for range cfg.Workers {
		s.wg.Go(s.work)
	}
	return s
}

// Submit takes a job and returns its number.
func (s *Scheduler) Submit(name string) (id int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.draining {
		return 0, ErrDraining
	}
	j := &job{name: name}
	s.jobs = append(s.jobs, j)
	s.enqueue(j)
	return len(s.jobs) - 1, nil
}

// State is the state of a job, and how often it was attempted.
func (s *Scheduler) State(id int) (state string, attempts int, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if id < 0 || id >= len(s.jobs) {
		return "", 0, false
	}
	return s.jobs[id].state, s.jobs[id].attempts, true
}

// Shutdown takes no more jobs and waits until those that were taken are done or have
// failed for good, their further attempts included. When ctx is over first, it cancels
// the jobs that are running, forgets the others and returns ctx's error. In either case
// no goroutine is left.
func (s *Scheduler) Shutdown(ctx context.Context) error {
	defer s.wg.Wait()
	defer s.cancel()
	wake := context.AfterFunc(ctx, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.changed.Broadcast()
	})
	defer wake()

	s.mu.Lock()
	defer s.mu.Unlock()
	s.draining = true
	for s.open > 0 && ctx.Err() == nil {
		s.changed.Wait()
	}
	s.stopped = true
	s.changed.Broadcast()
	if s.open > 0 {
		return ctx.Err()
	}
	return nil
}

// enqueue makes j a job that Shutdown waits for. It needs the lock.
func (s *Scheduler) enqueue(j *job) {
	j.state = Queued
	s.queue = append(s.queue, j)
	s.open++
	s.changed.Broadcast()
}

func (s *Scheduler) work() {
	for {
		j := s.next()
		if j == nil {
			return
		}
		s.settle(j, s.cfg.Do(s.ctx, j.name))
	}
}

// next waits for a job. It returns nil when the worker should end.
func (s *Scheduler) next() *job {
	s.mu.Lock()
	defer s.mu.Unlock()
	for len(s.queue) == 0 && !s.stopped {
		s.changed.Wait()
	}
	if s.stopped {
		return nil
	}
	j := s.queue[0]
	s.queue = s.queue[1:]
	j.state = Running
	j.attempts++
	return j
}

// settleAtOnce says in one step what became of an attempt: a job that waits for its next
// one is open all the time.
func (s *Scheduler) settleAtOnce(j *job, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case err == nil:
		j.state = Done
	case j.attempts == s.cfg.Attempts:
		j.state = Failed
	default:
		j.state = Retrying
		time.AfterFunc(s.backoff(j), func() { s.again(j) })
		return
	}
	s.open--
	s.changed.Broadcast()
}

// again queues a job that was open while it waited.
func (s *Scheduler) again(j *job) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopped {
		return // Shutdown gave up
	}
	s.open-- // enqueue counts it again
	s.enqueue(j)
}

// backoff doubles with each attempt.
func (s *Scheduler) backoff(j *job) time.Duration {
	return s.cfg.Backoff << (j.attempts - 1)
}
