//go:build go1.21 && chaosrun

package loopcapture

import "sync"

// This file is Go 1.21, as its build line says, and a loop has one i for all its turns.

// mapOldLoop is Map as it was written then.
func mapOldLoop(items []int, f func(int) int) []int {
	out := make([]int, len(items))
	var wg sync.WaitGroup
	for i := range items {
		wg.Add(1)
		work := func() {
			defer wg.Done()
			out[i] = f(items[i])
		}
		go work() // by its name, vet does not see it
	}
	wg.Wait()
	return out
}
