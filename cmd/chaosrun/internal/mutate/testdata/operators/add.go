package operators

import "sync"

func inGoroutine(f func()) {
	var wg sync.WaitGroup
	for range 3 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			f()
		}()
	}
	wg.Wait()
}

func afterGo(work func(*sync.WaitGroup)) {
	var wg sync.WaitGroup
	wg.Add(1)
	go work(&wg)
	wg.Wait()
}

func afterLoop(work func(*sync.WaitGroup)) {
	var wg sync.WaitGroup
	wg.Add(3)
	for range 3 {
		go work(&wg)
	}
	wg.Wait()
}
