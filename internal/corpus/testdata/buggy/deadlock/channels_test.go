package deadlock

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// Two senders look at len(ch) before they send into the last free slot.
//
//chaosrun:expect deadlock
func TestStaleLen(t *testing.T) {
	ch := make(chan int, 1)
	var wg sync.WaitGroup
	for i := range 2 {
		wg.Go(func() {
			if len(ch) < cap(ch) {
				ch <- i
			}
		})
	}
	wg.Wait()
}

// Both workers miss in the cache and send, but there is room for one result until
// both have ended.
//
//chaosrun:expect deadlock
func TestResultsReadAfterWait(t *testing.T) {
	var seen sync.Map
	results := make(chan string, 1)
	var wg sync.WaitGroup
	for _, url := range []string{"/a", "/a"} {
		wg.Go(func() {
			if _, ok := seen.Load(url); !ok {
				seen.Store(url, true)
				results <- url
			}
		})
	}
	wg.Wait()
	close(results)
	for range results {
	}
}

// A consumer pauses by setting its channel to nil; the signal to resume is sent
// without blocking, so it is lost when the consumer is not waiting yet.
//
//chaosrun:expect deadlock
func TestNilChannelNeverResumed(t *testing.T) {
	data, pause, resume := make(chan int, 1), make(chan bool), make(chan bool)
	go func() {
		pause <- true
		runtime.Gosched() // let it pause
		select {
		case resume <- true:
		default: // it runs already
		}
	}()
	in := data
	for got := false; !got; {
		select {
		case <-pause:
			in = nil
			data <- 1
		case <-resume:
			in = data
		case <-in:
			got = true
		}
	}
}

// A worker leaves as soon as a job has failed; when both have left nobody takes the
// last job.
//
//chaosrun:expect deadlock
func TestWorkersLeaveFeederBehind(t *testing.T) {
	jobs := make(chan int)
	var failed atomic.Bool
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			for j := range jobs {
				if j == 2 {
					failed.Store(true)
				}
				if failed.Load() {
					return
				}
			}
		})
	}
	for j := range 4 {
		jobs <- j
	}
	close(jobs)
	wg.Wait()
}

// A directory walk holds a slot of the semaphore while it asks for one for the child.
//
//chaosrun:expect deadlock
func TestSemaphoreTakenTwice(t *testing.T) {
	slots := make(chan bool, 2)
	var walk func(depth int)
	walk = func(depth int) {
		slots <- true
		defer func() { <-slots }()
		if depth > 0 {
			walk(depth - 1)
		}
	}
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() { walk(1) })
	}
	wg.Wait()
}

type topic struct {
	mu   sync.Mutex
	subs map[chan int]bool
}

func (p *topic) publish(v int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for ch := range p.subs {
		ch <- v
	}
}

func (p *topic) unsubscribe(ch chan int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.subs, ch)
}

// The publisher sends under the lock that a leaving subscriber wants.
//
//chaosrun:expect deadlock
func TestUnsubscribeWhilePublishing(t *testing.T) {
	ch := make(chan int)
	p := &topic{subs: map[chan int]bool{ch: true}}
	done := make(chan bool)
	go func() {
		<-ch
		p.unsubscribe(ch)
		close(done)
	}()
	p.publish(1)
	p.publish(2)
	<-done
}

// The producers count themselves out with Load and Store, so that it can happen that
// none of them is the last one and closes the channel.
//
//chaosrun:expect deadlock
func TestNobodyCloses(t *testing.T) {
	out := make(chan int, 2)
	var left atomic.Int32
	left.Store(2)
	for i := range 2 {
		go func() {
			out <- i
			n := left.Load() - 1
			left.Store(n)
			if n == 0 {
				close(out)
			}
		}()
	}
	for range out {
	}
}

// The server may see quit before a request that was sent earlier; its client waits
// for a reply.
//
//chaosrun:expect deadlock
func TestSelectForgetsRequest(t *testing.T) {
	requests, quit := make(chan chan int, 1), make(chan bool)
	go func() {
		for {
			select {
			case reply := <-requests:
				reply <- 1
			case <-quit:
				return
			}
		}
	}()
	reply := make(chan int)
	requests <- reply
	go close(quit)
	<-reply
}

// The work is over just when its timer fires: the drain after Stop blocks if the other
// goroutine has received the tick.
//
//chaosrun:expect deadlock
func TestTimerDrainedTwice(t *testing.T) {
	work := time.After(time.Second)
	timer := time.NewTimer(time.Second)
	go func() {
		<-timer.C
	}()
	<-work
	if !timer.Stop() {
		<-timer.C
	}
}

// A sender that does not watch the context goes on after the receiver has given up.
//
//chaosrun:expect deadlock
func TestSenderIgnoresCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	items := make(chan int)
	go func() {
		for {
			select {
			case <-items:
			case <-ctx.Done():
				return
			}
		}
	}()
	items <- 1
	go cancel()
	items <- 2
}

// Requests and answers use one channel: a client that waits for its answer can take the
// request of the other, and the server is short of one.
//
//chaosrun:expect deadlock
func TestRequestTakenForAnswer(t *testing.T) {
	bus := make(chan string)
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			bus <- "ping"
			<-bus
		})
	}
	for range 2 {
		<-bus
		bus <- "pong"
	}
	wg.Wait()
}

// The bounded feeder stops on cancel, but a stage behind it waits for the end of a
// channel that is closed on the good path only.
//
//chaosrun:expect deadlock
func TestCancelledStageDoesNotClose(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	out := make(chan int)
	go cancel()
	go func() {
		for i := range 2 {
			select {
			case out <- i:
			case <-ctx.Done():
				return
			}
		}
		close(out)
	}()
	for range out {
	}
}
