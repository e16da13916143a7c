package go121

import "sync"

// MapLoop is Map as it was long written. This text is in two modules: in one that says
// go 1.22 or later each goroutine has an i of its own; in one that says go 1.21 they share
// one.
func MapLoop[A, B any](items []A, f func(A) B) []B {
	out := make([]B, len(items))
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
