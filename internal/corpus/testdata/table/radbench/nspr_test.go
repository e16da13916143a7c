// Package radbench has the kernels of RADBench's bugs 4 to 6 (Jalbert et al., HotPar 2011), which
// are bugs of NSPR, Mozilla's portable runtime. The literature runs the library itself; these are
// the functions with the bug, and nothing around them.
package radbench

import (
	"sync"
	"sync/atomic"
	"testing"
)

// ownedLock is a lock that knows who holds it.
type ownedLock struct {
	mu    sync.Mutex
	owner atomic.Int32
}

// localTime lets two goroutines convert a time with a function that is not safe for
// concurrent use, under a lock that the first call makes. The bug: each may make one. The
// correct version makes it once.
func localTime(correct bool) {
	var (
		monitor atomic.Pointer[ownedLock]
		once    sync.Once
		buffer  atomic.Int32 // in which the unsafe function leaves its result
		wg      sync.WaitGroup
	)
	create := func() { monitor.Store(&ownedLock{}) }
	for id := int32(1); id <= 2; id++ {
		wg.Go(func() {
			if correct {
				once.Do(create)
			} else if monitor.Load() == nil {
				create()
			}
			l := monitor.Load()
			l.mu.Lock()
			l.owner.Store(id)
			buffer.Store(id)
			buffer.Load()
			l = monitor.Load()
			if l.owner.Load() != id {
				panic("the lock is released by a goroutine that does not hold it")
			}
			l.owner.Store(0)
			l.mu.Unlock()
		})
	}
	wg.Wait()
}

// TestBug4 is RADBench/bug4: Mozilla's bug 354593, in MT_safe_localtime.
func TestBug4(*testing.T) { localTime(false) }

// TestCorrectBug4 is correct.
func TestCorrectBug4(*testing.T) { localTime(true) }

// TestBug5 is RADBench/bug5: Mozilla's bug 165586, in PR_WaitCondVar and PR_Interrupt. The bug:
// whoever interrupts another does not hold the lock, and wakes it after it has looked whether it
// is interrupted and before it waits.
func TestBug5(*testing.T) {
	var (
		mu          sync.Mutex
		changed     = sync.NewCond(&mu)
		interrupted atomic.Bool
		waiting     atomic.Pointer[sync.Cond]
		wg          sync.WaitGroup
	)
	wg.Go(func() {
		mu.Lock()
		defer mu.Unlock()
		if interrupted.Load() {
			return
		}
		waiting.Store(changed)
		changed.Wait()
		waiting.Store(nil)
	})
	wg.Go(func() {
		interrupted.Store(true)
		if cond := waiting.Load(); cond != nil {
			cond.Broadcast()
		}
	})
	wg.Wait()
}

// TestBug6 is RADBench/bug6: Mozilla's bug 526805, in PR_RWLock_Rlock. The bug: a goroutine takes
// a read lock again while a writer waits, and the lock prefers writers.
func TestBug6(*testing.T) {
	var mu sync.RWMutex
	var wg sync.WaitGroup
	wg.Go(func() {
		mu.RLock()
		mu.RLock()
		mu.RUnlock()
		mu.RUnlock()
	})
	wg.Go(func() {
		mu.Lock()
		mu.Unlock()
	})
	wg.Wait()
}
