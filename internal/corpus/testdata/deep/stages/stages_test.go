// Package stages has bugs that show only after several unlikely things have happened one
// after the other.
package stages

import (
	"sync"
	"sync/atomic"
	"testing"
)

// TestLostUpdates: three goroutines count, and all but one update is lost, five times in a
// row.
func TestLostUpdates(t *testing.T) {
	for range 5 {
		var n atomic.Int64
		var wg sync.WaitGroup
		for range 3 {
			wg.Go(func() { n.Store(n.Load() + 1) })
		}
		wg.Wait()
		if n.Load() != 1 {
			return
		}
	}
	t.Fatal("two of three updates were lost, five times")
}

// TestBreaker: a circuit breaker opens after six failures with no success between them; when
// it then lets a probe through, two get through.
func TestBreaker(t *testing.T) {
	var failures, open, probing atomic.Int32
	var load atomic.Int32
	call := func() bool { // fails when two are in it
		n := load.Add(1)
		ok := n < 3
		load.Add(-1)
		return ok
	}
	probes := make(chan bool, 16)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 4 {
				if open.Load() == 1 {
					if probing.Load() == 0 {
						probing.Store(1)
						probes <- true
					}
					return
				}
				if call() {
					failures.Store(0)
				} else if failures.Add(1) == 6 {
					open.Store(1)
				}
			}
		})
	}
	wg.Wait()
	if len(probes) > 1 {
		t.Fatalf("%d probes at once", len(probes))
	}
}

// TestLadder: two goroutines climb, each step only if the other has just made its own.
func TestLadder(t *testing.T) {
	var a, b atomic.Int32
	var wg sync.WaitGroup
	const top = 8
	wg.Go(func() {
		for range 3 * top {
			if v := b.Load(); v == a.Load() && v < top {
				a.Store(v + 1)
			} else {
				a.Store(0)
			}
		}
	})
	wg.Go(func() {
		for range 3 * top {
			if v := a.Load(); v == b.Load()+1 {
				b.Store(v)
			} else {
				b.Store(0)
			}
		}
	})
	wg.Wait()
	if a.Load() >= top/2 {
		t.Fatal("the top is reached")
	}
}

// TestHandshake: a client makes three steps, each after a tick of somebody else. Whoever ticks
// resets the handshake, unless it has looked before the first step.
func TestHandshake(t *testing.T) {
	var step, ticks atomic.Int32
	var wg sync.WaitGroup
	wg.Go(func() {
		seen := int32(0)
		for i := int32(0); i < 3; i++ {
			for range 4 {
				if ticks.Load() > seen {
					break
				}
			}
			if ticks.Load() != seen+1 || step.Load() != i {
				return
			}
			seen++
			step.Add(1)
		}
	})
	for range 4 {
		wg.Go(func() {
			begun := step.Load() > 0
			ticks.Add(1)
			if begun {
				step.Store(0)
			}
		})
	}
	wg.Wait()
	if step.Load() == 3 {
		t.Fatal("nobody reset the handshake")
	}
}
