// Package assumed has tests that fail under no schedule of a search, but may fail for what the search
// takes for granted: none is called complete.
package assumed

import (
	"runtime"
	"sync/atomic"
	"testing"
	"time"
)

// A timer against steps: a goroutine may be held up past it.
func TestTimerInBetween(t *testing.T) {
	var x, y atomic.Int32
	tm := time.AfterFunc(time.Millisecond, func() { x.Store(1) })
	y.Store(1)
	y.Store(2)
	if x.Load() == 1 {
		t.Error("late")
	}
	tm.Stop()
}

func TestDeadline(t *testing.T) {
	start := time.Now()
	go func() {}()
	if time.Since(start) > time.Second {
		t.Error("late")
	}
}

// The longer of two timers may be set long before the shorter one.
func TestShorterIsFirst(t *testing.T) {
	var first atomic.Int32
	done := make(chan bool, 2)
	go func() {
		time.Sleep(time.Millisecond + time.Microsecond)
		first.CompareAndSwap(0, 2)
		done <- true
	}()
	go func() {
		var x atomic.Int32
		for range 100 {
			x.Add(1)
		}
		time.Sleep(time.Millisecond)
		first.CompareAndSwap(0, 1)
		done <- true
	}()
	<-done
	<-done
}

func TestSpins(t *testing.T) {
	var ready atomic.Bool
	go func() { ready.Store(true) }()
	for !ready.Load() {
		runtime.Gosched()
	}
}
