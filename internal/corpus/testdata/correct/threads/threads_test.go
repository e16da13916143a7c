// Package threads has correct programs that lock goroutines to threads.
package threads

import (
	"runtime"
	"sync"
	"syscall"
	"testing"
	"time"
)

func TestLockInTest(t *testing.T) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	tid := syscall.Gettid()
	ch := make(chan int)
	go func() {
		for i := range 5 {
			ch <- i
		}
		close(ch)
	}()
	n := 0
	for v := range ch {
		if v != n {
			t.Fatalf("%d, want %d", v, n)
		}
		n++
		if now := syscall.Gettid(); now != tid {
			t.Fatalf("moved from thread %d to %d", tid, now)
		}
	}
	if n != 5 {
		t.Fatal(n)
	}
}

func TestLockInGoroutines(t *testing.T) {
	var mu sync.Mutex
	var wg sync.WaitGroup
	tids := map[int]int{}
	start := make(chan bool)
	for range 3 {
		wg.Go(func() {
			runtime.LockOSThread()
			defer runtime.UnlockOSThread()
			tid := syscall.Gettid()
			mu.Lock()
			tids[tid]++
			mu.Unlock()
			<-start // all three hold their threads now
			for range 3 {
				runtime.Gosched()
				if syscall.Gettid() != tid {
					t.Error("moved")
				}
			}
		})
	}
	for {
		mu.Lock()
		n := 0
		for _, k := range tids {
			n += k
		}
		mu.Unlock()
		if n == 3 {
			break
		}
		time.Sleep(time.Microsecond)
	}
	close(start)
	wg.Wait()
	if len(tids) != 3 {
		t.Fatalf("%d threads for 3 locked goroutines: %v", len(tids), tids)
	}
}

func TestLockNests(t *testing.T) {
	done := make(chan bool)
	go func() {
		defer close(done)
		runtime.LockOSThread()
		runtime.LockOSThread()
		tid := syscall.Gettid()
		runtime.UnlockOSThread()
		runtime.Gosched() // still locked
		if syscall.Gettid() != tid {
			t.Error("moved")
		}
		runtime.UnlockOSThread()
		runtime.UnlockOSThread() // more often than locked: nothing happens
		runtime.Gosched()
	}()
	runtime.Gosched()
	<-done
}

// The thread of a goroutine that exits while locked is ended.
func TestExitWhileLocked(t *testing.T) {
	tids := make(chan int, 3)
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			runtime.LockOSThread()
			runtime.Gosched()
			tids <- syscall.Gettid()
		})
	}
	wg.Wait()
	seen := map[int]bool{}
	for range 3 {
		seen[<-tids] = true
	}
	if len(seen) == 0 {
		t.Fatal("no threads")
	}
	// The scheduler still works.
	ch := make(chan int)
	go func() { ch <- 1 }()
	if <-ch != 1 {
		t.Fatal("not 1")
	}
}

func TestGoexitWhileLocked(t *testing.T) {
	done := make(chan bool)
	go func() {
		defer close(done)
		runtime.LockOSThread()
		runtime.Gosched()
		runtime.Goexit()
	}()
	<-done
}

// A pair of locked goroutines plays ping-pong.
func TestPingPong(t *testing.T) {
	ping, pong := make(chan int), make(chan int)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		for v := range ping {
			pong <- v + 1
		}
		close(pong)
	}()
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	v := 0
	for range 20 {
		ping <- v
		v = <-pong
	}
	close(ping)
	if _, ok := <-pong; ok || v != 20 {
		t.Fatal(v, ok)
	}
}

// Work for one thread comes by channel, as for a GUI's main thread.
func TestMainThreadLoop(t *testing.T) {
	type job struct {
		f    func()
		done chan bool
	}
	jobs := make(chan job)
	var loopTID int
	var wg sync.WaitGroup
	ready := make(chan bool)
	wg.Go(func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		loopTID = syscall.Gettid()
		close(ready)
		for j := range jobs {
			j.f()
			j.done <- true
		}
	})
	<-ready
	var users sync.WaitGroup
	for range 3 {
		users.Go(func() {
			for range 2 {
				done := make(chan bool)
				tid := 0
				jobs <- job{func() { tid = syscall.Gettid() }, done}
				<-done
				if tid != loopTID {
					t.Errorf("ran on thread %d, want %d", tid, loopTID)
				}
			}
		})
	}
	users.Wait()
	close(jobs)
	wg.Wait()
}

func TestSleepAndLock(t *testing.T) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	tid := syscall.Gettid()
	var mu sync.Mutex
	var wg sync.WaitGroup
	n := 0
	for range 3 {
		wg.Go(func() {
			runtime.LockOSThread() // and never unlocked
			mu.Lock()
			defer mu.Unlock()
			time.Sleep(time.Microsecond)
			n++
		})
	}
	wg.Wait()
	time.Sleep(time.Microsecond)
	if n != 3 || syscall.Gettid() != tid {
		t.Fatal(n, syscall.Gettid(), tid)
	}
}
