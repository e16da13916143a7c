package gomaxprocs

import (
	"cmp"
	"runtime"
	"slices"
	"sync"
)

// Max returns the largest of items, which must not be empty. It looks at them with as
// many goroutines as can run at the same time, and the result is the same for any number
// of them.
func Max[T cmp.Ordered](items []T) T {
	var largest []T // of each part
	parts := slices.Collect(slices.Chunk(items, perWorker(len(items))))
	largest = make([]T, len(parts))
	var wg sync.WaitGroup
	for i, part := range parts {
		wg.Go(func() { largest[i] = slices.Max(part) }) // a place of its own
	}
	wg.Wait()
	return slices.Max(largest)
}

// perWorker says how many of n items each worker gets.
func perWorker(n int) int {
	workers := runtime.GOMAXPROCS(0) // 0 only asks
	return max(1, (n+workers-1)/workers)
}
