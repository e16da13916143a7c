// Package holdups has correct programs that a pause of a goroutine does not break, but that a machine
// which does nothing but pause them would.
package holdups

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// The work takes 200 milliseconds of sleep, and to stop it takes a few milliseconds of steps: the
// stop comes too late only if the first goroutine is held up again and again.
func TestStopsLongWork(t *testing.T) {
	const pieces = 400
	var stop atomic.Bool
	var done atomic.Int32
	var wg sync.WaitGroup
	wg.Go(func() {
		for done.Load() < pieces && !stop.Load() {
			time.Sleep(500 * time.Microsecond)
			done.Add(1)
		}
	})
	var mu sync.Mutex
	for range 10_000 {
		mu.Lock()
		mu.Unlock()
	}
	stop.Store(true)
	wg.Wait()
	if done.Load() == pieces {
		t.Error("not stopped")
	}
}
