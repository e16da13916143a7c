package endings

import (
	"testing"
	"time"
)

// What the test has left works on for a while, and waits, and ends: that is no leak.
func TestWorksOnAfterTheEnd(t *testing.T) {
	c := make(chan int)
	go func() {
		for i := range 100_000 {
			c <- i
		}
		close(c)
	}()
	go func() {
		for range c {
		}
		time.Sleep(time.Minute)
	}()
}
