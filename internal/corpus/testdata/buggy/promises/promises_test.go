// Package promises relies on what Go does not promise. Plain go test fails now and then.
package promises

import (
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// Gosched may let nobody else run.
//
//chaosrun:expect assert
func TestGoschedIsAHint(t *testing.T) {
	var flag atomic.Bool
	go func() { flag.Store(true) }()
	for range 3 {
		runtime.Gosched()
	}
	if !flag.Load() {
		t.Fatal("the other goroutine has not run")
	}
}

// What a pool has may be gone.
//
//chaosrun:expect assert
func TestPoolMiss(t *testing.T) {
	var p sync.Pool
	p.Put(new(int))
	done := make(chan bool)
	go func() { close(done) }()
	<-done
	if p.Get() == nil {
		t.Fatal("the pool is empty")
	}
}

// A pool with New gives something new then.
//
//chaosrun:expect assert
func TestPoolForgets(t *testing.T) {
	p := sync.Pool{New: func() any { return new(int) }}
	one := 1
	p.Put(&one)
	var wg sync.WaitGroup
	wg.Go(func() {})
	wg.Wait()
	if *p.Get().(*int) != 1 {
		t.Fatal("not what was put")
	}
}

// Range is no snapshot.
//
//chaosrun:expect assert
func TestRangeIsNoSnapshot(t *testing.T) {
	var m sync.Map
	m.Store("a", 0)
	m.Store("b", 0)
	var wg sync.WaitGroup
	wg.Go(func() {
		m.Store("a", 1)
		m.Store("b", 1)
	})
	sum, order := 0, ""
	m.Range(func(k, v any) bool {
		sum = 2*sum + v.(int)
		order += k.(string)
		return true
	})
	wg.Wait()
	if order == "ab" && sum == 1 {
		t.Fatal("the second store was seen and not the first")
	}
}

// A timer that is due fires at any point.
//
//chaosrun:expect assert
func TestDueTimer(t *testing.T) {
	var fired, x atomic.Bool
	tm := time.AfterFunc(0, func() { fired.Store(true) })
	x.Load()
	x.Load()
	if fired.Load() {
		t.Fatal("it has fired")
	}
	tm.Stop()
}

// It may also fire late.
//
//chaosrun:expect assert
func TestDueTimerIsLate(t *testing.T) {
	var fired, x atomic.Bool
	time.AfterFunc(0, func() { fired.Store(true) })
	for range 10 {
		x.Load()
	}
	if !fired.Load() {
		t.Fatal("it has not fired")
	}
}

// A deadline in the past does not end what has begun.
//
//chaosrun:expect assert
func TestStopOfDueTimer(t *testing.T) {
	tm := time.AfterFunc(0, func() {})
	var wg sync.WaitGroup
	wg.Go(func() {})
	wg.Wait()
	if tm.Stop() {
		t.Fatal("it was due, and has not fired")
	}
}

// Whether a goroutine still counts is a matter of the schedule.
//
//chaosrun:expect assert
func TestNumGoroutine(t *testing.T) {
	n := runtime.NumGoroutine()
	var x atomic.Bool
	go func() {}()
	x.Load()
	x.Load()
	if runtime.NumGoroutine() == n {
		t.Fatal("it has ended")
	}
}

// Of a select's cases that are ready any may be taken.
//
//chaosrun:expect assert
func TestSelectHasNoOrder(t *testing.T) {
	a, b := make(chan int, 1), make(chan int, 1)
	a <- 1
	b <- 2
	select {
	case <-a:
	case <-b:
		t.Fatal("the second case was taken")
	}
}

// A map has no order.
//
//chaosrun:expect assert
func TestMapHasNoOrder(t *testing.T) {
	done := make(chan bool)
	go func() { close(done) }()
	<-done
	for k := range map[string]int{"a": 1, "b": 2} {
		if k != "a" {
			t.Fatal("it began with b")
		}
		return
	}
}
