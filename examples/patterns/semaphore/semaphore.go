package semaphore

import (
	"context"
	"sync"
)

// Semaphore lets at most a number of goroutines in at once.
type Semaphore chan struct{}

// New returns a semaphore for n goroutines.
func New(n int) Semaphore { return make(Semaphore, n) }

// Acquire waits for a place. When ctx is done first it returns an error, and there is
// nothing to release.
func (s Semaphore) Acquire(ctx context.Context) error {
	select {
	case s <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Release gives the place back. It panics when there is none to give back, instead of
// waiting for one.
func (s Semaphore) Release() {
	select {
	case <-s:
	default:
		panic("semaphore: Release without Acquire")
	}
}

// Each calls f for every item, at most limit at a time, and returns when all calls have.
// Items whose turn has not come when ctx is done are left out, and there is an error.
func Each[T any](ctx context.Context, limit int, items []T, f func(T)) error {
	sem := New(limit)
	var wg sync.WaitGroup
	defer wg.Wait()
	for _, item := range items {
		if err := sem.Acquire(ctx); err != nil { // here: no more goroutines than places
			return err
		}
		wg.Go(func() {
			defer sem.Release()
			f(item)
		})
	}
	return nil
}
