// Package endings leaves things behind that are no leaks and no failures.
package endings

import (
	"fmt"
	"os"
	"runtime"
	"runtime/trace"
	"sync"
	"testing"
	"time"
)

type handle struct{ stop chan struct{} }

// ticking starts a goroutine that ticks until stop is closed.
func ticking(stop chan struct{}) {
	go func() {
		tick := time.NewTicker(time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
			case <-stop:
				return
			}
		}
	}()
}

// The handle is garbage when the test returns, and its finalizer ends the goroutine.
func TestTickerEndsByFinalizer(t *testing.T) {
	h := &handle{make(chan struct{})}
	ticking(h.stop)
	runtime.SetFinalizer(h, func(h *handle) { close(h.stop) })
	time.Sleep(5 * time.Millisecond)
	runtime.KeepAlive(h)
}

func TestTickerEndsByCleanup(t *testing.T) {
	stop := make(chan struct{})
	ticking(stop)
	p := new([64]int)
	runtime.AddCleanup(p, func(c chan struct{}) { close(c) }, stop)
	time.Sleep(5 * time.Millisecond)
	runtime.KeepAlive(p)
}

func TestBlockedEndsByFinalizer(t *testing.T) {
	h := &handle{make(chan struct{})}
	go func(c chan struct{}) { <-c }(h.stop)
	runtime.SetFinalizer(h, func(h *handle) { close(h.stop) })
	runtime.KeepAlive(h)
}

// What the first finalizer kept is garbage after it.
func TestFinalizersInAChain(t *testing.T) {
	inner := &handle{make(chan struct{})}
	go func(c chan struct{}) { <-c }(inner.stop)
	runtime.SetFinalizer(inner, func(h *handle) { close(h.stop) })
	outer := &struct{ inner *handle }{inner}
	runtime.SetFinalizer(outer, func(*struct{ inner *handle }) {})
}

func TestFinalizerRunsAfterGC(t *testing.T) {
	done := make(chan struct{})
	func() {
		h := &handle{done}
		runtime.SetFinalizer(h, func(h *handle) { close(h.stop) })
	}()
	runtime.GC()
	select {
	case <-done:
	case <-time.After(10 * time.Second):
		t.Error("no finalizer ran in 10 s after runtime.GC")
	}
}

// The janitor of a cache ends when nobody holds the cache.
func TestJanitor(t *testing.T) {
	type janitor struct{ stop chan bool }
	type cache struct{ *janitor }
	j := &janitor{make(chan bool)}
	c := &cache{j}
	go func() {
		tick := time.NewTicker(time.Minute)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
			case <-j.stop:
				return
			}
		}
	}()
	runtime.SetFinalizer(c, func(c *cache) { c.stop <- true })
}

// Watchdogs that nobody stops.
func TestWatchdogGoroutine(t *testing.T) {
	go func() {
		time.Sleep(5 * time.Minute)
		panic("the test takes longer than 5 minutes")
	}()
	pass()
}

func TestWatchdogAfterFunc(t *testing.T) {
	time.AfterFunc(5*time.Minute, func() { panic("the test takes longer than 5 minutes") })
	pass()
}

func TestWatchdogExits(t *testing.T) {
	go func() {
		<-time.After(time.Minute)
		fmt.Println("timeout")
		os.Exit(3)
	}()
	pass()
}

func TestWatchdogFails(t *testing.T) {
	time.AfterFunc(10*time.Second, func() { t.Error("too slow") })
	pass()
}

func pass() {
	c := make(chan int)
	go func() { c <- 1 }()
	<-c
}

// Small objects without pointers share no memory.
func TestSmallMutexes(t *testing.T) {
	var wg sync.WaitGroup
	for range 3 {
		mu, n := new(sync.Mutex), new(int32)
		wg.Go(func() {
			mu.Lock()
			*n++
			mu.Unlock()
		})
	}
	wg.Wait()
}

type discard struct{}

func (discard) Write(b []byte) (int, error) { return len(b), nil }

func TestTrace(t *testing.T) {
	if err := trace.Start(discard{}); err != nil {
		t.Skip(err)
	}
	defer trace.Stop()
	pass()
}

func TestProcs(t *testing.T) {
	n := runtime.GOMAXPROCS(0)
	runtime.SetDefaultGOMAXPROCS()
	pass()
	runtime.GOMAXPROCS(n)
}

// What the collector says does not depend on what was before.
func TestMemStats(t *testing.T) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	runtime.GC()
	runtime.ReadMemStats(&after)
	if after.NumGC <= before.NumGC {
		t.Errorf("%d collections, and %d before one more", after.NumGC, before.NumGC)
	}
}
