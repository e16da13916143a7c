// Package passing has loops that end because time passes, and looks at the clock.
package passing

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

var begin = time.Now()

func TestMain(m *testing.M) {
	start := time.Now()
	time.Sleep(2 * time.Millisecond)
	fired := make(chan bool)
	time.AfterFunc(time.Millisecond, func() { close(fired) })
	<-fired
	for time.Since(start) < 20*time.Millisecond {
	}
	if time.Since(start) < 3*time.Millisecond || start.Before(begin) {
		println("the clock of TestMain does not pass")
		os.Exit(2)
	}
	os.Exit(m.Run())
}

func TestPollTheClock(t *testing.T) {
	for start := time.Now(); time.Since(start) < 2*time.Millisecond; {
	}
}

func TestPollADeadline(t *testing.T) {
	for deadline := time.Now().Add(time.Millisecond); time.Until(deadline) > 0; {
		runtime.Gosched()
	}
}

func TestLockUntilDeadline(t *testing.T) {
	var mu sync.Mutex
	n := 0
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			for start := time.Now(); time.Since(start) < 200*time.Microsecond; {
				mu.Lock()
				n++
				mu.Unlock()
			}
		})
	}
	wg.Wait()
}

func TestPollAContext(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), 200*time.Microsecond)
	defer cancel()
	var n atomic.Int64
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			for ctx.Err() == nil {
				n.Add(1)
			}
		})
	}
	wg.Wait()
}

func TestWorkUntilTimer(t *testing.T) {
	stop := make(chan struct{})
	time.AfterFunc(200*time.Microsecond, func() { close(stop) })
	for n := 0; ; n++ {
		select {
		case <-stop:
			return
		default:
		}
	}
}

// The shortest sleep takes as long as it takes to sleep and wake up.
func TestPollWithShortestSleep(t *testing.T) {
	var done atomic.Bool
	go func() {
		time.Sleep(20 * time.Millisecond)
		done.Store(true)
	}()
	for !done.Load() {
		time.Sleep(time.Nanosecond)
	}
}

// A limiter that is polled: a token every 100 µs.
func TestPollALimiter(t *testing.T) {
	var mu sync.Mutex
	last, got := time.Now(), 0
	allow := func() bool {
		mu.Lock()
		defer mu.Unlock()
		if time.Since(last) < 100*time.Microsecond {
			return false
		}
		last = time.Now()
		return true
	}
	for got < 3 {
		if allow() {
			got++
		}
	}
}

func TestPollNumGoroutine(t *testing.T) {
	n := runtime.NumGoroutine()
	for range 3 {
		go func() {}()
	}
	for runtime.NumGoroutine() > n {
	}
}

func TestBenchmark(t *testing.T) {
	r := testing.Benchmark(func(b *testing.B) {
		for range b.N {
		}
	})
	if r.N < 1 {
		t.Errorf("%d iterations", r.N)
	}
}

func TestClockPasses(t *testing.T) {
	if up := time.Since(begin); up <= 0 {
		t.Errorf("the process is up for %v", up)
	}
	a := time.Now()
	if b := time.Now(); !b.After(a) {
		t.Error("two looks at the clock show the same time")
	}
	expiry := time.Now().Add(10 * time.Millisecond)
	time.Sleep(10 * time.Millisecond)
	if !time.Now().After(expiry) {
		t.Error("10 ms are not over after a sleep of 10 ms and the work before it")
	}
}

func TestFileIsNotFromTheFuture(t *testing.T) {
	a, b := filepath.Join(t.TempDir(), "a"), filepath.Join(t.TempDir(), "b")
	for _, name := range []string{a, b} {
		if err := os.WriteFile(name, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	ai, err := os.Stat(a)
	if err != nil {
		t.Fatal(err)
	}
	bi, err := os.Stat(b)
	if err != nil {
		t.Fatal(err)
	}
	if age := time.Since(ai.ModTime()); age < -time.Second || age > time.Minute {
		t.Errorf("a file is %v old", age)
	}
	if bi.ModTime().Before(ai.ModTime().Add(-time.Second)) {
		t.Error("the second file is older")
	}
	source, err := os.Stat("passing_test.go")
	if err != nil {
		t.Fatal(err)
	}
	if time.Since(source.ModTime()) < 0 {
		t.Error("the source is from the future")
	}
	when := time.Now().Add(-time.Hour).Truncate(time.Second)
	if err := os.Chtimes(a, when, when); err != nil {
		t.Fatal(err)
	}
	if ai, err = os.Stat(a); err != nil || !ai.ModTime().Equal(when) {
		t.Errorf("set to %v, it is %v, %v", when, ai.ModTime(), err)
	}
}

// What was written later is as much younger as the time that has passed.
func TestFileOrder(t *testing.T) {
	dir := t.TempDir()
	age := func(name string) time.Duration {
		t.Helper()
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		return time.Since(info.ModTime())
	}
	write := func(name string, flag int) {
		t.Helper()
		f, err := os.OpenFile(filepath.Join(dir, name), os.O_CREATE|os.O_WRONLY|flag, 0o600)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if flag != os.O_EXCL {
			if _, err := f.WriteString("x"); err != nil {
				t.Fatal(err)
			}
		}
	}
	write("empty", os.O_EXCL)
	write("old", os.O_TRUNC)
	write("appended", os.O_APPEND)
	var wg sync.WaitGroup
	wg.Go(func() { time.Sleep(time.Hour) })
	wg.Wait()
	write("new", os.O_TRUNC)
	write("appended", os.O_APPEND)
	for _, name := range []string{"old", "empty"} {
		if d := age(name); d < 59*time.Minute || d > 61*time.Minute {
			t.Errorf("%s is %v old", name, d)
		}
	}
	for _, name := range []string{"new", "appended"} {
		if d := age(name); d < -time.Minute || d > time.Minute {
			t.Errorf("%s is %v old", name, d)
		}
	}
}

// room tells a channel's length without a scheduling point.
type room struct{ ch chan int }

func (r room) Len() int { return len(r.ch) }

func TestPollLen(t *testing.T) {
	ch := make(chan int, 3)
	for i := range 3 {
		go func() { ch <- i }()
	}
	for len(ch) < cap(ch) {
	}
}

func TestPollLenInside(t *testing.T) {
	ch := make(chan int, 3)
	for i := range 3 {
		go func() { ch <- i }()
	}
	for {
		if n := (room{ch}).Len(); n == 3 {
			break
		}
	}
}

func TestPollUntilDrained(t *testing.T) {
	ch := make(chan int, 3)
	for i := range 3 {
		ch <- i
	}
	go func() {
		time.Sleep(time.Millisecond)
		for range 3 {
			<-ch
		}
	}()
	for (room{ch}).Len() != 0 {
	}
}

// Nothing but a timer ends it.
func TestPollTimersChannel(t *testing.T) {
	ch := make(chan int, 1)
	time.AfterFunc(time.Millisecond, func() { ch <- 1 })
	for len(ch) == 0 {
	}
}
