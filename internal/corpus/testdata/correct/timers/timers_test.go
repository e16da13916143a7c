// Package timers has correct programs that use time. Under control time is virtual: steps and
// waking up take little of it.
package timers

import (
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// little is more than what steps and waking up take, where time is virtual.
const little = time.Millisecond

// took reports whether d passed: d and a little where time is virtual.
func took(t *testing.T, start time.Time, d time.Duration) {
	t.Helper()
	got := time.Since(start)
	if virtual && got > d+little || got < d {
		t.Fatalf("%v passed, want %v", got, d)
	}
}

func TestSleep(t *testing.T) {
	for _, d := range []time.Duration{0, -1, 1, time.Microsecond, unit, 10 * unit, long} {
		start := time.Now()
		time.Sleep(d)
		took(t, start, max(d, 0))
	}
}

// Whatever the schedule, sleepers wake in the order of their times.
func TestSleepOrder(t *testing.T) {
	var mu sync.Mutex
	var order []int
	var wg sync.WaitGroup
	for _, i := range []int{3, 1, 2} {
		wg.Go(func() {
			time.Sleep(time.Duration(i) * 20 * unit)
			mu.Lock()
			order = append(order, i)
			mu.Unlock()
		})
	}
	wg.Wait()
	if !slices.Equal(order, []int{1, 2, 3}) {
		t.Fatal(order)
	}
}

func TestNowIsMonotone(t *testing.T) {
	last := time.Now()
	var wg sync.WaitGroup
	var mu sync.Mutex
	for range 3 {
		wg.Go(func() {
			for range 5 {
				mu.Lock()
				now := time.Now()
				if now.Before(last) || now.Compare(last) < 0 {
					t.Errorf("%v after %v", now, last)
				}
				last = now
				mu.Unlock()
				time.Sleep(time.Microsecond)
			}
		})
	}
	wg.Wait()
	if time.Since(last) < 0 || time.Until(last) > 0 {
		t.Fatal("backwards")
	}
	wall := time.Now().Round(0)
	if d := time.Now().Sub(wall); d < 0 || d > time.Minute {
		t.Fatal(d)
	}
	if time.Now().Unix() < 946684800 {
		t.Fatal(time.Now())
	}
}

func TestSinceUntil(t *testing.T) {
	start := time.Now()
	end := start.Add(10 * unit)
	time.Sleep(4 * unit)
	took(t, start, 4*unit)
	if left := time.Until(end); left > 6*unit || virtual && left < 6*unit-little {
		t.Fatal(left)
	}
	if w := start.Round(0); virtual && time.Now().Round(0).Sub(w).Round(little) != 4*unit {
		t.Fatal("the wall clock keeps another time")
	}
}

func TestAfter(t *testing.T) {
	start := time.Now()
	at := <-time.After(5 * unit)
	took(t, start, 5*unit)
	if d := at.Sub(start); d < 5*unit || virtual && d > 5*unit+little {
		t.Fatal(d)
	}
}

func TestAfterOrder(t *testing.T) {
	a, b := time.After(20*unit), time.After(60*unit)
	for i := range 2 {
		select {
		case <-a:
			if i != 0 {
				t.Fatal("a came twice")
			}
			a = nil
		case <-b:
			if i != 1 {
				t.Fatal("b came first")
			}
		}
	}
}

func TestAfterFunc(t *testing.T) {
	start := time.Now()
	done := make(chan time.Duration)
	time.AfterFunc(3*unit, func() { done <- time.Since(start) })
	if d := <-done; d < 3*unit || virtual && d > 3*unit+little {
		t.Fatal(d)
	}
	timer := time.AfterFunc(long, func() { t.Error("fired") })
	if !timer.Stop() || timer.Stop() {
		t.Fatal("Stop")
	}
	again := make(chan bool, 10)
	timer = time.AfterFunc(unit, func() { again <- true })
	<-again
	if timer.Stop() {
		t.Fatal("stopped after it fired")
	}
	if timer.Reset(unit) {
		t.Fatal("active after it fired")
	}
	<-again
	if len(again) != 0 {
		t.Fatal("fired too often")
	}
}

func TestTimerStopReset(t *testing.T) {
	start := time.Now()
	timer := time.NewTimer(long)
	if !timer.Reset(2 * unit) {
		t.Fatal("was not active")
	}
	<-timer.C
	took(t, start, 2*unit)
	if timer.Stop() {
		t.Fatal("active after it fired")
	}
	if timer.Reset(unit) {
		t.Fatal("active after it fired")
	}
	time.Sleep(2 * unit)
	// It fired, nobody received: Reset takes the stale value away.
	timer.Reset(3 * unit)
	mark := time.Now()
	<-timer.C
	took(t, mark, 3*unit)
	timer.Reset(long)
	if !timer.Stop() {
		t.Fatal("was not active")
	}
	select {
	case <-timer.C:
		t.Fatal("fired though stopped")
	default:
	}
	if len(timer.C) != 0 || cap(timer.C) != 0 {
		t.Fatal(len(timer.C), cap(timer.C))
	}
}

// Stop against the firing: exactly one of the two wins.
func TestStopRace(t *testing.T) {
	var fired atomic.Int32
	done := make(chan bool)
	timer := time.AfterFunc(unit, func() { fired.Add(1); close(done) })
	time.Sleep(unit)
	if timer.Stop() {
		fired.Add(1)
		close(done)
	}
	<-done
	if fired.Load() != 1 {
		t.Fatal(fired.Load())
	}
}

func TestTicker(t *testing.T) {
	start := time.Now()
	ticker := time.NewTicker(5 * unit)
	defer ticker.Stop()
	for i := range 4 {
		<-ticker.C
		if virtual {
			took(t, start, time.Duration(i+1)*5*unit)
		}
	}
	// Ticks that nobody takes are dropped.
	time.Sleep(30 * unit)
	<-ticker.C
	select {
	case <-ticker.C:
		if virtual {
			t.Fatal("two ticks at once")
		}
	default:
	}
	ticker.Reset(2 * unit)
	mark := time.Now()
	<-ticker.C
	took(t, mark, 2*unit)
	ticker.Stop()
	select {
	case <-ticker.C:
		t.Fatal("ticks though stopped")
	case <-time.After(10 * unit):
	}
	ticker.Reset(unit)
	<-ticker.C
}

func TestTwoTickers(t *testing.T) {
	a, b := time.NewTicker(2*unit), time.NewTicker(3*unit)
	defer a.Stop()
	defer b.Stop()
	na, nb := 0, 0
	end := time.After(60*unit + unit/2)
	for {
		select {
		case <-a.C:
			na++
			continue
		case <-b.C:
			nb++
			continue
		case <-end:
		}
		break
	}
	if virtual && (na < 29 || na > 30 || nb < 19 || nb > 20) || na == 0 || nb == 0 {
		t.Fatal(na, nb)
	}
}

func TestTickerRange(t *testing.T) {
	ticker := time.NewTicker(unit)
	quit := make(chan bool)
	n := 0
	done := make(chan bool)
	go func() {
		defer close(done)
		for {
			select {
			case <-ticker.C:
				if n++; n == 5 {
					close(quit)
				}
			case <-quit:
				ticker.Stop()
				return
			}
		}
	}()
	<-done
	if n < 5 {
		t.Fatal(n)
	}
}

func TestWithTimeout(t *testing.T) {
	start := time.Now()
	ctx, cancel := context.WithTimeout(context.Background(), 5*unit)
	defer cancel()
	if d, ok := ctx.Deadline(); !ok || d.Sub(start) < 5*unit {
		t.Fatal(d, ok)
	}
	select {
	case <-ctx.Done():
	case <-time.After(long):
		t.Fatal("too late")
	}
	took(t, start, 5*unit)
	if !errors.Is(ctx.Err(), context.DeadlineExceeded) {
		t.Fatal(ctx.Err())
	}
}

func TestWithDeadlineNested(t *testing.T) {
	outer, cancelOuter := context.WithDeadline(context.Background(), time.Now().Add(3*unit))
	defer cancelOuter()
	inner, cancelInner := context.WithTimeout(outer, long)
	defer cancelInner()
	start := time.Now()
	<-inner.Done()
	if virtual {
		took(t, start, 3*unit)
	}
	if inner.Err() != context.DeadlineExceeded || outer.Err() != context.DeadlineExceeded {
		t.Fatal(inner.Err(), outer.Err())
	}
	past, cancel := context.WithDeadline(context.Background(), time.Now().Add(-time.Second))
	defer cancel()
	if past.Err() != context.DeadlineExceeded {
		t.Fatal(past.Err())
	}
}

var errWhy = errors.New("why")

func TestCancelCause(t *testing.T) {
	ctx, cancel := context.WithCancelCause(context.Background())
	child, stop := context.WithTimeoutCause(ctx, long, errors.New("too late"))
	defer stop()
	go cancel(errWhy)
	<-child.Done()
	if child.Err() != context.Canceled || context.Cause(child) != errWhy || context.Cause(ctx) != errWhy {
		t.Fatal(child.Err(), context.Cause(child), context.Cause(ctx))
	}
	late := errors.New("late")
	ctx, stop = context.WithTimeoutCause(context.Background(), unit, late)
	defer stop()
	<-ctx.Done()
	if context.Cause(ctx) != late || ctx.Err() != context.DeadlineExceeded {
		t.Fatal(context.Cause(ctx), ctx.Err())
	}
	free := context.WithoutCancel(ctx)
	if free.Err() != nil || free.Done() != nil {
		t.Fatal(free.Err())
	}
}

func TestContextAfterFunc(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	ran := make(chan bool)
	stop := context.AfterFunc(ctx, func() { close(ran) })
	never := context.AfterFunc(ctx, func() { t.Error("ran though stopped") })
	if !never() || never() {
		t.Fatal("stop")
	}
	cancel()
	<-ran
	if stop() {
		t.Fatal("stopped after it ran")
	}
}

// A cond with a context, as the documentation of context.AfterFunc has it.
func TestContextCond(t *testing.T) {
	var mu sync.Mutex
	cond := sync.NewCond(&mu)
	wait := func(ctx context.Context) error {
		mu.Lock()
		defer mu.Unlock()
		stop := context.AfterFunc(ctx, func() {
			mu.Lock()
			defer mu.Unlock()
			cond.Broadcast()
		})
		defer stop()
		for ctx.Err() == nil {
			cond.Wait()
		}
		return ctx.Err()
	}
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			ctx, cancel := context.WithTimeout(context.Background(), unit)
			defer cancel()
			if err := wait(ctx); err != context.DeadlineExceeded {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

func TestTimeoutPattern(t *testing.T) {
	slow := func(ctx context.Context, d time.Duration) (string, error) {
		select {
		case <-time.After(d):
			return "done", nil
		case <-ctx.Done():
			return "", ctx.Err()
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), 100*unit)
	defer cancel()
	if s, err := slow(ctx, unit); s != "done" || err != nil {
		t.Fatal(s, err)
	}
	if _, err := slow(ctx, long+200*unit); err != context.DeadlineExceeded {
		t.Fatal(err)
	}
}

// A timer that nobody stops keeps nobody waiting.
func TestForgottenTimers(t *testing.T) {
	time.AfterFunc(100*time.Hour, func() {})
	time.NewTimer(100 * time.Hour)
	time.NewTicker(time.Hour)
	_ = time.After(1000 * time.Hour)
	ctx, cancel := context.WithTimeout(context.Background(), 5000*time.Hour)
	_ = ctx
	t.Cleanup(cancel)
}

func TestManyTimers(t *testing.T) {
	var wg sync.WaitGroup
	var n atomic.Int32
	start := time.Now()
	for i := range 300 {
		wg.Add(1)
		time.AfterFunc(time.Duration(i%30)*unit/10, func() { n.Add(1); wg.Done() })
	}
	wg.Wait()
	took(t, start, 29*unit/10)
	if n.Load() != 300 {
		t.Fatal(n.Load())
	}
}

// Timers are made in one goroutine and used in others.
func TestTimerHandedOn(t *testing.T) {
	timers := make(chan *time.Timer)
	var got atomic.Int32
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			for timer := range timers {
				<-timer.C
				timer.Reset(unit)
				<-timer.C
				got.Add(1)
			}
		})
	}
	for range 6 {
		timers <- time.NewTimer(unit)
	}
	close(timers)
	wg.Wait()
	if got.Load() != 6 {
		t.Fatal(got.Load())
	}
}

func TestPollWithSleep(t *testing.T) {
	var ready atomic.Bool
	go func() {
		time.Sleep(20 * unit)
		ready.Store(true)
	}()
	n := 0
	for !ready.Load() {
		time.Sleep(unit)
		n++
	}
	if virtual && (n < 20 || n > 21) {
		t.Fatal(n)
	}
}

// A deadline far away costs nothing under control.
func TestLongWait(t *testing.T) {
	start := time.Now()
	select {
	case <-make(chan int):
	case <-time.After(long):
	}
	took(t, start, long)
}
