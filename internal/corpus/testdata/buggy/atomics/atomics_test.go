// Package atomics holds bugs written with the function forms of sync/atomic, which
// the compiler turns into single instructions.
package atomics

import (
	"sync"
	"sync/atomic"
	"testing"
	"unsafe"
)

// An increment made of LoadInt64 and StoreInt64 loses updates.
//
//chaosrun:expect assert
func TestLostUpdate(t *testing.T) {
	var n int64
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() { atomic.StoreInt64(&n, atomic.LoadInt64(&n)+1) })
	}
	wg.Wait()
	if got := atomic.LoadInt64(&n); got != 2 {
		t.Errorf("counter is %d, want 2", got)
	}
}

// The flag is looked at, then set: both close the channel.
//
//chaosrun:expect panic
func TestDoubleClose(t *testing.T) {
	var closed int32
	ch := make(chan bool)
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			if atomic.LoadInt32(&closed) == 0 {
				atomic.StoreInt32(&closed, 1)
				close(ch)
			}
		})
	}
	wg.Wait()
}

// The last of the workers is the one that sees no other left, and both can be it.
//
//chaosrun:expect panic
func TestTwoLastWorkers(t *testing.T) {
	left := int32(2)
	done := make(chan bool)
	for range 2 {
		go func() {
			atomic.AddInt32(&left, -1)
			if atomic.LoadInt32(&left) == 0 {
				close(done)
			}
		}()
	}
	<-done
}

// A swap of a stale value fails for ever.
//
//chaosrun:expect livelock
func TestStaleCompareAndSwap(t *testing.T) {
	var n uint32
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			old := atomic.LoadUint32(&n)
			for !atomic.CompareAndSwapUint32(&n, old, old+1) {
			}
		})
	}
	wg.Wait()
}

// The session is checked and then read again, across a logout.
//
//chaosrun:expect panic
func TestNilAfterCheck(t *testing.T) {
	p := unsafe.Pointer(new(int))
	go atomic.StorePointer(&p, nil)
	if atomic.LoadPointer(&p) != nil {
		*(*int)(atomic.LoadPointer(&p)) = 1
	}
}

// The state is set in two steps, and a waiter sees the first.
//
//chaosrun:expect deadlock
func TestSignalOnHalfState(t *testing.T) {
	var state int32
	wake := make(chan bool)
	go func() {
		if atomic.AddInt32(&state, 1) == 1 && atomic.SwapInt32(&state, 3) == 1 {
			return // nobody waits
		}
		wake <- true
	}()
	if atomic.LoadInt32(&state) < 3 {
		atomic.OrInt32(&state, 4)
		<-wake
	}
}
