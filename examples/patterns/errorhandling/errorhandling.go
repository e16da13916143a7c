package errorhandling

import (
	"errors"
	"fmt"
	"sync"
)

// Map calls f for every item, all at the same time. It returns the values of those that
// went well, in the order of the items, and the errors of all others, joined.
func Map[A, B any](items []A, f func(A) (B, error)) ([]B, error) {
	values := make([]B, len(items)) // a place for each: no two goroutines share one
	errs := make([]error, len(items))
	var wg sync.WaitGroup
	for i, item := range items {
		wg.Go(func() { values[i], errs[i] = f(item) })
	}
	wg.Wait()
	var good []B
	for i, err := range errs {
		if err == nil {
			good = append(good, values[i])
		} else {
			errs[i] = fmt.Errorf("item %d: %w", i, err)
		}
	}
	return good, errors.Join(errs...)
}
