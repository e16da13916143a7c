// Package effects has tests of which some schedule fails because of what steps do beside the
// operation that they announce. An exhaustive search finds each, and calls none complete.
package effects

import (
	"crypto/rand"
	mrand "math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// both runs two functions at once.
func both(f, g func()) {
	var wg sync.WaitGroup
	wg.Go(f)
	wg.Go(g)
	wg.Wait()
}

// pause is a scheduling point on nothing that is shared.
func pause() {
	var x atomic.Bool
	x.Load()
}

// Goroutines.

//chaosrun:expect assert
func TestCounted(t *testing.T) {
	n := runtime.NumGoroutine()
	go func() {}()
	pause()
	pause()
	if runtime.NumGoroutine() == n {
		t.Error("it has ended")
	}
}

//chaosrun:expect assert
func TestCountedInAnother(t *testing.T) {
	var n int
	both(func() { pause(); n = runtime.NumGoroutine() }, func() {
		done := make(chan bool)
		go func() { close(done) }()
		<-done
	})
	if n > 4 {
		t.Error("three and the one that it started")
	}
}

// inTheStacks reports whether the goroutine that it starts is there some steps later.
func inTheStacks() bool {
	go func() { pause() }()
	pause()
	buf := make([]byte, 1<<16)
	return strings.Contains(string(buf[:runtime.Stack(buf, true)]), "inTheStacks.func1")
}

//chaosrun:expect assert
func TestInTheStacks(t *testing.T) {
	if inTheStacks() {
		t.Error("it goes on")
	}
}

//chaosrun:expect assert
func TestNotInTheStacks(t *testing.T) {
	if !inTheStacks() {
		t.Error("it has ended")
	}
}

// Random numbers.

//chaosrun:expect assert
func TestFirstDrawIsLess(t *testing.T) {
	var x, y int
	both(func() { x = mrand.IntN(1000) }, func() { y = mrand.IntN(1000) })
	if x < y {
		t.Error(x, y)
	}
}

//chaosrun:expect assert
func TestFirstDrawIsMore(t *testing.T) {
	var x, y int
	both(func() { x = mrand.IntN(1000) }, func() { y = mrand.IntN(1000) })
	if x > y {
		t.Error(x, y)
	}
}

//chaosrun:expect assert
func TestSecretIsLess(t *testing.T) {
	var x, y [1]byte
	both(func() { rand.Read(x[:]) }, func() { rand.Read(y[:]) })
	if x[0] < y[0] {
		t.Error(x, y)
	}
}

//chaosrun:expect assert
func TestSecretIsMore(t *testing.T) {
	var x, y [1]byte
	both(func() { rand.Read(x[:]) }, func() { rand.Read(y[:]) })
	if x[0] > y[0] {
		t.Error(x, y)
	}
}

// Files and variables.

//chaosrun:expect assert
func TestFileIsThere(t *testing.T) {
	f := filepath.Join(t.TempDir(), "f")
	var found bool
	both(func() { pause(); _, err := os.Stat(f); found = err == nil }, func() { _ = os.WriteFile(f, nil, 0o600) })
	if found {
		t.Error("found")
	}
}

//chaosrun:expect assert
func TestFileIsGone(t *testing.T) {
	f := filepath.Join(t.TempDir(), "f")
	_ = os.WriteFile(f, nil, 0o600)
	var err error
	both(func() { pause(); _, err = os.ReadFile(f) }, func() { _ = os.Remove(f) })
	if err != nil {
		t.Error(err)
	}
}

//chaosrun:expect assert
func TestLastWriterWins(t *testing.T) {
	f := filepath.Join(t.TempDir(), "f")
	both(func() { pause(); _ = os.WriteFile(f, []byte("a"), 0o600) }, func() { _ = os.WriteFile(f, []byte("b"), 0o600) })
	if text, _ := os.ReadFile(f); string(text) == "b" {
		t.Error("b")
	}
}

//chaosrun:expect assert
func TestVariableIsSet(t *testing.T) {
	t.Setenv("PROOF", "")
	var got string
	both(func() { pause(); got = os.Getenv("PROOF") }, func() { os.Setenv("PROOF", "x") })
	if got == "x" {
		t.Error("set")
	}
}

//chaosrun:expect assert
func TestVariableIsNotSet(t *testing.T) {
	t.Setenv("PROOF", "")
	var got string
	both(func() { got = os.ExpandEnv("$PROOF") }, func() { pause(); os.Setenv("PROOF", "x") })
	if got == "" {
		t.Error("not set")
	}
}

// The test itself.

//chaosrun:expect panic
func TestLogAfterTheEnd(t *testing.T) {
	done := make(chan bool)
	go func() { t.Log("a") }()
	go func() {
		var x atomic.Int32
		for range 40 {
			x.Add(1)
		}
		close(done)
	}()
	<-done
}

// Locks.

//chaosrun:expect assert
func TestNobodyGetsTheLock(t *testing.T) {
	var rw sync.RWMutex
	var a, b bool
	both(func() {
		if a = rw.TryLock(); a {
			rw.Unlock()
		}
	}, func() {
		if b = rw.TryLock(); b {
			rw.Unlock()
		} else {
			rw.RLock()
			rw.RUnlock()
		}
	})
	if !a && !b {
		t.Error("nobody got it")
	}
}

//chaosrun:expect assert
func TestReaderIsTooLate(t *testing.T) {
	var rw sync.RWMutex
	var got bool
	both(func() {
		if got = rw.TryRLock(); got {
			rw.RUnlock()
		}
	}, func() { rw.Lock(); rw.Unlock() })
	if !got {
		t.Error("a writer was there")
	}
}

//chaosrun:expect assert
func TestWriterIsTooLate(t *testing.T) {
	var rw sync.RWMutex
	var got bool
	both(func() {
		if got = rw.TryLock(); got {
			rw.Unlock()
		}
	}, func() { l := rw.RLocker(); l.Lock(); l.Unlock() })
	if !got {
		t.Error("a reader was there")
	}
}

// A WaitGroup that is used again before who waited for it has gone on.
//
//chaosrun:expect panic
func TestReused(t *testing.T) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		wg.Done()
		wg.Add(1)
		wg.Done()
	}()
	wg.Wait()
}

// Who reads comes again while a writer waits.
//
//chaosrun:expect deadlock
func TestReadsTwice(t *testing.T) {
	var rw sync.RWMutex
	both(func() {
		rw.RLock()
		rw.RLock()
		rw.RUnlock()
		rw.RUnlock()
	}, func() { rw.Lock(); rw.Unlock() })
}

//chaosrun:expect deadlock
func TestOppositeOrders(t *testing.T) {
	var a, b sync.Mutex
	both(func() {
		a.Lock()
		b.Lock()
		b.Unlock()
		a.Unlock()
	}, func() {
		b.Lock()
		a.Lock()
		a.Unlock()
		b.Unlock()
	})
}

// Who sleeps with a lock lets two others wait for it, in either order.
//
//chaosrun:expect assert
func TestWaitsInOrder(t *testing.T) {
	var mu sync.Mutex
	var order []int
	var wg sync.WaitGroup
	mu.Lock()
	for i := range 2 {
		wg.Go(func() {
			mu.Lock()
			order = append(order, i)
			mu.Unlock()
		})
	}
	time.Sleep(time.Second)
	mu.Unlock()
	if wg.Wait(); order[0] == 1 {
		t.Error("the second was first")
	}
}

// Channels.

//chaosrun:expect assert
func TestLength(t *testing.T) {
	ch := make(chan int, 1)
	go func() { ch <- 1 }()
	pause()
	pause()
	if len(ch) != 0 {
		t.Error("full")
	}
}

//chaosrun:expect assert
func TestLengthAfterClose(t *testing.T) {
	ch := make(chan int, 2)
	ch <- 1
	both(func() { pause(); <-ch }, func() {
		if len(ch) == 0 {
			t.Error("drained")
		}
	})
}

//chaosrun:expect assert
func TestLengthOfWhatIsSelected(t *testing.T) {
	ch, other := make(chan int, 1), make(chan int)
	ch <- 1
	both(func() {
		select {
		case <-ch:
		case <-other:
		}
	}, func() {
		pause()
		if len(ch) == 0 {
			t.Error("it was taken")
		}
	})
}

// Timers.

// ticks fails if take empties the channel of a timer that has fired before somebody looks.
func ticks(t *testing.T, take func(*time.Timer)) {
	tm := time.NewTimer(time.Millisecond)
	time.Sleep(2 * time.Millisecond)
	var got atomic.Bool
	both(func() {
		select {
		case <-tm.C:
			got.Store(true)
		default:
		}
	}, func() { take(tm) })
	if tm.Stop(); !got.Load() {
		t.Error("the tick was lost")
	}
}

//chaosrun:expect assert
func TestStopTakesTheTick(t *testing.T) { ticks(t, func(tm *time.Timer) { tm.Stop() }) }

//chaosrun:expect assert
func TestResetTakesTheTick(t *testing.T) { ticks(t, func(tm *time.Timer) { tm.Reset(time.Hour) }) }

//chaosrun:expect assert
func TestFirstTimerIsFirst(t *testing.T) {
	var mu sync.Mutex
	var order []int
	note := func(n int) func() {
		return func() { mu.Lock(); order = append(order, n); mu.Unlock() }
	}
	both(func() { time.AfterFunc(time.Second, note(1)) }, func() { pause(); time.AfterFunc(time.Second, note(2)) })
	time.Sleep(2 * time.Second)
	mu.Lock()
	defer mu.Unlock()
	if order[0] == 2 {
		t.Error("the second was set first")
	}
}

// Maps.

//chaosrun:expect assert
func TestRangeWithCallback(t *testing.T) {
	var m sync.Map
	m.Store(1, 1)
	m.Store(2, 2)
	var started atomic.Bool
	n := 0
	both(func() {
		m.Range(func(k, v any) bool {
			n++
			started.Store(true)
			pause()
			return true
		})
	}, func() {
		if started.Load() {
			m.Delete(1)
			m.Delete(2)
		}
	})
	if n == 1 {
		t.Error("half")
	}
}
