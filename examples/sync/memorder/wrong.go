//go:build chaosrun

package memorder

import (
	"sync"
	"sync/atomic"
)

// plainFlag has a flag that is not atomic: "it is only a bool". Nothing orders the two
// writes for the reader.
type plainFlag struct {
	value int
	ready bool
}

func (b *plainFlag) Put(v int) {
	b.value = v
	b.ready = true
}

func (b *plainFlag) TryGet() (int, bool) {
	if !b.ready {
		return 0, false
	}
	return b.value, true
}

// litmus has one goroutine write a and then b, and another read b and then a.
func litmus() (b, a int) {
	var x, y int
	var wg sync.WaitGroup
	wg.Go(func() {
		x = 1
		y = 2
	})
	b = y
	a = x
	wg.Wait()
	return b, a
}

// litmusAtomic is the same with atomic variables, which all see in one order.
func litmusAtomic() (b, a int64) {
	var x, y atomic.Int64
	var wg sync.WaitGroup
	wg.Go(func() {
		x.Store(1)
		y.Store(2)
	})
	b = y.Load()
	a = x.Load()
	wg.Wait()
	return b, a
}
