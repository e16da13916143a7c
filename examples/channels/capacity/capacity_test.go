package capacity

import (
	"sync"
	"sync/atomic"
	"testing"
)

type (
	trySend    func(ch chan int, v int) bool
	tryReceive func(ch chan int) (int, bool)
)

// roomForOne lets two senders at a channel with one place, and nobody receives.
func roomForOne(t *testing.T, try trySend) {
	ch := make(chan int, 1)
	var sent atomic.Int32
	var wg sync.WaitGroup
	for i := range 2 {
		wg.Go(func() {
			if try(ch, i) {
				sent.Add(1)
			}
		})
	}
	if n := len(ch); n < 0 || n > cap(ch) {
		t.Errorf("%d values in %d places", n, cap(ch))
	}
	wg.Wait()
	if sent.Load() != 1 || len(ch) != 1 {
		t.Errorf("%d were sent, and %d are there, want 1 and 1", sent.Load(), len(ch))
	}
}

// oneForTwo lets two receivers at one value, and nobody sends another.
func oneForTwo(t *testing.T, try tryReceive) {
	ch := make(chan int, 2)
	ch <- 42
	var received atomic.Int32
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			if v, ok := try(ch); ok {
				received.Add(1)
				if v != 42 {
					t.Errorf("received %d, want 42", v)
				}
			}
		})
	}
	wg.Wait()
	if received.Load() != 1 {
		t.Errorf("one value was received %d times", received.Load())
	}
}

func TestRoomForOne(t *testing.T) { roomForOne(t, TrySend[int]) }

func TestOneForTwo(t *testing.T) { oneForTwo(t, TryReceive[int]) }

func TestNoBuffer(t *testing.T) {
	ch := make(chan int)
	if TrySend(ch, 1) || len(ch) != 0 || cap(ch) != 0 {
		t.Errorf("sent to nobody, %d of %d places", len(ch), cap(ch))
	}
}
