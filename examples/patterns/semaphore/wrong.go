//go:build chaosrun

package semaphore

import (
	"context"
	"sync"
)

// eachNoWait starts everything, and nobody waits for the end.
func eachNoWait(ctx context.Context, limit int, items []int, f func(int)) error {
	sem := New(limit)
	for _, item := range items {
		go func() {
			if sem.Acquire(ctx) != nil {
				return
			}
			defer sem.Release()
			f(item)
		}()
	}
	return nil
}

// eachReleases defers the release before it knows whether there is something to
// release. Who gave up gives back a place that another one has.
func eachReleases(ctx context.Context, limit int, items []int, f func(int)) error {
	sem := make(chan struct{}, limit)
	var wg sync.WaitGroup
	var failed sync.Once
	var err error
	for _, item := range items {
		wg.Go(func() {
			defer func() { <-sem }()
			select {
			case sem <- struct{}{}:
			case <-ctx.Done():
				failed.Do(func() { err = ctx.Err() })
				return
			}
			f(item)
		})
	}
	wg.Wait()
	return err
}

// eachTwice takes a place for the item, and another one for a step of it that has its
// own reason to be limited. When all places are taken for items, no step can begin.
func eachTwice(ctx context.Context, limit int, items []int, f func(int)) error {
	sem := New(limit)
	step := func(item int) {
		if sem.Acquire(ctx) == nil {
			defer sem.Release()
			f(item)
		}
	}
	var wg sync.WaitGroup
	for _, item := range items {
		wg.Go(func() {
			if sem.Acquire(ctx) == nil {
				defer sem.Release()
				step(item)
			}
		})
	}
	wg.Wait()
	return ctx.Err()
}
