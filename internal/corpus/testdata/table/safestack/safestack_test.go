// Package safestack has Vyukov's SafeStack, of which SCTBench says that its bug needs three
// goroutines and at least five preemptions.
package safestack

import (
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
)

const threads = 3

// stack is a lock-free stack of the indices of an array.
type stack struct {
	head, count atomic.Int32
	next        [threads]atomic.Int32
}

// pop takes an index, or -1 if only one is left or another goroutine is taking it. The bug: a
// goroutine that was held up puts back a successor that is no longer the one.
func (s *stack) pop() int32 {
	for s.count.Load() > 1 {
		head := s.head.Load()
		next := s.next[head].Swap(-1)
		if next < 0 {
			runtime.Gosched()
			continue
		}
		if s.head.CompareAndSwap(head, next) {
			s.count.Add(-1)
			return head
		}
		s.next[head].Swap(next)
	}
	return -1
}

func (s *stack) push(index int32) {
	for {
		head := s.head.Load()
		s.next[index].Store(head)
		if s.head.CompareAndSwap(head, index) {
			break
		}
	}
	s.count.Add(1)
}

// TestSafeStack is SafeStack: three goroutines each take an index and put it back, twice, and
// assert that nobody else has it in the meantime. Vyukov posted it to the forum of CHESS in 2010.
func TestSafeStack(t *testing.T) {
	var s stack
	s.count.Store(threads)
	for i := range int32(threads) {
		s.next[i].Store(i + 1)
	}
	s.next[threads-1].Store(-1)
	var values [threads]atomic.Int32
	var wg sync.WaitGroup
	for id := range int32(threads) {
		wg.Go(func() {
			for range 2 {
				index := s.pop()
				for index < 0 {
					runtime.Gosched()
					index = s.pop()
				}
				values[index].Store(id)
				if values[index].Load() != id {
					t.Error("two goroutines have the same index")
				}
				s.push(index)
			}
		})
	}
	wg.Wait()
}
