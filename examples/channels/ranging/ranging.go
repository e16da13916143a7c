package ranging

import (
	"sync"
	"sync/atomic"
)

// Generate has a number of workers send f of 0, 1, … n-1, in no order. The channel is
// closed when the last of them has sent its last, so that a range over it ends.
func Generate[T any](workers, n int, f func(int) T) <-chan T {
	out := make(chan T)
	var next atomic.Int64
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				out <- f(i)
			}
		})
	}
	go func() {
		wg.Wait()
		close(out)
	}()
	return out
}
