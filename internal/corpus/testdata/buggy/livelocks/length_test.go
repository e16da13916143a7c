package livelocks

import "testing"

// What it waits to see in the buffer, another goroutine may have taken.
//
//chaosrun:expect livelock
func TestPollsForLength(t *testing.T) {
	ch := make(chan int, 2)
	go func() {
		select {
		case <-ch:
		default:
		}
	}()
	for i := range 2 {
		go func() { ch <- i }()
	}
	for len(ch) < 2 {
	}
}
