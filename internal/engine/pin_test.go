package engine

import (
	"slices"
	"testing"
)

// TestPin: a pinned run has the numbers of the run with that seed, and the schedule of its own.
func TestPin(t *testing.T) {
	e := newEngine()
	numbers := func(seed, pinned uint64) (ns [4]uint64, order []int32) {
		e.Begin(NewStrategy("random", 256), seed, 0, nil)
		if pinned != 0 {
			e.Pin(pinned)
		}
		for i := range ns {
			ns[i] = e.Random()
		}
		for range 8 {
			e.Spawn()
		}
		for range 8 {
			order = append(order, e.Next())
			e.Exit()
		}
		return ns, order
	}
	of7, order7 := numbers(7, 0)
	of8, order8 := numbers(8, 0)
	pinned, order := numbers(7, 8)
	if of7 == of8 || slices.Equal(order7, order8) {
		t.Fatal("two seeds, one run: the test shows nothing")
	}
	if pinned != of8 {
		t.Errorf("the numbers are %v, want those of the other seed, %v", pinned, of8)
	}
	if !slices.Equal(order, order7) {
		t.Errorf("the schedule is %v, want that of its own seed, %v", order, order7)
	}
}
