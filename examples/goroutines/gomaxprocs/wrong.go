//go:build chaosrun

package gomaxprocs

import (
	"math"
	"slices"
	"sync"
	"sync/atomic"
)

// maxShared keeps one number for all. Looking at it and changing it are two steps,
// between which another goroutine may have found a larger one; with one processor and
// work this short that hardly ever happens.
func maxShared(items []int) int {
	var largest atomic.Int64
	largest.Store(math.MinInt64)
	var wg sync.WaitGroup
	for part := range slices.Chunk(items, perWorker(len(items))) {
		wg.Go(func() {
			if m := int64(slices.Max(part)); m > largest.Load() {
				largest.Store(m)
			}
		})
	}
	wg.Wait()
	return int(largest.Load())
}
