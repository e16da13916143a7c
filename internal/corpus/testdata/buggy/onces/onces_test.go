// Package onces has tests that can run only once in a process, and are wrong.
package onces

import (
	"sync"
	"sync/atomic"
	"testing"
)

var ran bool

// once fails the test if the process has run it before, as a suite does that keeps its state in
// package variables.
func once(t *testing.T) {
	if ran {
		t.Fatal("it was run twice in one process")
	}
	ran = true
}

// TestLost loses an increment.
//
//chaosrun:expect assert within 100
func TestLost(t *testing.T) {
	once(t)
	var n atomic.Int32
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() { n.Store(n.Load() + 1) })
	}
	wg.Wait()
	if n.Load() != 2 {
		t.Error("an increment is lost")
	}
}

// TestOpposite takes two locks in opposite orders.
//
//chaosrun:expect deadlock within 100
func TestOpposite(t *testing.T) {
	once(t)
	var a, b sync.Mutex
	var wg sync.WaitGroup
	take := func(x, y *sync.Mutex) func() {
		return func() {
			x.Lock()
			y.Lock()
			y.Unlock()
			x.Unlock()
		}
	}
	wg.Go(take(&a, &b))
	wg.Go(take(&b, &a))
	wg.Wait()
}

// TestStopped closes a channel that the other goroutine sends on, if that is late.
//
//chaosrun:expect panic within 100
func TestStopped(t *testing.T) {
	once(t)
	c := make(chan int, 1)
	var wg sync.WaitGroup
	wg.Go(func() { c <- 1 })
	wg.Go(func() { close(c) })
	wg.Wait()
}
