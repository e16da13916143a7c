// Package promises relies on what Go promises: it holds under every schedule.
package promises

import (
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// Gosched in a loop ends when another goroutine has come as far.
func TestGoschedLoopEnds(t *testing.T) {
	var flag atomic.Bool
	go func() { flag.Store(true) }()
	for !flag.Load() {
		runtime.Gosched()
	}
}

// A pool gives what was put, something new, or nothing, and nothing twice.
func TestPoolGivesNothingTwice(t *testing.T) {
	var p sync.Pool
	for range 4 {
		p.Put(new(int))
	}
	var mu sync.Mutex
	seen := make(map[*int]bool)
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			for range 3 {
				if x, ok := p.Get().(*int); ok {
					mu.Lock()
					if seen[x] {
						t.Error("one item was given twice")
					}
					seen[x] = true
					mu.Unlock()
				}
			}
		})
	}
	wg.Wait()
}

// Range visits each key at most once, and those that are there all the time.
func TestRangeVisitsOnce(t *testing.T) {
	var m sync.Map
	for i := range 3 {
		m.Store(i, true)
	}
	var wg sync.WaitGroup
	wg.Go(func() {
		m.Store(3, true)
		m.Delete(3)
	})
	n := make(map[any]int)
	m.Range(func(k, _ any) bool { n[k]++; return true })
	wg.Wait()
	for k, times := range n {
		if times > 1 {
			t.Errorf("key %v was visited %d times", k, times)
		}
	}
	for i := range 3 {
		if n[i] != 1 {
			t.Errorf("key %d was visited %d times", i, n[i])
		}
	}
}

// A timer does not fire early, and one that is stopped in time does not fire.
func TestTimerIsNotEarly(t *testing.T) {
	start := time.Now()
	var wg sync.WaitGroup
	for _, d := range []time.Duration{time.Nanosecond, time.Microsecond, time.Millisecond, time.Second} {
		wg.Add(1)
		time.AfterFunc(d, func() {
			defer wg.Done()
			if took := time.Since(start); took < d {
				t.Errorf("a timer of %v fired after %v", d, took)
			}
		})
	}
	wg.Wait()
	var fired atomic.Bool
	tm := time.AfterFunc(time.Hour, func() { fired.Store(true) })
	if tm.Stop() && fired.Load() {
		t.Error("a timer that was stopped has fired")
	}
}

// Who is stopped in time, or has fired, says which.
func TestStopSaysWhich(t *testing.T) {
	var fired atomic.Bool
	done := make(chan bool)
	tm := time.AfterFunc(0, func() { fired.Store(true); close(done) })
	if !tm.Stop() {
		<-done
		if !fired.Load() {
			t.Error("Stop says that it has fired")
		}
	}
}

// A Cond wakes in the order of the waits: today's runtime.
func TestCondIsFIFO(t *testing.T) {
	var mu sync.Mutex
	cond := sync.NewCond(&mu)
	var order []int
	waiting := 0
	var wg sync.WaitGroup
	for i := range 3 {
		wg.Go(func() {
			mu.Lock()
			for waiting != i {
				mu.Unlock()
				runtime.Gosched()
				mu.Lock()
			}
			waiting++
			cond.Wait()
			order = append(order, i)
			mu.Unlock()
		})
	}
	for n := 0; n < 3; {
		mu.Lock()
		if waiting == 3 && len(order) == n {
			cond.Signal()
			n++
		}
		mu.Unlock()
		for {
			mu.Lock()
			ok := len(order) == n
			mu.Unlock()
			if ok {
				break
			}
			runtime.Gosched()
		}
	}
	wg.Wait()
	for i, g := range order {
		if i != g {
			t.Fatalf("woken in the order %v", order)
		}
	}
}

// A waiter gets a mutex that another goroutine takes again and again: after a millisecond it is
// handed over.
func TestMutexIsHandedOver(t *testing.T) {
	for _, steps := range []int{1, 10, 11, 12, 24, 100} {
		var mu sync.Mutex
		var n atomic.Int32
		stop := false
		done := make(chan struct{})
		go func() {
			defer close(done)
			for {
				mu.Lock()
				for range steps {
					n.Add(1)
				}
				s := stop
				mu.Unlock()
				if s {
					return
				}
			}
		}()
		for n.Load() < 50 {
		}
		mu.Lock()
		stop = true
		mu.Unlock()
		<-done
	}
}

// A writer gets an RWMutex that readers take again and again.
func TestWriterIsServed(t *testing.T) {
	var rw sync.RWMutex
	var stop atomic.Bool
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			for !stop.Load() {
				rw.RLock()
				rw.RUnlock()
			}
		})
	}
	rw.Lock()
	stop.Store(true)
	rw.Unlock()
	wg.Wait()
}

// The second of two looks at the clock is not earlier.
func TestClockDoesNotGoBack(t *testing.T) {
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			before := time.Now()
			if d := time.Since(before); d < 0 {
				t.Errorf("the second look is %v after the first one", d)
			}
		})
	}
	wg.Wait()
}

// TryLock gets a lock that is free.
func TestTryLockOfFreeLock(t *testing.T) {
	var mu sync.Mutex
	var rw sync.RWMutex
	var wg sync.WaitGroup
	wg.Go(func() {
		mu.Lock()
		mu.Unlock()
		rw.RLock()
		rw.RUnlock()
	})
	wg.Wait()
	if !mu.TryLock() || !rw.TryRLock() {
		t.Error("a free lock was not got")
	}
}

// A cleanup runs after a collection that was asked for.
func TestCleanupAfterGC(t *testing.T) {
	ran := make(chan bool)
	x := new([64]byte)
	runtime.AddCleanup(x, func(int) { close(ran) }, 0)
	runtime.GC()
	<-ran
}

// ReadMemStats shows the collections that the run asked for, and no others.
func TestCollectionsAreAskedFor(t *testing.T) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	keep := make([][]byte, 0, 100)
	for range 100 {
		keep = append(keep, make([]byte, 1<<16))
	}
	runtime.KeepAlive(keep)
	runtime.GC()
	runtime.ReadMemStats(&after)
	if n := after.NumGC - before.NumGC; n != 1 {
		t.Errorf("%d collections", n)
	}
}

// A select that is alone with its case takes it, whatever else may be chosen.
func TestSelectTakesWhatIsReady(t *testing.T) {
	a, b := make(chan int, 1), make(chan int)
	a <- 1
	select {
	case <-a:
	case <-b:
		t.Error("nobody has sent")
	}
}

// A map's order is some order: each key comes once.
func TestMapVisitsOnce(t *testing.T) {
	m := map[int]bool{1: true, 2: true, 3: true}
	seen := 0
	for k := range m {
		seen += 1 << k
	}
	if seen != 2+4+8 {
		t.Errorf("seen %b", seen)
	}
}
