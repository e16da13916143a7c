package queuing

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// queue is what Queue and its wrong versions have in common.
type queue interface {
	Try(int) error
	Put(job int, limit time.Duration) error
	Close()
}

type newQueue func(waiting int, do func(int)) queue

func ours(waiting int, do func(int)) queue { return New(waiting, do) }

// takenIsDone closes a queue while jobs are brought. Those that were taken are done when
// Close has returned, and no others.
func takenIsDone(t *testing.T, newQueue newQueue) {
	const jobs = 4
	var done, taken [jobs]atomic.Bool
	q := newQueue(1, func(job int) { done[job].Store(true) })
	var wg sync.WaitGroup
	for job := range jobs {
		wg.Go(func() {
			var err error
			if job%2 == 0 {
				err = q.Try(job)
			} else {
				err = q.Put(job, time.Hour)
			}
			taken[job].Store(err == nil)
		})
	}
	q.Close()
	wg.Wait()
	for job := range jobs {
		if done[job].Load() != taken[job].Load() {
			t.Errorf("job %d: taken: %v, done: %v", job, taken[job].Load(), done[job].Load())
		}
	}
}

// full has a worker that is busy and a queue that is full.
func full(t *testing.T, newQueue newQueue, limit time.Duration) {
	release := make(chan struct{})
	q := newQueue(1, func(int) { <-release })
	defer q.Close()
	defer close(release)
	for _, err := range []error{q.Put(1, time.Hour), q.Put(2, time.Hour)} { // for the worker, for the queue
		if err != nil {
			t.Error(err)
		}
	}
	if err := q.Try(3); !errors.Is(err, ErrFull) {
		t.Errorf("try: error %v, want %v", err, ErrFull)
	}
	start := time.Now()
	err := q.Put(4, limit)
	if took := time.Since(start); !errors.Is(err, ErrFull) || took < limit {
		t.Errorf("put: error %v after %v, want %v after %v", err, took, ErrFull, limit)
	}
}

func TestTakenIsDone(t *testing.T) { takenIsDone(t, ours) }

//chaosrun:clock idle
func TestFull(t *testing.T) { full(t, ours, time.Millisecond) }

// Nobody waits for room in a queue that is closed.
//
//chaosrun:clock idle
func TestClosedWhileWaiting(t *testing.T) {
	release := make(chan struct{})
	q := New(1, func(int) { <-release })
	q.Put(1, time.Hour)
	q.Put(2, time.Hour)
	waited := make(chan error)
	go func() { waited <- q.Put(3, time.Hour) }()
	go q.Close()
	if err := <-waited; !errors.Is(err, ErrClosed) {
		t.Errorf("error %v, want %v", err, ErrClosed)
	}
	close(release)
	q.Close()
}

func TestClosed(t *testing.T) {
	q := New(1, func(int) {})
	q.Close()
	q.Close()
	if err := q.Try(1); !errors.Is(err, ErrClosed) {
		t.Errorf("try: error %v, want %v", err, ErrClosed)
	}
	if err := q.Put(1, time.Hour); !errors.Is(err, ErrClosed) {
		t.Errorf("put: error %v, want %v", err, ErrClosed)
	}
}
