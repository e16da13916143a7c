// Package whole has tests that no schedule fails, and whose search says so.
package whole

import (
	"math/rand/v2"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
)

func TestCounter(t *testing.T) {
	var n atomic.Int32
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() { n.Add(1) })
	}
	if wg.Wait(); n.Load() != 3 {
		t.Error(n.Load())
	}
}

func TestAllAreGone(t *testing.T) {
	n := runtime.NumGoroutine()
	done := make(chan bool)
	go func() { close(done) }()
	<-done
	if m := runtime.NumGoroutine(); m != n && m != n+1 {
		t.Error(m, n)
	}
}

// Both draw, whoever is first.
func TestDraws(t *testing.T) {
	var sum atomic.Int64
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() { sum.Add(int64(rand.IntN(10))) })
	}
	if wg.Wait(); sum.Load() > 18 {
		t.Error(sum.Load())
	}
}

func TestReaderAndWriter(t *testing.T) {
	var rw sync.RWMutex
	x := 0
	var wg sync.WaitGroup
	wg.Go(func() { rw.Lock(); x = 1; rw.Unlock() })
	wg.Go(func() {
		rw.RLock()
		defer rw.RUnlock()
		if x > 1 {
			t.Error(x)
		}
	})
	wg.Wait()
}

// Each looks through a map of its own: the other does not change the order.
func TestMaps(t *testing.T) {
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			m := map[*int]bool{}
			for range 20 {
				m[new(int)] = true
			}
			n := 0
			for range m {
				n++
			}
			if n != 20 {
				t.Error(n)
			}
		})
	}
	wg.Wait()
}

// A Put may have to make room for its goroutine's processor first, which nobody can see.
func TestPools(t *testing.T) {
	var pool sync.Pool
	var wg sync.WaitGroup
	for i := range 2 {
		wg.Go(func() {
			pool.Put(i)
			pool.Put(i)
		})
	}
	pool.Put(2)
	wg.Wait()
}

// Which is the first key depends on the hash seed of the run.
func TestRangeOfSyncMap(t *testing.T) {
	var m sync.Map
	var wg sync.WaitGroup
	for i := range 2 {
		wg.Go(func() { m.Store(i, i) })
	}
	m.Range(func(k, v any) bool {
		if k != v {
			t.Error(k, v)
		}
		return true
	})
	wg.Wait()
}
