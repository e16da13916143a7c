// Package syncs has correct programs that use sync, sync/atomic and golang.org/x/sync.
package syncs

import (
	"context"
	"errors"
	"os"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"testing"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"
	"golang.org/x/sync/singleflight"
)

func TestLocks(t *testing.T) {
	var mu sync.Mutex
	var rw sync.RWMutex
	var wg sync.WaitGroup
	n, m, tried := 0, 0, 0
	for range 4 {
		wg.Go(func() {
			mu.Lock()
			n++
			mu.Unlock()
			rw.Lock()
			m += 2
			rw.Unlock()
			rw.RLock()
			if m%2 != 0 || m < 2 {
				t.Errorf("m = %d under the read lock", m)
			}
			rw.RUnlock()
			if mu.TryLock() {
				tried++
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	if n != 4 || m != 8 || tried > 4 {
		t.Fatal(n, m, tried)
	}
	mu.Lock()
	if mu.TryLock() {
		t.Error("TryLock of a locked mutex")
	}
	mu.Unlock()
	rw.RLock()
	if rw.TryLock() || !rw.TryRLock() {
		t.Error("tries under a read lock")
	}
	rw.RUnlock()
	rw.RUnlock()
}

func TestOnces(t *testing.T) {
	var once sync.Once
	var a, b, c int
	f := sync.OnceFunc(func() { b++ })
	v := sync.OnceValue(func() int { c++; return c * 10 })
	vs := sync.OnceValues(func() (int, error) { return 7, errors.New("seven") })
	var wg sync.WaitGroup
	for range 4 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			once.Do(func() { a++ })
			f()
			if a != 1 || b != 1 || v() != 10 {
				t.Error(a, b)
			}
			if n, err := vs(); n != 7 || err == nil {
				t.Error(n, err)
			}
		}()
	}
	wg.Wait()
	p := sync.OnceFunc(func() { panic("once") })
	for range 2 {
		func() {
			defer func() {
				if r := recover(); r != "once" {
					t.Errorf("recovered %v", r)
				}
			}()
			p()
		}()
	}
}

func TestCond(t *testing.T) {
	var mu sync.Mutex
	c := sync.NewCond(&mu)
	var queue []int
	open := false
	var wg sync.WaitGroup
	sum := 0
	for range 3 {
		wg.Go(func() {
			mu.Lock()
			defer mu.Unlock()
			for !open {
				c.Wait()
			}
			for len(queue) == 0 {
				c.Wait()
			}
			sum += queue[0]
			queue = queue[1:]
		})
	}
	mu.Lock()
	open = true
	c.Broadcast()
	mu.Unlock()
	for i := range 3 {
		mu.Lock()
		queue = append(queue, i+1)
		mu.Unlock()
		c.Signal()
	}
	wg.Wait()
	if sum != 6 || len(queue) != 0 {
		t.Fatal(sum, queue)
	}
}

func TestPoolAndMap(t *testing.T) {
	pool := sync.Pool{New: func() any { return new([8]int) }}
	var m sync.Map
	var stored atomic.Int32
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Go(func() {
			p := pool.Get().(*[8]int)
			p[0] = i
			if _, loaded := m.LoadOrStore("key", i); !loaded {
				stored.Add(1)
			}
			m.Store(i, i*i)
			if p[0] != i {
				t.Error("pooled value in use twice")
			}
			pool.Put(p)
		})
	}
	wg.Wait()
	if stored.Load() != 1 {
		t.Fatalf("%d stored", stored.Load())
	}
	n := 0
	m.Range(func(k, v any) bool {
		if i, ok := k.(int); ok {
			n++
			if v != i*i {
				t.Errorf("m[%d] = %v", i, v)
			}
		}
		return true
	})
	if _, ok := m.LoadAndDelete("key"); !ok || n != 4 {
		t.Fatal(ok, n)
	}
	if !m.CompareAndSwap(2, 4, 5) || m.CompareAndDelete(2, 4) || !m.CompareAndDelete(2, 5) {
		t.Fatal("compare operations")
	}
}

func TestAtomics(t *testing.T) {
	type conf struct{ a, b int }
	var i32 atomic.Int32
	var u64 uint64
	var flag atomic.Bool
	var val atomic.Value
	var ptr atomic.Pointer[conf]
	var bits atomic.Uint32
	val.Store("start")
	ptr.Store(&conf{})
	won := make(chan int, 4)
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Go(func() {
			i32.Add(2)
			atomic.AddUint64(&u64, 3)
			if flag.CompareAndSwap(false, true) {
				won <- i
			}
			bits.Or(1 << i)
			for {
				old := ptr.Load()
				if old.a != old.b {
					t.Error("torn", *old)
				}
				if ptr.CompareAndSwap(old, &conf{old.a + 1, old.b + 1}) {
					break
				}
			}
			val.CompareAndSwap("start", "changed")
		})
	}
	wg.Wait()
	if i32.Load() != 8 || atomic.LoadUint64(&u64) != 12 || len(won) != 1 || bits.Load() != 15 {
		t.Fatal(i32.Load(), u64, len(won), bits.Load())
	}
	if *ptr.Load() != (conf{4, 4}) || val.Load() != "changed" || bits.And(5) != 15 || val.Swap("end") != "changed" {
		t.Fatal("pointer or value")
	}
}

func TestErrgroup(t *testing.T) {
	g, ctx := errgroup.WithContext(t.Context())
	bad := errors.New("bad")
	g.Go(func() error { return bad })
	g.Go(func() error { <-ctx.Done(); return ctx.Err() })
	if err := g.Wait(); err != bad || context.Cause(ctx) != bad {
		t.Fatal(err, context.Cause(ctx))
	}
	var lim errgroup.Group
	lim.SetLimit(2)
	var now, most atomic.Int32
	for range 5 {
		lim.Go(func() error {
			n := now.Add(1)
			for m := most.Load(); n > m && !most.CompareAndSwap(m, n); m = most.Load() {
			}
			now.Add(-1)
			return nil
		})
	}
	if err := lim.Wait(); err != nil || most.Load() > 2 || most.Load() < 1 {
		t.Fatal(err, most.Load())
	}
}

func TestSemaphore(t *testing.T) {
	sem := semaphore.NewWeighted(3)
	var held atomic.Int64
	var wg sync.WaitGroup
	for i := range 4 {
		w := int64(i%2 + 1)
		wg.Go(func() {
			if err := sem.Acquire(t.Context(), w); err != nil {
				t.Error(err)
				return
			}
			if held.Add(w) > 3 {
				t.Error("too much held")
			}
			held.Add(-w)
			sem.Release(w)
		})
	}
	wg.Wait()
	if !sem.TryAcquire(3) || sem.TryAcquire(1) {
		t.Fatal("TryAcquire")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := sem.Acquire(ctx, 1); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
}

func TestSingleflight(t *testing.T) {
	var g singleflight.Group
	var calls atomic.Int32
	release := make(chan struct{})
	first := g.DoChan("k", func() (any, error) { <-release; calls.Add(1); return "v", nil })
	second := g.DoChan("k", func() (any, error) { calls.Add(1); return "other", nil })
	close(release)
	for _, ch := range []<-chan singleflight.Result{first, second} {
		if r := <-ch; r.Val != "v" || r.Err != nil || !r.Shared {
			t.Fatal(r)
		}
	}
	if calls.Load() != 1 {
		t.Fatal(calls.Load())
	}
}

// Only the collector empties a pool, and the test has turned it off.
func TestPoolWithoutCollector(t *testing.T) {
	if dropsPut {
		t.Skip("the race detector's pool drops some of what is put")
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1)) // each processor has a slot of its own
	percent := debug.SetGCPercent(-1)
	defer debug.SetGCPercent(percent)
	if percent != 100 && os.Getenv("GOGC") == "" {
		t.Errorf("it was %d", percent)
	}
	var p sync.Pool
	p.Put(1)
	p.Put(2)
	if a, b := p.Get(), p.Get(); a == nil || b == nil {
		t.Errorf("%v and %v", a, b)
	}
}
