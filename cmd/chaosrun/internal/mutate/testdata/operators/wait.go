package operators

import "sync"

func wait(wg *sync.WaitGroup, done chan int) {
	go func() { wg.Wait(); close(done) }()
	wg.Wait()
}
