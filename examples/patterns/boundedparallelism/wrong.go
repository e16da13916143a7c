//go:build chaosrun

package boundedparallelism

import (
	"context"
	"sync"
)

// published is built as the pattern is usually shown. Its workers listen to ctx and its
// feeder does not: when the workers have gone, the feeder hands an item to nobody, so
// that results is never closed and the caller waits for its end.
func published(ctx context.Context, items []int, workers int, f func(context.Context, int) int) []int {
	input := make(chan int)
	results := make(chan int, len(items))
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for item := range input {
				select {
				case results <- f(ctx, item):
				case <-ctx.Done():
					return
				}
			}
		})
	}
	go func() {
		for _, item := range items {
			input <- item
		}
		close(input)
		wg.Wait()
		close(results)
	}()
	var all []int
	for r := range results {
		all = append(all, r)
	}
	return all
}

// hasty is published with a first repair: the feeder listens to ctx too. But it then
// closes results without waiting for the workers, one of which may be about to send.
func hasty(ctx context.Context, items []int, workers int, f func(context.Context, int) int) []int {
	input := make(chan int)
	results := make(chan int, len(items))
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for item := range input {
				select {
				case results <- f(ctx, item):
				case <-ctx.Done():
					return
				}
			}
		})
	}
	go func() {
		for _, item := range items {
			select {
			case input <- item:
			case <-ctx.Done():
				close(input)
				close(results)
				return
			}
		}
		close(input)
		wg.Wait()
		close(results)
	}()
	var all []int
	for r := range results {
		all = append(all, r)
	}
	return all
}
