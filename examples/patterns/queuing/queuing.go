package queuing

import (
	"errors"
	"sync"
	"time"
)

// What a queue says that does not take a job.
var (
	ErrFull   = errors.New("queue full")
	ErrClosed = errors.New("queue closed")
)

// Queue is a queue of jobs for one worker.
type Queue[J any] struct {
	jobs    chan J
	closing chan struct{} // closed first: whoever waits for room gives up
	once    sync.Once
	worker  sync.WaitGroup

	mu     sync.RWMutex // held to read by senders, to write to close jobs
	closed bool         // guarded by mu
}

// New starts a worker that calls do with each job, and returns a queue for a number of
// jobs that wait.
func New[J any](waiting int, do func(J)) *Queue[J] {
	q := &Queue[J]{jobs: make(chan J, waiting), closing: make(chan struct{})}
	q.worker.Go(func() {
		for job := range q.jobs { // ends when the queue is closed and empty
			do(job)
		}
	})
	return q
}

// Try adds a job if there is room. It does not wait.
func (q *Queue[J]) Try(job J) error {
	q.mu.RLock()
	defer q.mu.RUnlock()
	if q.closed {
		return ErrClosed
	}
	select {
	case q.jobs <- job:
		return nil
	default:
		return ErrFull
	}
}

// Put adds a job. If there is no room it waits, but no longer than limit.
func (q *Queue[J]) Put(job J, limit time.Duration) error {
	q.mu.RLock()
	defer q.mu.RUnlock()
	if q.closed {
		return ErrClosed
	}
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case q.jobs <- job:
		return nil
	case <-timer.C:
		return ErrFull
	case <-q.closing:
		return ErrClosed
	}
}

// Close takes no more jobs, and waits until every job that was taken is done.
func (q *Queue[J]) Close() {
	q.once.Do(func() {
		close(q.closing)
		q.mu.Lock() // when all senders have left, which is soon
		defer q.mu.Unlock()
		q.closed = true
		close(q.jobs)
	})
	q.worker.Wait()
}
