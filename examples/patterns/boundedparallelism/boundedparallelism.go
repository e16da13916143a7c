package boundedparallelism

import (
	"context"
	"sync"
)

// Map returns f of every item, in the order of the items, with at most workers calls of
// f at once. When ctx is done before the last item was handed out, Map waits for the
// calls under way and returns ctx's error.
func Map[A, B any](ctx context.Context, items []A, workers int, f func(context.Context, A) B) ([]B, error) {
	out := make([]B, len(items)) // each worker writes to places of its own
	next := make(chan int)
	var wg sync.WaitGroup
	for range min(workers, len(items)) {
		wg.Go(func() {
			for i := range next { // ends when next is closed, and only then
				out[i] = f(ctx, items[i])
			}
		})
	}
	err := feed(ctx, next, len(items))
	wg.Wait()
	if err != nil {
		return nil, err
	}
	return out, nil
}

// feed hands out the numbers below n, and closes next whatever happens. It must look at
// ctx itself: the workers may all be busy for longer than the caller wants to wait.
func feed(ctx context.Context, next chan<- int, n int) error {
	defer close(next)
	for i := range n {
		select {
		case next <- i:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}
