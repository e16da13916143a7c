// Package timings takes a sleep or a timeout for synchronization.
package timings

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// work takes some steps.
func work(steps int) {
	var x atomic.Int32
	for range steps {
		x.Add(1)
	}
}

// The commonest mistake of all in tests.
//
//chaosrun:expect assert
func TestSleepIsNoSynchronization(t *testing.T) {
	var ready atomic.Bool
	go func() {
		work(10)
		ready.Store(true)
	}()
	time.Sleep(time.Millisecond)
	if !ready.Load() {
		t.Fatal("not ready")
	}
}

// A longer sleep is none either.
//
//chaosrun:expect assert
func TestLongerSleep(t *testing.T) {
	var ready atomic.Bool
	go func() {
		work(10)
		ready.Store(true)
	}()
	time.Sleep(50 * time.Millisecond)
	if !ready.Load() {
		t.Fatal("not ready")
	}
}

// Two sleeps do not order what comes after them.
//
//chaosrun:expect assert
func TestSleepsOrderNothing(t *testing.T) {
	var first atomic.Int32
	var wg sync.WaitGroup
	wg.Go(func() {
		time.Sleep(time.Millisecond)
		first.CompareAndSwap(0, 1)
	})
	wg.Go(func() {
		time.Sleep(2 * time.Millisecond)
		first.CompareAndSwap(0, 2)
	})
	wg.Wait()
	if first.Load() == 2 {
		t.Fatal("the longer sleep was over first")
	}
}

// A context may be over before its work is done.
//
//chaosrun:expect assert
func TestDeadlineIsGenerous(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Millisecond)
	defer cancel()
	done := make(chan bool, 1)
	go func() {
		work(5)
		done <- true
	}()
	select {
	case <-done:
	case <-ctx.Done():
		t.Fatal("too slow")
	}
}

// A timer of a nanosecond comes before goroutines that can run.
//
//chaosrun:expect assert
func TestShortTimerWins(t *testing.T) {
	ch := make(chan int, 1)
	timer := time.NewTimer(time.Nanosecond)
	go func() { ch <- 1 }()
	select {
	case <-ch:
	case <-timer.C:
		t.Fatal("the timer was first")
	}
}

// A test waits for ever while a ticker ticks.
//
//chaosrun:expect deadlock
func TestOnlyATickerTicks(t *testing.T) {
	never := make(chan bool)
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	go func() {
		for range tick.C {
			work(2)
		}
	}()
	<-never
}

// Or while somebody polls with sleeps.
//
//chaosrun:expect deadlock
func TestOnlyAPollerPolls(t *testing.T) {
	var never sync.WaitGroup
	never.Add(1)
	go func() {
		for {
			time.Sleep(time.Second)
			work(1)
		}
	}()
	never.Wait()
}
