package waitgroup

import (
	"errors"
	"sync"
)

// Each calls f with every number below n, each call in a goroutine of its own. It
// returns when all calls have returned, with all their errors.
func Each(n int, f func(i int) error) error {
	errs := make([]error, n) // each goroutine writes to a place of its own
	var wg sync.WaitGroup
	for i := range n {
		wg.Add(1) // here, not in the goroutine: Wait must not come first
		go func() {
			defer wg.Done() // deferred: however f ends
			errs[i] = f(i)
		}()
	}
	wg.Wait()
	return errors.Join(errs...)
}
