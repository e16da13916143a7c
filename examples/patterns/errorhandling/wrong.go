//go:build chaosrun

package errorhandling

import (
	"fmt"
	"sync"
)

type result struct {
	value int
	err   error
}

// mapEarly returns at the first error, while the others still want to send.
func mapEarly(items []int, f func(int) (int, error)) ([]int, error) {
	results := make(chan result)
	for _, item := range items {
		go func() {
			v, err := f(item)
			results <- result{v, err}
		}()
	}
	var values []int
	for range items {
		r := <-results
		if r.err != nil {
			return nil, r.err
		}
		values = append(values, r.value)
	}
	return values, nil
}

// mapLast keeps one error for all, under a lock. The last one overwrites the others.
func mapLast(items []int, f func(int) (int, error)) ([]int, error) {
	var mu sync.Mutex
	var values []int
	var failed error
	var wg sync.WaitGroup
	for _, item := range items {
		wg.Go(func() {
			v, err := f(item)
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				failed = err
				return
			}
			values = append(values, v)
		})
	}
	wg.Wait()
	return values, failed
}

// mapPrinted collects all errors and makes a text of them, in which nobody finds them
// again. So does the version usually shown.
func mapPrinted(items []int, f func(int) (int, error)) ([]int, error) {
	results := make(chan result, len(items))
	for _, item := range items {
		go func() {
			v, err := f(item)
			results <- result{v, err}
		}()
	}
	var values []int
	var errs []error
	for range items {
		r := <-results
		if r.err != nil {
			errs = append(errs, r.err)
		} else {
			values = append(values, r.value)
		}
	}
	if len(errs) > 0 {
		return values, fmt.Errorf("failed: %v", errs)
	}
	return values, nil
}

// mapShared appends from all goroutines.
func mapShared(items []int, f func(int) (int, error)) ([]int, error) {
	var values []int
	var wg sync.WaitGroup
	for _, item := range items {
		wg.Go(func() {
			if v, err := f(item); err == nil {
				values = append(values, v)
			}
		})
	}
	wg.Wait()
	return values, nil
}
