package leak

import (
	"sync/atomic"
	"testing"
	"time"
)

// A monitor ranges over its ticker's channel, which Stop does not close.
//
//chaosrun:expect leak
func TestTickerChannelNeverCloses(t *testing.T) {
	ticker := time.NewTicker(time.Minute)
	var beats atomic.Int32
	go func() {
		for range ticker.C {
			beats.Add(1)
		}
	}()
	time.Sleep(3 * time.Minute)
	ticker.Stop()
}

// The refiller of a bursty rate limiter ticks forever.
//
//chaosrun:expect leak
func TestRefillerTicksForEver(t *testing.T) {
	tokens := make(chan time.Time, 3)
	go func() {
		for now := range time.Tick(200 * time.Millisecond) {
			select {
			case tokens <- now:
			default:
			}
		}
	}()
	for range 5 {
		<-tokens
	}
}

// A retry loop looks at its flag between two attempts only, and the flag is reset by
// whoever starts last.
//
//chaosrun:expect leak
func TestRetryLoopRestarted(t *testing.T) {
	var stopped atomic.Bool
	go func() {
		stopped.Store(false) // start
		for !stopped.Load() {
			time.Sleep(time.Second)
		}
	}()
	stopped.Store(true)
}

// The watchdog is told of each beat; it goes on after the last one because nobody
// tells it that it is over.
//
//chaosrun:expect leak
func TestWatchdogOutlivesWork(t *testing.T) {
	beat := make(chan bool, 1)
	go func() {
		for {
			select {
			case <-beat:
			case <-time.After(time.Second):
			}
		}
	}()
	beat <- true
	beat <- true
}

// Stop tells the loop through a channel of capacity 0 without blocking, so that a loop
// that is busy does not hear it.
//
//chaosrun:expect leak
func TestStopNotHeard(t *testing.T) {
	stop := make(chan bool)
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	go func() {
		for {
			select {
			case <-ticker.C:
			case <-stop:
				return
			}
		}
	}()
	time.Sleep(time.Second)
	select {
	case stop <- true:
	default:
	}
}
