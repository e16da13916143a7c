// Package endless has tests of which each schedule leaves out half of what is left to explore, and one after the
// eightieth fails.
package endless

import "testing"

func TestSelects(t *testing.T) {
	closed := make(chan int)
	close(closed)
	out := make(chan int, 1)
	for n := 0; ; n++ {
		select {
		case out <- n:
		case <-closed:
			continue
		}
		if n > 80 {
			t.Error(n)
		}
		return
	}
}
