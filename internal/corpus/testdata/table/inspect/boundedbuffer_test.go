// Package inspect has programs of SCTBench's folder Inspect_benchmarks, which come from the model
// checker Inspect (Yang, Chen and Gopalakrishnan).
package inspect

import (
	"sync"
	"sync/atomic"
	"testing"
)

// boundedBuffer lets two producers and two consumers exchange items through a buffer of two, with
// condition variables. The bug: a consumer that has waited for an item releases the lock and takes
// it again before it takes the item, and by then another may have it. The correct version keeps
// the lock.
func boundedBuffer(correct bool) {
	const size, each = 3, 4
	var (
		mu                          sync.Mutex
		notFull                     = sync.NewCond(&mu)
		notEmpty                    = sync.NewCond(&mu)
		buffer                      [size]atomic.Int32
		head, rear                  atomic.Int32
		waitingToPut, waitingToTake atomic.Int32
		wg                          sync.WaitGroup
	)
	full := func() bool { return (rear.Load()+1)%size == head.Load() }
	empty := func() bool { return head.Load() == rear.Load() }
	put := func(v int32) {
		mu.Lock()
		defer mu.Unlock()
		waitingToPut.Add(1)
		for full() {
			notFull.Wait()
		}
		waitingToPut.Add(-1)
		buffer[rear.Load()].Store(v)
		rear.Store((rear.Load() + 1) % size)
		if waitingToTake.Load() > 0 {
			notEmpty.Signal()
		}
	}
	take := func() bool {
		mu.Lock()
		defer mu.Unlock()
		waitingToTake.Add(1)
		for empty() {
			notEmpty.Wait()
		}
		waitingToTake.Add(-1)
		if !correct {
			mu.Unlock()
			mu.Lock()
		}
		if empty() {
			return false
		}
		buffer[head.Load()].Load()
		head.Store((head.Load() + 1) % size)
		if waitingToPut.Load() > 0 {
			notFull.Signal()
		}
		return true
	}
	for range 2 {
		wg.Go(func() {
			for i := range int32(each) {
				put(i)
			}
		})
	}
	for range 2 {
		wg.Go(func() {
			for range each {
				if !take() {
					panic("an item is taken from an empty buffer")
				}
			}
		})
	}
	wg.Wait()
}

// TestBoundedBuffer is Inspect_benchmarks/boundedBuffer as PERIOD and SURW measure it.
func TestBoundedBuffer(*testing.T) { boundedBuffer(false) }

// TestCorrectBoundedBuffer is correct.
func TestCorrectBoundedBuffer(*testing.T) { boundedBuffer(true) }
