package basics

import "sync"

// Start starts each function in a goroutine of its own and returns at once. The returned
// wait returns when all of them have returned. It may be called any number of times.
func Start(fs ...func()) (wait func()) {
	var wg sync.WaitGroup
	for _, f := range fs {
		wg.Go(f)
	}
	return wg.Wait
}
