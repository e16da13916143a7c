//go:build chaosrun

package loopcapture

import "sync"

// mapOneVariable has a variable that is older than the loop. The new rule is for
// variables that the loop itself declares: this one is shared as ever.
func mapOneVariable(items []int, f func(int) int) []int {
	out := make([]int, len(items))
	var wg sync.WaitGroup
	var item int
	for i := range items {
		item = items[i]
		wg.Go(func() { out[i] = f(item) })
	}
	wg.Wait()
	return out
}
