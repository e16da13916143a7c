package sendreceive

import "testing"

// exchange is what Exchange and its wrong versions have in common.
type exchange func(out chan<- int, in <-chan int, mine int) (theirs int, ok bool)

// swapped has two goroutines swap values. One of the values is 0, which is also what
// a closed channel gives: ok tells them apart.
func swapped(t *testing.T, exchange exchange) {
	a, b := make(chan int), make(chan int)
	done := make(chan struct{})
	go func() {
		defer close(done)
		if v, ok := exchange(b, a, 42); v != 0 || !ok {
			t.Errorf("the one got %d, %v, want 0, true", v, ok)
		}
	}()
	if v, ok := exchange(a, b, 0); v != 42 || !ok {
		t.Errorf("the other got %d, %v, want 42, true", v, ok)
	}
	<-done
}

// otherGone has another side that closes its channel, at some time, and goes.
func otherGone(t *testing.T, exchange exchange) {
	a, b := make(chan int), make(chan int)
	go close(b)
	if v, ok := exchange(a, b, 42); v != 0 || ok {
		t.Errorf("got %d, %v from nobody", v, ok)
	}
}

func TestSwapped(t *testing.T) { swapped(t, Exchange[int]) }

func TestOtherGone(t *testing.T) { otherGone(t, Exchange[int]) }
