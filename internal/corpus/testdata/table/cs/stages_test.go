// Package cs has the programs of SCTBench's folder CS (concurrent-software-benchmarks): small
// pthread programs that were made for verifiers such as ESBMC and Inspect. Each is written
// anew from what SCTBench (Thomson, Donaldson and Betts, PPoPP 2014 and TOPC 2016) and PERIOD
// (Wen et al., ICSE 2022) say of it. Shared variables are atomics, so that every access is a
// scheduling point, as it is where the literature instruments memory accesses.
package cs

import (
	"sync"
	"sync/atomic"
	"testing"
)

// reorder lets setters write two variables, one after the other and without a lock, while
// checkers assert that they have both been written or neither. The bug: a checker comes
// between the two writes of the first setter that has made one, and no other has made its
// second.
func reorder(t *testing.T, setters, checkers int) {
	var a, b atomic.Int32
	var wg sync.WaitGroup
	for range setters {
		wg.Go(func() {
			a.Store(1)
			b.Store(-1)
		})
	}
	for range checkers {
		wg.Go(func() {
			untouched := a.Load() == 0 && b.Load() == 0
			if !untouched && !(a.Load() == 1 && b.Load() == -1) {
				t.Error("only one of the two variables is set")
			}
		})
	}
	wg.Wait()
}

// TestReorder3 is CS/reorder_3.
func TestReorder3(t *testing.T) { reorder(t, 2, 1) }

// TestReorder4 is CS/reorder_4.
func TestReorder4(t *testing.T) { reorder(t, 3, 1) }

// TestReorder5 is CS/reorder_5.
func TestReorder5(t *testing.T) { reorder(t, 4, 1) }

// TestReorder10 is CS/reorder_10.
func TestReorder10(t *testing.T) { reorder(t, 9, 1) }

// TestReorder20 is CS/reorder_20 as PERIOD and SURW measure it: ten checkers.
func TestReorder20(t *testing.T) { reorder(t, 10, 10) }

// TestReorder50 is CS/reorder_50 as PERIOD and SURW measure it: ten checkers.
func TestReorder50(t *testing.T) { reorder(t, 40, 10) }

// TestReorder100 is CS/reorder_100.
func TestReorder100(t *testing.T) { reorder(t, 99, 1) }

// twostage lets writers set a variable under one lock and then another, which follows from it,
// under a second lock, while readers look at them in the same order. The bug: a reader comes
// between the two critical sections of the first writer. The correct version has one lock and
// one critical section.
func twostage(t *testing.T, writers, readers int, correct bool) {
	var first, second atomic.Int32
	var one, two sync.Mutex
	between := func() { // leaves the first critical section for the second
		if !correct {
			one.Unlock()
			two.Lock()
		}
	}
	last := &two
	if correct {
		last = &one
	}
	var wg sync.WaitGroup
	for range writers {
		wg.Go(func() {
			one.Lock()
			first.Store(1)
			between()
			second.Store(first.Load() + 1)
			last.Unlock()
		})
	}
	for range readers {
		wg.Go(func() {
			one.Lock()
			if first.Load() == 0 {
				one.Unlock()
				return
			}
			seen := first.Load()
			between()
			also := second.Load()
			last.Unlock()
			if also != seen+1 {
				t.Error("the second stage has not followed the first")
			}
		})
	}
	wg.Wait()
}

// TestTwostage is CS/twostage.
func TestTwostage(t *testing.T) { twostage(t, 1, 1, false) }

// TestTwostage20 is CS/twostage_20 as PERIOD and SURW measure it: ten readers.
func TestTwostage20(t *testing.T) { twostage(t, 10, 10, false) }

// TestTwostage50 is CS/twostage_50 as PERIOD and SURW measure it: ten readers.
func TestTwostage50(t *testing.T) { twostage(t, 40, 10, false) }

// TestTwostage100 is CS/twostage_100.
func TestTwostage100(t *testing.T) { twostage(t, 99, 1, false) }

// TestCorrectTwostage is correct.
func TestCorrectTwostage(t *testing.T) { twostage(t, 2, 2, true) }

// wronglock lets one goroutine increment a counter under a lock and assert that nobody else
// has, while others increment it under another lock. The correct version has one lock.
func wronglock(t *testing.T, others int, correct bool) {
	var counter atomic.Int32
	var right, wrong sync.Mutex
	theirs := &wrong
	if correct {
		theirs = &right
	}
	var wg sync.WaitGroup
	wg.Go(func() {
		right.Lock()
		defer right.Unlock()
		seen := counter.Load()
		counter.Store(counter.Load() + 1)
		if counter.Load() != seen+1 {
			t.Error("somebody else has changed the counter")
		}
	})
	for range others {
		wg.Go(func() {
			theirs.Lock()
			defer theirs.Unlock()
			counter.Store(counter.Load() + 1)
		})
	}
	wg.Wait()
}

// TestWronglock is CS/wronglock.
func TestWronglock(t *testing.T) { wronglock(t, 7, false) }

// TestWronglock3 is CS/wronglock_3.
func TestWronglock3(t *testing.T) { wronglock(t, 3, false) }

// TestCorrectWronglock is correct.
func TestCorrectWronglock(t *testing.T) { wronglock(t, 3, true) }
