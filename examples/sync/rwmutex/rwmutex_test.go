package rwmutex

import (
	"sync"
	"sync/atomic"
	"testing"
)

// cache is what Cache and its wrong versions have in common.
type cache interface {
	Get(key string) (int, bool)
	Set(key string, v int)
	GetOrMake(key string, build func() int) int
	Both(a, b string) (int, int)
}

// register lets one goroutine write 1 to 3, and others read. A reader never sees an
// older value than it has seen before, nor one that was overwritten before it began.
func register(t *testing.T, c cache) {
	var begun, written atomic.Int64
	var wg sync.WaitGroup
	wg.Go(func() {
		for v := 1; v <= 3; v++ {
			begun.Store(int64(v))
			c.Set("a", v)
			written.Store(int64(v))
		}
	})
	for range 2 {
		wg.Go(func() {
			last := 0
			for range 3 {
				least := int(written.Load())
				v, ok := c.Get("a")
				if most := int(begun.Load()); v < least || v > most || v < last || ok != (v > 0) {
					t.Errorf("read %d, %v; %d was written, %d begun, and %d read before", v, ok, least, most, last)
				}
				last = v
			}
		})
	}
	wg.Wait()
}

// makeOnce has several goroutines miss the same key.
func makeOnce(t *testing.T, c cache) {
	var made atomic.Int32
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			if v := c.GetOrMake("a", func() int { return int(made.Add(1)) }); v != 1 {
				t.Errorf("got %d, want 1", v)
			}
		})
	}
	wg.Wait()
}

// together has two values that are always written in the same order, so that nobody may
// see the second without the first.
func together(t *testing.T, c cache) {
	var wg sync.WaitGroup
	wg.Go(func() {
		for v := 1; v <= 2; v++ {
			c.Set("a", v)
			c.Set("b", v)
		}
	})
	wg.Go(func() {
		for range 2 {
			if a, b := c.Both("a", "b"); a < b {
				t.Errorf("read %d and %d", a, b)
			}
		}
	})
	wg.Wait()
}

func ours() cache { return New[string, int]() }

func TestRegister(t *testing.T) { register(t, ours()) }

func TestMakeOnce(t *testing.T) { makeOnce(t, ours()) }

func TestTogether(t *testing.T) { together(t, ours()) }

// Two readers that meet: each waits for the other while it holds the lock.
func TestReadersOverlap(t *testing.T) {
	var mu sync.RWMutex
	a, b := make(chan struct{}), make(chan struct{})
	read := func(mine, other chan struct{}) {
		mu.RLock()
		defer mu.RUnlock()
		close(mine)
		<-other
	}
	go read(a, b)
	read(b, a)
}
