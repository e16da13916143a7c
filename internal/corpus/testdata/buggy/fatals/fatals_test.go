// Package fatals holds programs that end in a fatal error of the runtime, which no
// recover stops.
package fatals

import (
	"runtime/debug"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

type cache struct {
	mu   sync.Mutex
	hits int
	full atomic.Bool
}

func (c *cache) add() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.hits++
	if c.full.Load() {
		c.mu.Unlock() // do not hold it while we evict
		c.hits = 0
	}
}

// A lock is given back early and again by defer, on a path that is taken only when the
// cache is full.
//
//chaosrun:expect fatal
func TestUnlockedTwice(t *testing.T) {
	c := new(cache)
	go c.full.Store(true)
	c.add()
}

// The result of TryLock is not looked at: whoever did not get the lock unlocks that of
// the other.
//
//chaosrun:expect fatal
func TestTryLockIgnored(t *testing.T) {
	var mu sync.Mutex
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			mu.TryLock()
			defer mu.Unlock()
		})
	}
	wg.Wait()
}

// The result of TryRLock is not looked at; it fails only while the writer is inside.
//
//chaosrun:expect fatal
func TestTryRLockIgnored(t *testing.T) {
	var rw sync.RWMutex
	go func() {
		rw.Lock()
		rw.Unlock()
	}()
	rw.TryRLock()
	rw.RUnlock()
}

// The slow path takes the write lock, and the deferred Unlock is that of the fast one.
//
//chaosrun:expect fatal
func TestUnlockOfReadLock(t *testing.T) {
	var rw sync.RWMutex
	var warm atomic.Bool
	go func() {
		rw.Lock()
		warm.Store(true)
		rw.Unlock()
	}()
	if warm.Load() {
		rw.RLock()
	} else {
		rw.Lock()
	}
	defer rw.Unlock()
}

// A lease on a lock runs out at the moment at which its holder gives it back.
//
//chaosrun:expect fatal
func TestLeaseRunsOut(t *testing.T) {
	var mu sync.Mutex
	var released atomic.Bool
	release := func() {
		if !released.Load() {
			released.Store(true)
			mu.Unlock()
		}
	}
	mu.Lock()
	time.AfterFunc(time.Second, release)
	time.Sleep(time.Second)
	release()
}

// Cancelling and finishing both hand the lock back, and a select that both can win
// decides who does.
//
//chaosrun:expect fatal
func TestCancelAndFinishUnlock(t *testing.T) {
	var mu sync.Mutex
	finished := make(chan bool, 1)
	mu.Lock()
	var wg sync.WaitGroup
	wg.Go(func() { // cancel
		select {
		case <-finished:
		default:
			mu.Unlock()
		}
	})
	wg.Go(func() { // finish
		mu.Unlock()
		finished <- true
	})
	wg.Wait()
}

// A retry calls itself until its turn comes; of two callers that take the same ticket
// the second one's turn is over when the first has been served.
//
//chaosrun:expect fatal
func TestRecursiveRetry(t *testing.T) {
	defer debug.SetMaxStack(debug.SetMaxStack(1 << 18))
	var next, serving atomic.Int32
	var enter func(ticket int32)
	enter = func(ticket int32) {
		if serving.Load() != ticket {
			enter(ticket)
			return
		}
		serving.Add(1)
	}
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			n := next.Load()
			next.Store(n + 1)
			enter(n)
		})
	}
	wg.Wait()
}

type queue struct {
	mu    sync.RWMutex
	items []int
}

// all calls yield for each item, under the read lock, and drops the lock when the
// caller stops early; the deferred RUnlock does so again.
func (q *queue) all(yield func(int) bool) {
	q.mu.RLock()
	defer q.mu.RUnlock()
	for _, v := range q.items {
		if !yield(v) {
			q.mu.RUnlock()
			return
		}
	}
}

// A consumer that stops early makes the iterator unlock twice.
//
//chaosrun:expect fatal
func TestIteratorUnlocksTwice(t *testing.T) {
	q := &queue{items: []int{1, 2, 3}}
	var stop atomic.Bool
	go stop.Store(true)
	for range q.all {
		if stop.Load() {
			break
		}
	}
}
