package loopcapture

import "sync"

// Map returns f of every item, each found by a goroutine of its own, in the order of the
// items. Each goroutine has an i of its own: since Go 1.22, a loop makes a new one for
// each turn.
func Map[A, B any](items []A, f func(A) B) []B {
	out := make([]B, len(items))
	var wg sync.WaitGroup
	for i := range items {
		wg.Go(func() { out[i] = f(items[i]) })
	}
	wg.Wait()
	return out
}

// MapParameter does the same in every version of Go: what the goroutine needs is handed
// to it, and evaluated at the go statement.
func MapParameter[A, B any](items []A, f func(A) B) []B {
	out := make([]B, len(items))
	var wg sync.WaitGroup
	wg.Add(len(items))
	for i, item := range items {
		go func(place *B, item A) {
			defer wg.Done()
			*place = f(item)
		}(&out[i], item)
	}
	wg.Wait()
	return out
}
