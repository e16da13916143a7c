package convul

import (
	"sync"
	"sync/atomic"
	"testing"
)

// TestCVE2016_1972 is a use after free in Firefox, in libvpx's once. The bug: the lock is freed by
// the last one who waits, and another may have found the work not done, and not yet have
// counted itself.
func TestCVE2016_1972(t *testing.T) {
	type section struct {
		memory
		mu sync.Mutex
	}
	var lock atomic.Pointer[section]
	var waiters atomic.Int32
	var done atomic.Bool
	lock.Store(&section{})
	once := func() {
		if done.Load() {
			return
		}
		waiters.Add(1)
		l := lock.Load()
		if l == nil {
			t.Error("the lock is gone")
			return
		}
		l.use(t)
		l.mu.Lock()
		if !done.Load() {
			done.Store(true)
		}
		l.mu.Unlock()
		if waiters.Add(-1) == 0 {
			if l := lock.Load(); l != nil {
				l.free(t)
			}
			lock.Store(nil)
		}
	}
	var wg sync.WaitGroup
	wg.Go(once)
	wg.Go(once)
	wg.Wait()
}

// TestCVE2016_1973 is a use after free in Firefox, in WebRTC's GetStaticInstance. The bug: who finds
// that there is no instance makes one, counts itself, and drops its own if it was not the
// first; the one that is there then may be destroyed by its user, or not be there yet.
func TestCVE2016_1973(t *testing.T) {
	var count atomic.Int32
	var instance atomic.Pointer[memory]
	get := func() *memory {
		if count.Load() != 0 {
			if count.Add(1) != 1 {
				return instance.Load()
			}
			count.Add(-1)
		}
		made := &memory{}
		if count.Add(1) == 1 {
			instance.Store(made)
		} else {
			count.Add(-1)
			made.free(t)
		}
		return instance.Load()
	}
	release := func() {
		if count.Add(-1) == 0 {
			if old := instance.Swap(nil); old != nil {
				old.free(t)
			}
		}
	}
	use := func(m *memory) {
		if m == nil {
			t.Error("there is no instance")
			return
		}
		m.use(t)
	}
	var wg sync.WaitGroup
	wg.Go(func() {
		use(get())
		release()
	})
	wg.Go(func() { use(get()) })
	wg.Wait()
}
