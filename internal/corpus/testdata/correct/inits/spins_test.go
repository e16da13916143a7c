package inits

import (
	"runtime"
	"sync/atomic"
	"testing"
	"time"
)

// A goroutine of init ends loops that wait, also those of goroutines that a test leaves behind.

var ticked atomic.Bool

func init() {
	go func() {
		for range time.Tick(20 * time.Millisecond) {
			ticked.Store(true)
		}
	}()
}

func spin() {
	for !ticked.Load() {
		runtime.Gosched()
	}
}

func TestSpinsUntilTick(t *testing.T) {
	ticked.Store(false)
	done := make(chan bool)
	go func() {
		spin()
		close(done)
	}()
	<-done
}

func TestLeavesSpinUntilTick(t *testing.T) {
	ticked.Store(false)
	go spin()
}
