package cs

import (
	"sync"
	"sync/atomic"
	"testing"
)

// TestAccount is CS/account: a deposit, a withdrawal and a check, each under the lock. The bug:
// the check takes the deposit for a withdrawal, which shows only when it comes last.
func TestAccount(t *testing.T) {
	const start, in, out = 1, 2, 4
	var (
		mu                   sync.Mutex
		balance              atomic.Int32
		deposited, withdrawn atomic.Bool
		wg                   sync.WaitGroup
	)
	balance.Store(start)
	wg.Go(func() {
		mu.Lock()
		defer mu.Unlock()
		if deposited.Load() && withdrawn.Load() && balance.Load() != start-in-out {
			t.Error("the balance is not what the check expects")
		}
	})
	wg.Go(func() {
		mu.Lock()
		defer mu.Unlock()
		balance.Store(balance.Load() + in)
		deposited.Store(true)
	})
	wg.Go(func() {
		mu.Lock()
		defer mu.Unlock()
		balance.Store(balance.Load() - out)
		withdrawn.Store(true)
	})
	wg.Wait()
}

// TestLazy01 is CS/lazy01: three goroutines take one lock. The bug: the third relies on coming
// before one of the others.
func TestLazy01(t *testing.T) {
	var mu sync.Mutex
	var data atomic.Int32
	var wg sync.WaitGroup
	for _, by := range []int32{1, 2} {
		wg.Go(func() {
			mu.Lock()
			defer mu.Unlock()
			data.Store(data.Load() + by)
		})
	}
	wg.Go(func() {
		mu.Lock()
		defer mu.Unlock()
		if data.Load() >= 3 {
			t.Error("both others came first")
		}
	})
	wg.Wait()
}

// TestTokenRing is CS/token_ring: three goroutines pass a value round, each in one atomic
// section, and a fourth asserts that all have the same. The bug: nobody minds the order.
func TestTokenRing(t *testing.T) {
	var (
		section sync.Mutex
		x       [3]atomic.Int32
		done    [3]atomic.Bool
		wg      sync.WaitGroup
	)
	x[0].Store(1)
	x[1].Store(2)
	x[2].Store(1)
	pass := func(to int, value func() int32) {
		wg.Go(func() {
			section.Lock()
			defer section.Unlock()
			x[to].Store(value())
			done[to].Store(true)
		})
	}
	pass(0, func() int32 { return (x[2].Load() + 1) % 4 })
	pass(1, func() int32 { return x[0].Load() })
	pass(2, func() int32 { return x[1].Load() })
	wg.Go(func() {
		section.Lock()
		defer section.Unlock()
		if done[0].Load() && done[1].Load() && done[2].Load() &&
			(x[0].Load() != x[1].Load() || x[1].Load() != x[2].Load()) {
			t.Error("the token has not gone round")
		}
	})
	wg.Wait()
}

// deadlock01 lets two goroutines take two locks, in opposite orders unless it is correct.
func deadlock01(correct bool) {
	var a, b sync.Mutex
	var counter atomic.Int32
	both := func(first, second *sync.Mutex, by int32) {
		first.Lock()
		second.Lock()
		counter.Store(counter.Load() + by)
		second.Unlock()
		first.Unlock()
	}
	var wg sync.WaitGroup
	wg.Go(func() { both(&a, &b, 1) })
	if correct {
		wg.Go(func() { both(&a, &b, -1) })
	} else {
		wg.Go(func() { both(&b, &a, -1) })
	}
	wg.Wait()
}

// TestDeadlock01 is CS/deadlock01. The bug: a deadlock of two goroutines and two locks.
func TestDeadlock01(*testing.T) { deadlock01(false) }

// TestCorrectDeadlock01 is correct.
func TestCorrectDeadlock01(*testing.T) { deadlock01(true) }

// TestCarter01 is CS/carter01: operations of two classes exclude each other by a lock that the
// first of a class takes and the last one releases. The bug: the count of each class is
// guarded by the same lock, so that the first of the second class waits for the other class
// and keeps it from leaving.
func TestCarter01(*testing.T) {
	var counts, class sync.Mutex
	operation := func(n *atomic.Int32) {
		counts.Lock()
		if n.Add(1) == 1 {
			class.Lock()
		}
		counts.Unlock()
		counts.Lock()
		if n.Add(-1) == 0 {
			class.Unlock()
		}
		counts.Unlock()
	}
	var a, b atomic.Int32
	var wg sync.WaitGroup
	wg.Go(func() { operation(&a) })
	wg.Go(func() { operation(&b) })
	wg.Go(func() {}) // two goroutines do nothing, as in the program
	wg.Go(func() {})
	wg.Wait()
}

// bluetooth is a driver that is stopped while a request comes in (Qadeer and Wu, PLDI 2004). The
// bug: a request looks at the flag first and counts itself then; in between, the driver is
// stopped. The correct version counts itself first.
func bluetooth(t *testing.T, correct bool) {
	var (
		pending                         atomic.Int32
		stopping, stopEvent, isReleased atomic.Bool
		wg                              sync.WaitGroup
	)
	pending.Store(1)
	leave := func() {
		if pending.Add(-1) == 0 {
			stopEvent.Store(true)
		}
	}
	wg.Go(func() {
		stopping.Store(true)
		leave()
		if stopEvent.Load() {
			isReleased.Store(true)
		}
	})
	wg.Go(func() {
		if correct {
			pending.Add(1)
		}
		if stopping.Load() {
			if correct {
				leave()
			}
			return
		}
		if !correct {
			pending.Add(1)
		}
		if isReleased.Load() {
			t.Error("a request is served after the driver has been stopped")
		}
		leave()
	})
	wg.Wait()
}

// TestBluetoothDriver is CS/bluetooth_driver.
func TestBluetoothDriver(t *testing.T) { bluetooth(t, false) }

// TestCorrectBluetoothDriver is correct.
func TestCorrectBluetoothDriver(t *testing.T) { bluetooth(t, true) }
