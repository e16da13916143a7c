package asserts

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// Add is called by the goroutine itself, so that Wait may come before it.
//
//chaosrun:expect assert
func TestAddInsideGoroutine(t *testing.T) {
	var wg sync.WaitGroup
	var done atomic.Int32
	for range 3 {
		go func() {
			wg.Add(1)
			defer wg.Done()
			done.Add(1)
		}()
	}
	wg.Wait()
	if n := done.Load(); n != 3 {
		t.Errorf("%d of 3 done after Wait", n)
	}
}

type queue struct {
	mu    sync.Mutex
	cond  *sync.Cond
	items []string
}

func (q *queue) put(s string) {
	q.mu.Lock()
	q.items = append(q.items, s)
	q.mu.Unlock()
	q.cond.Broadcast()
}

func (q *queue) get() (string, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.items) == 0 {
		q.cond.Wait()
	}
	if len(q.items) == 0 {
		return "", false
	}
	s := q.items[0]
	q.items = q.items[1:]
	return s, true
}

// get waits in an if: what woke it may be gone when it has the lock again.
//
//chaosrun:expect assert
func TestCondIfForWhile(t *testing.T) {
	q := new(queue)
	q.cond = sync.NewCond(&q.mu)
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			if _, ok := q.get(); !ok {
				t.Error("get returned nothing")
			}
		})
	}
	q.put("a")
	q.put("b")
	wg.Wait()
}

// The goroutine that was started first is taken to run first.
//
//chaosrun:expect assert
func TestStartOrder(t *testing.T) {
	var mu sync.Mutex
	var log []int
	var wg sync.WaitGroup
	for i := range 3 {
		wg.Go(func() {
			mu.Lock()
			defer mu.Unlock()
			log = append(log, i)
		})
	}
	wg.Wait()
	if !slices.IsSorted(log) {
		t.Errorf("order is %v", log)
	}
}

// A cancelled context and a job are ready at once, and select has no order.
//
//chaosrun:expect assert
func TestJobAfterCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	jobs := make(chan int, 1)
	var cancelled atomic.Bool
	done := make(chan bool)
	go func() {
		defer close(done)
		select {
		case <-ctx.Done():
		case <-jobs:
			if cancelled.Load() {
				t.Error("took a job after the cancellation")
			}
		}
	}()
	cancel()
	cancelled.Store(true)
	jobs <- 1
	<-done
}

// The deadline is longer than the work, but both end at the same instant.
//
//chaosrun:expect assert
func TestTimeoutAgainstResult(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	result := make(chan int, 1)
	go func() {
		time.Sleep(time.Second)
		result <- 1
	}()
	select {
	case <-result:
	case <-ctx.Done():
		t.Error(ctx.Err())
	}
}

// Reset of a timer whose callback has begun makes it run twice for one burst.
//
//chaosrun:expect assert
func TestDebounceRunsTwice(t *testing.T) {
	var saves atomic.Int32
	timer := time.AfterFunc(time.Second, func() { saves.Add(1) })
	time.Sleep(time.Second) // the next key stroke
	timer.Reset(time.Second)
	time.Sleep(2 * time.Second)
	if n := saves.Load(); n != 1 {
		t.Errorf("saved %d times", n)
	}
}

// The timer of an old entry deletes the new one: Stop came too late.
//
//chaosrun:expect assert
func TestExpiryDeletesFreshEntry(t *testing.T) {
	var cache sync.Map
	put := func(v string) *time.Timer {
		cache.Store("k", v)
		return time.AfterFunc(time.Minute, func() { cache.Delete("k") })
	}
	old := put("old")
	time.Sleep(time.Minute)
	old.Stop()
	defer put("new").Stop()
	time.Sleep(time.Second)
	if _, ok := cache.Load("k"); !ok {
		t.Error("the new entry is gone")
	}
}

// stop of context.AfterFunc does not wait for a callback that has begun.
//
//chaosrun:expect assert
func TestAfterFuncNotAwaited(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	var released atomic.Bool
	stop := context.AfterFunc(ctx, func() { released.Store(true) })
	go cancel()
	<-ctx.Done()
	if !stop() && !released.Load() {
		t.Error("the callback has begun, and has not released anything yet")
	}
}

// A notification that nobody waits for yet is dropped, and the later one counts for
// both.
//
//chaosrun:expect assert
func TestNotificationDropped(t *testing.T) {
	var changes, seen atomic.Int32
	notify, quit, done := make(chan int32), make(chan bool), make(chan bool)
	go func() {
		defer close(done)
		for {
			select {
			case n := <-notify:
				seen.Store(n)
			case <-quit:
				return
			}
		}
	}()
	notify <- changes.Add(1)
	select {
	case notify <- changes.Add(1):
	default: // the watcher is busy; it will look again
	}
	close(quit)
	<-done
	if seen.Load() != changes.Load() {
		t.Errorf("watcher has seen change %d of %d", seen.Load(), changes.Load())
	}
}

// An empty queue is taken to mean that nothing is left to do.
//
//chaosrun:expect assert
func TestIdleByLen(t *testing.T) {
	queue := make(chan int, 1)
	var finished atomic.Bool
	queue <- 1
	go func() {
		<-queue
		finished.Store(true)
	}()
	for len(queue) > 0 {
		time.Sleep(time.Millisecond)
	}
	if !finished.Load() {
		t.Error("shut down with a job in hand")
	}
}

// Parallel subtests share one server; the cleanup of the first one ends it for all.
//
//chaosrun:expect assert
func TestParallelSubtestsShareServer(t *testing.T) {
	var up atomic.Bool
	up.Store(true)
	for _, name := range []string{"get", "put"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			t.Cleanup(func() { up.Store(false) })
			if !up.Load() {
				t.Error("the server is down")
			}
		})
	}
}

// Parallel subtests count in one counter, which each sets to zero first.
//
//chaosrun:expect assert
func TestParallelSubtestsShareCounter(t *testing.T) {
	var calls atomic.Int32
	for _, name := range []string{"a", "b"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			calls.Store(0)
			calls.Add(1)
			if n := calls.Load(); n != 1 {
				t.Errorf("%d calls", n)
			}
		})
	}
}

// The group's Wait returns at the first error, while others still work.
//
//chaosrun:expect assert
func TestGroupReturnsEarly(t *testing.T) {
	var running atomic.Int32
	errs := make(chan error, 2)
	for i := range 2 {
		running.Add(1)
		go func() {
			defer running.Add(-1)
			if i == 0 {
				errs <- context.Canceled
				return
			}
			errs <- nil
		}()
	}
	for range 2 {
		if err := <-errs; err != nil {
			break
		}
	}
	if n := running.Load(); n != 0 {
		t.Errorf("%d goroutines run on after Wait", n)
	}
}

// The event is published before the state that it tells of.
//
//chaosrun:expect assert
func TestEventBeforeState(t *testing.T) {
	var state atomic.Int32
	events := make(chan string, 1)
	go func() {
		events <- "paid"
		state.Store(1)
	}()
	<-events
	if state.Load() != 1 {
		t.Error("event paid, and the order is not")
	}
}

// The account has money for one withdrawal, but each of two looks before either takes.
// A refund in between hides that most of the time.
//
//chaosrun:expect assert
func TestOverdraft(t *testing.T) {
	var balance atomic.Int64
	balance.Store(100)
	withdraw := func(n int64) {
		if balance.Load() >= n {
			if balance.Add(-n) < 0 {
				t.Error("overdrawn")
			}
		}
	}
	var wg sync.WaitGroup
	wg.Go(func() { withdraw(60) })
	wg.Go(func() { balance.Add(30) })
	wg.Go(func() { withdraw(60) })
	wg.Wait()
}
