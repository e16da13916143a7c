// Package chess has the work-stealing queues of CHESS (Musuvathi et al., OSDI 2008) that are in
// SCTBench's folder chess: the queue of Cilk 5 with the THE protocol (Frigo, Leiserson and
// Randall, PLDI 1998), in which the owner pushes and pops at the tail and thieves take from the
// head, and only the last element needs the lock.
package chess

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// spinLock is a lock that spins on an exchange.
type spinLock struct{ held atomic.Bool }

func (l *spinLock) Lock() {
	for l.held.Swap(true) {
		runtime.Gosched()
	}
}

func (l *spinLock) Unlock() { l.held.Store(false) }

// queue is the queue, of items by number. The owner alone changes items, and holds the lock.
type queue struct {
	lock       sync.Locker
	head, tail atomic.Int64
	items      []atomic.Int64 // a power of two of them

	// spare is how many places the owner leaves free, for a thief that has moved the head and has
	// not yet read. Without one, a push overwrites what the thief is about to read.
	spare int64
	trail *trail // where each goroutine is, or nil
}

func newQueue(lock sync.Locker, spare int64, tr *trail) *queue {
	return &queue{lock: lock, items: make([]atomic.Int64, 2), spare: spare, trail: tr}
}

func (q *queue) at(i int64) *atomic.Int64 { return &q.items[i&int64(len(q.items)-1)] }

// push adds an item at the tail.
func (q *queue) push(item int64) {
	q.trail.enter(owner)
	defer q.trail.leave(owner)
	t := q.tail.Load()
	if t < q.head.Load()+int64(len(q.items))-q.spare {
		q.at(t).Store(item)
		q.trail.step(owner)
		q.tail.Store(t + 1)
		return
	}
	q.lock.Lock()
	defer q.lock.Unlock()
	q.grow()
	t = q.tail.Load()
	q.trail.step(owner)
	q.at(t).Store(item)
	q.tail.Store(t + 1)
}

// grow moves the items to the front of a slice of twice the size.
func (q *queue) grow() {
	h := q.head.Load()
	n := q.tail.Load() - h
	items := make([]atomic.Int64, 2*len(q.items))
	for i := range n {
		items[i].Store(q.at(h + i).Load())
	}
	q.items = items
	q.head.Store(0)
	q.trail.step(owner)
	q.tail.Store(n)
}

// pop takes the item at the tail.
func (q *queue) pop() (int64, bool) {
	q.trail.enter(owner)
	defer q.trail.leave(owner)
	t := q.tail.Load() - 1
	q.trail.step(owner)
	q.tail.Store(t)
	if q.head.Load() <= t {
		return q.at(t).Load(), true
	}
	q.tail.Store(t + 1)
	q.lock.Lock() // a thief may be after the same item
	defer q.lock.Unlock()
	t = q.tail.Load() - 1
	q.trail.step(owner)
	q.tail.Store(t)
	if q.head.Load() <= t {
		return q.at(t).Load(), true
	}
	q.head.Store(0)
	q.tail.Store(0)
	return 0, false
}

// steal takes the item at the head.
func (q *queue) steal(thief int32) (int64, bool) {
	q.trail.enter(thief)
	defer q.trail.leave(thief)
	q.lock.Lock()
	defer q.lock.Unlock()
	h := q.head.Load()
	q.trail.step(thief)
	q.head.Store(h + 1)
	if h < q.tail.Load() {
		return q.at(h).Load(), true
	}
	q.trail.step(thief)
	q.head.Store(h)
	return 0, false
}
