package cs

import (
	"sync"
	"sync/atomic"
	"testing"
)

// TestStack is CS/stack: a stack under a mutex. The bug: the flag that lets the consumer pop says
// that something was pushed once, and not that something is left.
func TestStack(t *testing.T) {
	const size = 10
	var (
		mu     sync.Mutex
		top    atomic.Int32
		values [size]atomic.Int32
		pushed atomic.Bool
		wg     sync.WaitGroup
	)
	wg.Go(func() {
		for i := range int32(size) {
			mu.Lock()
			if top.Load() == size {
				t.Error("overflow")
			} else {
				values[top.Load()].Store(i)
				top.Add(1)
			}
			pushed.Store(true)
			mu.Unlock()
		}
	})
	wg.Go(func() {
		for range size {
			mu.Lock()
			if pushed.Load() {
				if top.Load() == 0 {
					t.Error("underflow")
				} else {
					top.Add(-1)
					values[top.Load()].Load()
				}
			}
			mu.Unlock()
		}
	})
	wg.Wait()
}

// TestQueue is CS/queue: two goroutines take turns with a queue by two flags. The bug: each
// counts its attempts and not its turns, so that the consumer compares what it takes with what
// was stored in another place.
func TestQueue(t *testing.T) {
	const size = 20
	var (
		mu               sync.Mutex
		elements, stored [size]atomic.Int32
		head, tail       atomic.Int32
		mayPut, mayTake  atomic.Bool
		wg               sync.WaitGroup
	)
	mayPut.Store(true)
	put := func(v int32) {
		elements[tail.Load()].Store(v)
		tail.Add(1)
	}
	wg.Go(func() {
		value := int32(0)
		mu.Lock()
		put(value)
		stored[0].Store(value)
		if head.Load() == tail.Load() {
			t.Error("the queue is empty")
		}
		mu.Unlock()
		for i := range size - 1 {
			mu.Lock()
			if mayPut.Load() {
				value++
				put(value)
				stored[i+1].Store(value)
				mayPut.Store(false)
				mayTake.Store(true)
			}
			mu.Unlock()
		}
	})
	wg.Go(func() {
		for i := range size {
			mu.Lock()
			if mayTake.Load() {
				v := elements[head.Load()].Load()
				head.Add(1)
				if v != stored[i].Load() {
					t.Errorf("%d is taken from the queue, and another value was stored", v)
				}
				mayTake.Store(false)
				mayPut.Store(true)
			}
			mu.Unlock()
		}
	})
	wg.Wait()
}

// TestCircularBuffer is CS/circular_buffer: a sender and a receiver take turns by two flags. The
// bug: an attempt without a turn is counted too, so that the receiver expects a later element.
func TestCircularBuffer(t *testing.T) {
	const size, rounds = 10, 7
	var (
		mu            sync.Mutex
		buffer        [size]atomic.Int32
		first, next   atomic.Int32
		send, receive atomic.Bool
		wg            sync.WaitGroup
	)
	send.Store(true)
	wg.Go(func() {
		for i := range int32(rounds) {
			mu.Lock()
			if send.Load() {
				buffer[next.Load()].Store(i)
				next.Store((next.Load() + 1) % size)
				send.Store(false)
				receive.Store(true)
			}
			mu.Unlock()
		}
	})
	wg.Go(func() {
		for i := range int32(rounds) {
			mu.Lock()
			if receive.Load() {
				v := int32(-1)
				if next.Load() > 0 && first.Load() < size {
					v = buffer[first.Load()].Load()
					first.Add(1)
				}
				if v != i {
					t.Errorf("element %d is received as number %d", v, i)
				}
				receive.Store(false)
				send.Store(true)
			}
			mu.Unlock()
		}
	})
	wg.Wait()
}
