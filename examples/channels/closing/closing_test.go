package closing

import (
	"slices"
	"sync"
	"testing"
)

// stream is what Stream and its wrong versions have in common.
type stream interface {
	Send(int) bool
	Close()
	C() <-chan int
}

// closedByTwo has two who may close.
func closedByTwo(t *testing.T, s stream) {
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(s.Close)
	}
	wg.Wait()
	if v, ok := <-s.C(); v != 0 || ok {
		t.Errorf("received %d, %v from a closed stream", v, ok)
	}
}

// closedWhileSending closes while others send. What they were told is sent is received,
// and nothing else.
func closedWhileSending(t *testing.T, s stream) {
	var wg sync.WaitGroup
	sent := make([]bool, 2)
	for i := range sent {
		wg.Go(func() { sent[i] = s.Send(i) })
	}
	wg.Go(s.Close)
	received := make([]bool, 2)
	for v := range s.C() {
		received[v] = true
	}
	wg.Wait()
	if !slices.Equal(sent, received) {
		t.Errorf("sent %v, received %v", sent, received)
	}
}

func TestClosedByTwo(t *testing.T) { closedByTwo(t, New[int](1)) }

func TestClosedWhileSending(t *testing.T) {
	closedWhileSending(t, New[int](0))
	closedWhileSending(t, New[int](1))
}

// What is in the buffer comes first, then zeros and false, as often as one asks.
func TestDrained(t *testing.T) {
	s := New[int](3)
	for i := range 3 {
		s.Send(i + 1)
	}
	s.Close()
	for want := 1; want <= 3; want++ {
		if v, ok := <-s.C(); v != want || !ok {
			t.Errorf("received %d, %v, want %d, true", v, ok, want)
		}
	}
	for range 2 {
		if v, ok := <-s.C(); v != 0 || ok {
			t.Errorf("received %d, %v, want 0, false", v, ok)
		}
	}
	if s.Send(4) {
		t.Error("sent on a closed stream")
	}
}
