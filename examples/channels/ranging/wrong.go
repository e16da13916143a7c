//go:build chaosrun

package ranging

import "sync/atomic"

// generateOpen does not close. The reader gets everything, and then waits.
func generateOpen(workers, n int, f func(int) int) <-chan int {
	out := make(chan int)
	var next atomic.Int64
	for range workers {
		go func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				out <- f(i)
			}
		}()
	}
	return out
}

// generateEachCloses was right when there was one worker. The first of two closes what
// the other still sends on, and then the other closes it again.
func generateEachCloses(workers, n int, f func(int) int) <-chan int {
	out := make(chan int)
	var next atomic.Int64
	for range workers {
		go func() {
			defer close(out)
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				out <- f(i)
			}
		}()
	}
	return out
}
