// Package structures has concurrent data structures with mistakes that few schedules show.
package structures

import (
	"sync"
	"sync/atomic"
	"testing"
)

type node struct {
	value int
	next  *node
}

// stack is a lock-free stack whose nodes are used again.
type stack struct{ top atomic.Pointer[node] }

func (s *stack) push(n *node) {
	for {
		n.next = s.top.Load()
		if s.top.CompareAndSwap(n.next, n) {
			return
		}
	}
}

func (s *stack) pop() *node {
	for {
		n := s.top.Load()
		if n == nil {
			return nil
		}
		next := n.next
		if s.top.CompareAndSwap(n, next) {
			return n
		}
	}
}

// aba lets two goroutines each pop two nodes and push the first one back, and reports whether a
// node had two owners.
func aba() bool {
	var s stack
	for i := range 3 {
		s.push(&node{value: i})
	}
	var taken [3]atomic.Int32
	var bad atomic.Bool
	own := func(n *node) {
		if n != nil && taken[n.value].Add(1) > 1 {
			bad.Store(true)
		}
	}
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			a := s.pop()
			own(a)
			own(s.pop())
			if a != nil {
				taken[a.value].Add(-1)
				s.push(a)
			}
		})
	}
	wg.Wait()
	return bad.Load()
}

// TestABA: a node has two owners, three times in a row.
func TestABA(t *testing.T) {
	if aba() && aba() && aba() {
		t.Fatal("nodes had two owners")
	}
}

// deque is a work-stealing deque in which the owner takes the last element without making
// sure of it.
type deque struct {
	items       [16]int
	top, bottom atomic.Int64
}

func (d *deque) push(v int) {
	b := d.bottom.Load()
	d.items[b%16] = v
	d.bottom.Store(b + 1)
}

func (d *deque) take() (int, bool) {
	b := d.bottom.Load() - 1
	d.bottom.Store(b)
	t := d.top.Load()
	if b < t {
		d.bottom.Store(t)
		return 0, false
	}
	return d.items[b%16], true // the last one may be stolen now
}

func (d *deque) steal() (int, bool) {
	t := d.top.Load()
	if t >= d.bottom.Load() {
		return 0, false
	}
	v := d.items[t%16]
	return v, d.top.CompareAndSwap(t, t+1)
}

// TestDeque: an element is taken twice, three times over.
func TestDeque(t *testing.T) {
	var d deque
	var seen [8]atomic.Int32
	twice := func() (n int) {
		for i := range seen {
			if seen[i].Load() > 1 {
				n++
			}
		}
		return n
	}
	var wg sync.WaitGroup
	wg.Go(func() {
		for i := range 8 {
			d.push(i)
			if i%2 == 1 {
				if v, ok := d.take(); ok {
					seen[v].Add(1)
				}
				if v, ok := d.take(); ok {
					seen[v].Add(1)
				}
			}
		}
	})
	for range 2 {
		wg.Go(func() {
			for range 4 {
				if v, ok := d.steal(); ok {
					seen[v].Add(1)
				}
			}
		})
	}
	wg.Wait()
	if twice() >= 3 {
		t.Fatal("three elements were taken twice")
	}
}

// TestTwo is the puzzle of two goroutines that each add one four times, in two steps: the sum
// can be two.
func TestTwo(t *testing.T) {
	var n atomic.Int64
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			for range 4 {
				n.Store(n.Load() + 1)
			}
		})
	}
	wg.Wait()
	if n.Load() == 2 {
		t.Fatal("the sum is two")
	}
}

// TestRing: a ring for one reader and one writer is used by two of each; an element is read
// that was never written.
func TestRing(t *testing.T) {
	var items [4]atomic.Int64
	var head, tail atomic.Int64
	put := func(v int64) bool {
		h := head.Load()
		if h-tail.Load() == 4 {
			return false
		}
		items[h%4].Store(v)
		head.Store(h + 1)
		return true
	}
	get := func() (int64, bool) {
		l := tail.Load()
		if l == head.Load() {
			return 0, false
		}
		v := items[l%4].Swap(0)
		tail.Store(l + 1)
		return v, true
	}
	var zeros atomic.Int32
	var wg sync.WaitGroup
	for w := range 2 {
		wg.Go(func() {
			for i := range 4 {
				put(int64(10*w + i + 1))
			}
		})
	}
	for range 2 {
		wg.Go(func() {
			for range 5 {
				if v, ok := get(); ok && v == 0 {
					zeros.Add(1)
				}
			}
		})
	}
	wg.Wait()
	if zeros.Load() >= 7 {
		t.Fatal("seven elements were read that nobody wrote")
	}
}
