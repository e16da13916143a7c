// Package leak holds programs that leave goroutines behind.
package leak

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// The answer and the timeout come at the same instant; if the timeout wins, the sender
// of the late answer has no receiver.
//
//chaosrun:expect leak
func TestLateResult(t *testing.T) {
	result := make(chan int)
	go func() {
		time.Sleep(time.Second)
		result <- 1
	}()
	select {
	case <-result:
	case <-time.After(time.Second):
	}
}

// The first replica's answer is used, the others can never deliver theirs.
//
//chaosrun:expect leak
func TestFirstReplicaWins(t *testing.T) {
	answers := make(chan int)
	for i := range 3 {
		go func() { answers <- i * i }()
	}
	<-answers
}

// The early return forgets cancel; it is taken only if the request has failed by then.
//
//chaosrun:expect leak
func TestCancelForgotten(t *testing.T) {
	var failed atomic.Bool
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		<-ctx.Done()
	}()
	go failed.Store(true)
	if failed.Load() {
		return
	}
	cancel()
}

// The audit log must outlive the request, so its context has no cancel: nothing ends it.
//
//chaosrun:expect leak
func TestWithoutCancel(t *testing.T) {
	request, cancel := context.WithCancel(context.Background())
	entries := make(chan string, 1)
	audit := context.WithoutCancel(request)
	go func() {
		for {
			select {
			case <-entries:
			case <-audit.Done():
				return
			}
		}
	}()
	entries <- "login"
	cancel()
}

// The goroutine that reports errors has room for one, and the reader leaves after the
// first.
//
//chaosrun:expect leak
func TestReturnOnFirstError(t *testing.T) {
	var calls atomic.Int32
	errs := make(chan error, 1)
	for range 3 {
		go func() {
			if calls.Add(1) > 1 {
				errs <- nil
				return
			}
			errs <- errors.New("cannot connect")
		}()
	}
	for range 3 {
		if err := <-errs; err != nil {
			return
		}
	}
}

// The consumer of a generator stops at the value that it looked for.
//
//chaosrun:expect leak
func TestConsumerBreaks(t *testing.T) {
	values := make(chan int)
	go func() {
		defer close(values)
		for i := range 10 {
			values <- i
		}
	}()
	for v := range values {
		if v == 3 {
			break
		}
	}
}

// done is sent, not closed, and meant for the monitor; a worker that has not yet seen
// the end of its jobs can take it.
//
//chaosrun:expect leak
func TestDoneSentNotClosed(t *testing.T) {
	jobs, done := make(chan int), make(chan bool)
	go func() {
		select {
		case <-jobs:
		case <-done:
		}
	}()
	go func() { <-done }()
	close(jobs)
	done <- true
}

type service struct {
	running atomic.Bool
	quit    chan bool
	started sync.WaitGroup
}

func (s *service) start() {
	if s.running.Load() {
		return
	}
	s.running.Store(true)
	quit := make(chan bool)
	s.quit = quit
	go func() { <-quit }()
}

// Two callers start the service at the same time: stop knows of the later loop only.
//
//chaosrun:expect leak
func TestStartedTwice(t *testing.T) {
	s := new(service)
	s.started.Go(s.start)
	s.started.Go(s.start)
	s.started.Wait()
	close(s.quit)
}

type hub struct {
	mu   sync.Mutex
	subs map[int]chan string
}

// Unsubscribe removes the channel and closes it if it was still there, while closeAll
// has taken the map away: nobody closes that one.
//
//chaosrun:expect leak
func TestUnsubscribeDuringClose(t *testing.T) {
	h := &hub{subs: map[int]chan string{1: make(chan string), 2: make(chan string)}}
	var wg sync.WaitGroup
	for _, ch := range h.subs {
		go func() {
			for range ch {
			}
		}()
	}
	wg.Go(func() { // unsubscribe
		h.mu.Lock()
		ch := h.subs[1]
		delete(h.subs, 1)
		h.mu.Unlock()
		h.mu.Lock()
		if len(h.subs) > 0 {
			close(ch)
		}
		h.mu.Unlock()
	})
	wg.Go(func() { // closeAll
		h.mu.Lock()
		defer h.mu.Unlock()
		for _, ch := range h.subs {
			close(ch)
		}
		h.subs = nil
	})
	wg.Wait()
}

// A lock is kept on the error path; whoever comes later is never seen again, and the
// test does not wait for it.
//
//chaosrun:expect leak
func TestWaitsForForgottenLock(t *testing.T) {
	var mu sync.Mutex
	balance := 0
	for range 2 {
		go func() {
			mu.Lock()
			balance++
			mu.Unlock()
		}()
	}
	mu.Lock()
	if balance == 1 {
		return
	}
	mu.Unlock()
}

// Close signals one of two waiting workers.
//
//chaosrun:expect leak
func TestOneWorkerSignalled(t *testing.T) {
	var mu sync.Mutex
	cond := sync.NewCond(&mu)
	closed := false
	for range 2 {
		go func() {
			mu.Lock()
			defer mu.Unlock()
			for !closed {
				cond.Wait()
			}
		}()
	}
	mu.Lock()
	closed = true
	mu.Unlock()
	cond.Signal()
}

// A queue that is set after the worker has looked at it: the worker waits on a nil
// channel.
//
//chaosrun:expect leak
func TestNilChannel(t *testing.T) {
	var queue atomic.Pointer[chan int]
	queue.Store(new(chan int))
	go func() {
		<-*queue.Load()
	}()
	ch := make(chan int)
	close(ch)
	queue.Store(&ch)
}

// The semaphore's slot is not given back when the job fails.
//
//chaosrun:expect leak
func TestSlotNotReleased(t *testing.T) {
	slots := make(chan bool, 1)
	var down atomic.Bool
	for range 2 {
		go func() {
			slots <- true
			if down.Load() {
				return
			}
			<-slots
		}()
	}
	down.Store(true)
}

// stop reports that the callback has begun, and nobody takes what it sends.
//
//chaosrun:expect leak
func TestContextAfterFunc(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	closed := make(chan error)
	stop := context.AfterFunc(ctx, func() { closed <- ctx.Err() })
	go cancel()
	stop()
}

// or-done without the inner select: the forwarder is stuck in its send when done is
// closed.
//
//chaosrun:expect leak
func TestForwarderWithoutInnerSelect(t *testing.T) {
	done, in, out := make(chan bool), make(chan int, 2), make(chan int)
	in <- 1
	in <- 2
	go func() {
		for {
			select {
			case <-done:
				return
			case v := <-in:
				out <- v
			}
		}
	}()
	<-out
	close(done)
}

// Two stages hand values on with the same done channel; the first has no select.
//
//chaosrun:expect leak
func TestPipelineStageWithoutDone(t *testing.T) {
	done := make(chan bool)
	stage := func(in <-chan int, watch bool) <-chan int {
		out := make(chan int)
		quit := done
		if !watch {
			quit = nil
		}
		go func() {
			defer close(out)
			for v := range in {
				select {
				case out <- v:
				case <-quit:
					return
				}
			}
		}()
		return out
	}
	in := make(chan int, 3)
	in <- 1
	in <- 2
	in <- 3
	close(in)
	<-stage(stage(in, false), true)
	close(done)
}
