// Package panics holds programs that panic in some goroutine.
package panics

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

type conn struct {
	closed atomic.Bool
	done   chan bool
}

func (c *conn) close() {
	if !c.closed.Load() {
		c.closed.Store(true)
		close(c.done)
	}
}

// Both ends close the connection: each looks at the flag before it sets it.
//
//chaosrun:expect panic
func TestDoubleClose(t *testing.T) {
	c := &conn{done: make(chan bool)}
	var wg sync.WaitGroup
	wg.Go(c.close)
	wg.Go(c.close)
	wg.Wait()
}

// Each worker that sees no work left closes the results; two can see that.
//
//chaosrun:expect panic
func TestTwoLastWorkers(t *testing.T) {
	results := make(chan int, 2)
	var left atomic.Int32
	left.Store(2)
	for i := range 2 {
		go func() {
			results <- i
			left.Add(-1)
			if left.Load() == 0 {
				close(results)
			}
		}()
	}
	for range results {
	}
}

type broker struct {
	mu   sync.Mutex
	subs []chan int
}

func (b *broker) publish(v int) {
	b.mu.Lock()
	subs := b.subs
	b.mu.Unlock()
	for _, ch := range subs {
		select {
		case ch <- v:
		default:
		}
	}
}

func (b *broker) unsubscribe() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, ch := range b.subs {
		close(ch)
	}
	b.subs = nil
}

// publish sends to a snapshot of the subscribers, without the lock under which
// unsubscribe closes them.
//
//chaosrun:expect panic
func TestPublishToClosed(t *testing.T) {
	b := &broker{subs: []chan int{make(chan int, 1)}}
	var wg sync.WaitGroup
	wg.Go(func() { b.publish(1) })
	wg.Go(b.unsubscribe)
	wg.Wait()
}

// A debounced event is sent by a timer; Stop does not wait for a callback that has
// begun.
//
//chaosrun:expect panic
func TestTimerSendsAfterClose(t *testing.T) {
	events := make(chan string, 1)
	timer := time.AfterFunc(time.Second, func() { events <- "saved" })
	time.Sleep(time.Second)
	timer.Stop()
	close(events)
}

// The producer asks whether it is over before it sends, not while it sends.
//
//chaosrun:expect panic
func TestProducerOfClosedQueue(t *testing.T) {
	queue, quit := make(chan int, 1), make(chan bool)
	go func() {
		select {
		case <-quit:
			return
		default:
		}
		queue <- 1
	}()
	close(quit)
	close(queue)
}
