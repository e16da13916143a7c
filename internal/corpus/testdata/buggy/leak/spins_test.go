package leak

import (
	"runtime"
	"sync/atomic"
	"testing"
)

// Nobody stops the goroutine that polls: the test returns and it spins for ever.
//
//chaosrun:expect leak
func TestPollerIsNotStopped(t *testing.T) {
	var stopped atomic.Bool
	go func() {
		for !stopped.Load() {
			runtime.Gosched()
		}
	}()
}

// If the test gives up first, nobody is left who could set the flag that the second goroutine waits for.
//
//chaosrun:expect leak
func TestPollerOfOneWhoGaveUp(t *testing.T) {
	var ready, stopped atomic.Bool
	go func() {
		if !stopped.Load() {
			ready.Store(true)
		}
	}()
	go func() {
		for !ready.Load() {
			runtime.Gosched()
		}
	}()
	runtime.Gosched()
	stopped.Store(true)
}
