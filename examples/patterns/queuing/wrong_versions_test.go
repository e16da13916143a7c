//go:build chaosrun

package queuing

import (
	"sync"
	"time"
)

// dropping has a worker that ends when the queue is closed, with what the queue still
// holds. Those who brought it were told that it was taken.
type dropping struct {
	jobs   chan int
	done   chan struct{}
	worker sync.WaitGroup
}

func newDropping(waiting int, do func(int)) queue {
	q := &dropping{jobs: make(chan int, waiting), done: make(chan struct{})}
	q.worker.Go(func() {
		for {
			select {
			case job := <-q.jobs:
				do(job)
			case <-q.done:
				return
			}
		}
	})
	return q
}

func (q *dropping) Try(job int) error {
	select {
	case <-q.done:
		return ErrClosed
	case q.jobs <- job:
		return nil
	default:
		return ErrFull
	}
}

func (q *dropping) Put(job int, limit time.Duration) error {
	select {
	case <-q.done:
		return ErrClosed
	case q.jobs <- job:
		return nil
	case <-time.After(limit):
		return ErrFull
	}
}

func (q *dropping) Close() {
	close(q.done)
	q.worker.Wait()
}
