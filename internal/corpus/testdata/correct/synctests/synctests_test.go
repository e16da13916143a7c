// Package synctests has correct programs that use testing/synctest themselves.
package synctests

import (
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestSleep(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		time.Sleep(24 * time.Hour)
		if d := time.Since(start); d != 24*time.Hour {
			t.Fatal(d)
		}
	})
}

func TestStartOfTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		if now := time.Now().UTC(); !now.Equal(time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)) {
			t.Fatal(now)
		}
	})
}

func TestWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		done := false
		go func() { done = true }()
		synctest.Wait()
		if !done {
			t.Fatal("not done")
		}
	})
}

func TestWaitForBlocked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var n atomic.Int32
		ch := make(chan int)
		for range 5 {
			go func() {
				n.Add(1)
				<-ch
				n.Add(-1)
			}()
		}
		synctest.Wait()
		if n.Load() != 5 {
			t.Fatal(n.Load())
		}
		ch <- 1
		ch <- 1
		synctest.Wait()
		if n.Load() != 3 {
			t.Fatal(n.Load())
		}
		close(ch)
		synctest.Wait()
		if n.Load() != 0 {
			t.Fatal(n.Load())
		}
	})
}

func TestContextAfterFunc(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		called := false
		context.AfterFunc(ctx, func() { called = true })
		synctest.Wait()
		if called {
			t.Fatal("called early")
		}
		cancel()
		synctest.Wait()
		if !called {
			t.Fatal("not called")
		}
	})
}

func TestContextTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const timeout = 5 * time.Second
		ctx, cancel := context.WithTimeout(t.Context(), timeout)
		defer cancel()
		time.Sleep(timeout - time.Nanosecond)
		synctest.Wait()
		if err := ctx.Err(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Nanosecond)
		synctest.Wait()
		if err := ctx.Err(); !errors.Is(err, context.DeadlineExceeded) {
			t.Fatal(err)
		}
	})
}

func TestTimers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		var log []string
		note := func(s string) {
			mu.Lock()
			defer mu.Unlock()
			log = append(log, s)
		}
		time.AfterFunc(2*time.Second, func() { note("two") })
		time.AfterFunc(1*time.Second, func() { note("one") })
		never := time.AfterFunc(3*time.Second, func() { note("three") })
		tick := time.NewTicker(time.Second)
		defer tick.Stop()
		<-tick.C
		synctest.Wait()
		<-tick.C
		synctest.Wait()
		if !never.Stop() {
			t.Fatal("Stop")
		}
		<-tick.C
		synctest.Wait()
		if want := []string{"one", "two"}; !slices.Equal(log, want) {
			t.Fatal(log)
		}
	})
}

func TestPipeline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		in, out := make(chan int), make(chan int)
		go func() {
			defer close(in)
			for i := range 5 {
				time.Sleep(time.Second)
				in <- i
			}
		}()
		var wg sync.WaitGroup
		for range 2 {
			wg.Go(func() {
				for v := range in {
					time.Sleep(3 * time.Second)
					out <- v * v
				}
			})
		}
		go func() { wg.Wait(); close(out) }()
		sum := 0
		start := time.Now()
		for v := range out {
			sum += v
		}
		// Values leave their workers at 4, 5, 7, 8 and 10 seconds.
		if d := time.Since(start); sum != 30 || d != 10*time.Second {
			t.Fatal(sum, d)
		}
	})
}

func TestTwice(t *testing.T) {
	for range 2 {
		synctest.Test(t, func(t *testing.T) {
			ch := make(chan int)
			go func() { time.Sleep(time.Minute); ch <- 1 }()
			<-ch
		})
	}
	t.Run("sub", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) { time.Sleep(time.Minute) })
	})
}

// Several bubbles at once, and goroutines outside of them.
func TestParallelBubbles(t *testing.T) {
	var sum atomic.Int64
	outside := make(chan bool)
	go func() { time.Sleep(time.Millisecond); close(outside) }()
	t.Run("group", func(t *testing.T) {
		for i := range 3 {
			t.Run("", func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					start := time.Now()
					var wg sync.WaitGroup
					for j := range 3 {
						wg.Go(func() { time.Sleep(time.Duration(i*j) * time.Hour) })
					}
					wg.Wait()
					sum.Add(int64(time.Since(start)))
				})
			})
		}
	})
	<-outside
	if d := time.Duration(sum.Load()); d != (0+2+4)*time.Hour {
		t.Fatal(d)
	}
}

func TestInsideAndOutside(t *testing.T) {
	start := time.Now()
	synctest.Test(t, func(t *testing.T) { time.Sleep(1000 * time.Hour) })
	if d := time.Since(start); d > time.Hour {
		t.Fatalf("%v passed outside of the bubble", d)
	}
}

func TestMutexInside(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		n := 0
		for range 4 {
			go func() {
				for range 3 {
					mu.Lock()
					n++
					mu.Unlock()
					time.Sleep(time.Second)
				}
			}()
		}
		time.Sleep(3*time.Second - 1)
		synctest.Wait()
		if n != 12 {
			t.Fatal(n)
		}
		time.Sleep(1) // the last of their naps
	})
}

func TestCondInside(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		cond := sync.NewCond(&mu)
		ready, woken := false, 0
		for range 3 {
			go func() {
				mu.Lock()
				defer mu.Unlock()
				for !ready {
					cond.Wait()
				}
				woken++
			}()
		}
		synctest.Wait()
		mu.Lock()
		ready = true
		mu.Unlock()
		cond.Broadcast()
		synctest.Wait()
		if woken != 3 {
			t.Fatal(woken)
		}
	})
}

func TestCleanupInside(t *testing.T) {
	var log []string
	t.Run("sub", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			start := time.Now()
			ctx := t.Context()
			t.Cleanup(func() {
				if ctx.Err() == nil {
					t.Error("the context lives on")
				}
				time.Sleep(time.Hour)
				if time.Since(start) != 2*time.Hour {
					t.Error(time.Since(start))
				}
				log = append(log, "cleanup")
			})
			time.Sleep(time.Hour)
			log = append(log, "test")
		})
	})
	if !slices.Equal(log, []string{"test", "cleanup"}) {
		t.Fatal(log)
	}
}

func TestSelectInside(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b := make(chan int), make(chan int)
		go func() { time.Sleep(time.Second); a <- 1 }()
		go func() { time.Sleep(2 * time.Second); b <- 2 }()
		for want := 1; want <= 2; want++ {
			select {
			case v := <-a:
				if want != 1 || v != 1 {
					t.Fatal(want, v)
				}
			case v := <-b:
				if want != 2 || v != 2 {
					t.Fatal(want, v)
				}
			case <-time.After(time.Hour):
				t.Fatal("too late")
			}
		}
	})
}

// What timers of a bubble start belongs to the run, too.
func TestAfterFunc(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		x := 1
		c := make(chan int)
		time.AfterFunc(time.Second, func() { x++; c <- x })
		if <-c != 2 {
			t.Error(x)
		}
		tm := time.AfterFunc(time.Hour, func() { x++; c <- x })
		x++
		go func() { time.Sleep(time.Millisecond); tm.Reset(time.Second) }()
		if <-c != 4 {
			t.Error(x)
		}
		synctest.Wait()
	})
}

func TestAfterFuncLocks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		cond := sync.NewCond(&mu)
		n := 0
		for range 3 { // at the same time
			time.AfterFunc(time.Second, func() { mu.Lock(); n++; mu.Unlock(); cond.Broadcast() })
		}
		mu.Lock()
		for n < 3 {
			cond.Wait()
		}
		mu.Unlock()
	})
}

func TestTickersTogether(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var n atomic.Int32
		for range 3 {
			go func() {
				tick := time.NewTicker(time.Second)
				defer tick.Stop()
				for range 2 {
					<-tick.C
					n.Add(1)
				}
			}()
		}
		time.Sleep(2500 * time.Millisecond)
		synctest.Wait()
		if n.Load() != 6 {
			t.Errorf("%d ticks", n.Load())
		}
	})
}
