// Package livelocks holds programs that never end although every goroutine gets its
// turn.
package livelocks

import (
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// Each announces that it wants to enter and waits until the other does not.
//
//chaosrun:expect livelock
func TestAfterYou(t *testing.T) {
	var want [2]atomic.Bool
	var wg sync.WaitGroup
	for i := range 2 {
		wg.Go(func() {
			want[i].Store(true)
			for want[1-i].Load() {
				runtime.Gosched()
			}
			want[i].Store(false)
		})
	}
	wg.Wait()
}

// The old value is read once, before the loop: after another one's update the swap
// fails for ever.
//
//chaosrun:expect livelock
func TestStaleCompareAndSwap(t *testing.T) {
	var n atomic.Int64
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			old := n.Load()
			for !n.CompareAndSwap(old, old+1) {
			}
		})
	}
	wg.Wait()
}

// A spin lock is kept when the work turns out to be done already.
//
//chaosrun:expect livelock
func TestSpinLockKept(t *testing.T) {
	var lock, done atomic.Bool
	work := func() {
		for !lock.CompareAndSwap(false, true) {
			runtime.Gosched()
		}
		if done.Load() {
			return
		}
		done.Store(true)
		lock.Store(false)
	}
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(work)
	}
	wg.Wait()
}

// A customer who is served elsewhere drops his ticket, and its number is never called.
//
//chaosrun:expect livelock
func TestTicketDropped(t *testing.T) {
	var next, serving atomic.Int32
	var sold atomic.Bool
	buy := func() {
		ticket := next.Add(1) - 1
		if sold.Load() {
			return
		}
		for serving.Load() != ticket {
			runtime.Gosched()
		}
		sold.Store(true)
		serving.Add(1)
	}
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(buy)
	}
	wg.Wait()
}

// The two counters of a spin barrier are updated with Load and Store; if one arrival
// is lost, everybody waits for it.
//
//chaosrun:expect livelock
func TestSpinBarrier(t *testing.T) {
	var arrived atomic.Int32
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			arrived.Store(arrived.Load() + 1)
			for arrived.Load() < 2 {
				runtime.Gosched()
			}
		})
	}
	wg.Wait()
}

// A task whose dependency is not done goes back into the queue; the dependency was
// turned away because the queue was not empty.
//
//chaosrun:expect livelock
func TestTaskRequeuedForEver(t *testing.T) {
	queue := make(chan string, 2)
	go func() {
		if len(queue) == 0 {
			queue <- "store"
		}
	}()
	go func() { queue <- "report" }()
	for task := range queue {
		if task == "store" {
			return
		}
		queue <- task // not yet
	}
}

// A poller asks every second for an answer that came, and was overwritten, before it
// asked for the first time.
//
//chaosrun:expect livelock
func TestPollsForLostState(t *testing.T) {
	const starting, ready, busy = 0, 1, 2
	var state atomic.Int32
	go func() {
		state.Store(ready)
		state.Store(busy)
	}()
	for state.Load() != ready {
		if state.Load() == starting {
			runtime.Gosched()
			continue
		}
		time.Sleep(time.Second)
	}
}

// TryLock in a loop, around a call that takes the same lock on its slow path.
//
//chaosrun:expect livelock
func TestTryLockOfOwnLock(t *testing.T) {
	var mu sync.Mutex
	var cached atomic.Bool
	lock := func() {
		for !mu.TryLock() {
			runtime.Gosched()
		}
	}
	load := func() {
		lock()
		cached.Store(true)
		mu.Unlock()
	}
	go load()
	lock()
	if !cached.Load() {
		load()
	}
	mu.Unlock()
}

// Two nodes elect a leader: each votes for the other if it has seen the other's vote
// first, and asks again until the votes agree.
//
//chaosrun:expect livelock
func TestElectionWithoutTieBreak(t *testing.T) {
	var vote [2]atomic.Int32
	var wg sync.WaitGroup
	for i := range 2 {
		wg.Go(func() {
			mine := int32(i + 1)
			if other := vote[1-i].Load(); other != 0 {
				mine = other
			}
			vote[i].Store(mine)
			for vote[1-i].Load() != mine {
				runtime.Gosched()
			}
		})
	}
	wg.Wait()
}

// The stop flag is reset by a restart that comes late, and the loop, which selects
// with a default, spins on.
//
//chaosrun:expect livelock
func TestLateRestart(t *testing.T) {
	var stop atomic.Bool
	events := make(chan int)
	go stop.Store(false) // restart
	go stop.Store(true)  // stop
	for !stop.Load() {
		select {
		case <-events:
		default:
			runtime.Gosched()
		}
	}
}

// Nobody closes done, which is seen in no stack.
//
//chaosrun:expect livelock
func TestTicksForEver(t *testing.T) {
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	done := make(chan bool)
	for {
		select {
		case <-tick.C:
		case <-done:
			return
		}
	}
}

// A goroutine of its own tries again and again, at ever the same distance.
//
//chaosrun:expect livelock
func TestTriesWithoutEnd(t *testing.T) {
	var ready, gaveUp atomic.Bool
	go func() {
		for !ready.Load() {
			time.Sleep(time.Second)
		}
		gaveUp.Store(true)
	}()
	for !gaveUp.Load() {
		time.Sleep(time.Minute)
	}
}
