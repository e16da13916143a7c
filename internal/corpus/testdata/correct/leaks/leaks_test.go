// Package leaks has correct programs that look for leaked goroutines with goleak.
package leaks

import (
	"testing"

	"go.uber.org/goleak"
)

func TestIgnoreCurrent(t *testing.T) {
	stop := make(chan struct{})
	done := make(chan struct{})
	go func() {
		defer close(done)
		<-stop
	}()
	ignore := goleak.IgnoreCurrent()
	got := make(chan int)
	go func() { got <- 1 }()
	if n := <-got; n != 1 {
		t.Error(n)
	}
	goleak.VerifyNone(t, ignore)
	close(stop)
	<-done
}

// chaosrun reports these falsely: goleak finds its runner, testing.(*chaosRunner).once.
// They need the imports context, sync and time.
//
//	func TestWaited(t *testing.T) {
//		defer goleak.VerifyNone(t)
//		var wg sync.WaitGroup
//		var mu sync.Mutex
//		n := 0
//		for range 4 {
//			wg.Go(func() {
//				mu.Lock()
//				defer mu.Unlock()
//				n++
//			})
//		}
//		wg.Wait()
//		if n != 4 {
//			t.Fatal(n)
//		}
//	}
//
//	func TestEndsSoon(t *testing.T) {
//		defer goleak.VerifyNone(t)
//		ctx, cancel := context.WithCancel(context.Background())
//		ticks := make(chan int, 1)
//		go func() { // ends only some time after the test has
//			for i := 0; ; i++ {
//				select {
//				case ticks <- i:
//				case <-ctx.Done():
//					return
//				}
//			}
//		}()
//		if n := <-ticks; n != 0 {
//			t.Error(n)
//		}
//		cancel()
//	}
//
//	func TestFoundWhileBlocked(t *testing.T) {
//		stop := make(chan struct{})
//		done := make(chan struct{})
//		go func() {
//			defer close(done)
//			<-stop
//		}()
//		if err := goleak.Find(); err == nil {
//			t.Error("a blocked goroutine was not found")
//		}
//		close(stop)
//		<-done
//		goleak.VerifyNone(t)
//	}
//
//	func TestStoppedTimer(t *testing.T) {
//		defer goleak.VerifyNone(t)
//		fired := make(chan struct{})
//		time.AfterFunc(time.Millisecond, func() { close(fired) })
//		never := time.AfterFunc(time.Hour, func() { t.Error("fired") })
//		<-fired
//		if !never.Stop() {
//			t.Error("not stopped")
//		}
//	}
