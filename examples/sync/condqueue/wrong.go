//go:build chaosrun

package condqueue

import "sync"

// ifQueue asks once, with if. Being woken is taken to mean that there is an item.
type ifQueue struct{ *Queue[int] }

func (q ifQueue) Get() (v int, ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.items) == 0 && !q.closed {
		q.notEmpty.Wait()
	}
	if len(q.items) == 0 && q.closed {
		return 0, false
	}
	v = q.items[0]
	q.items = q.items[1:]
	q.notFull.Signal()
	return v, true
}

// quietQueue wakes one goroutine of each kind when it is closed. With one producer and
// one consumer that is enough.
type quietQueue struct{ *Queue[int] }

func (q quietQueue) Close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	q.notEmpty.Signal()
	q.notFull.Signal()
}

// oneCondQueue has one condition for two questions. Signal may then wake a producer
// when it was meant for a consumer; the producer goes back to sleep, and the signal is
// lost.
type oneCondQueue struct {
	mu       sync.Mutex
	changed  *sync.Cond
	items    []int
	capacity int
	closed   bool
}

func newOneCond(capacity int) *oneCondQueue {
	q := &oneCondQueue{capacity: capacity}
	q.changed = sync.NewCond(&q.mu)
	return q
}

func (q *oneCondQueue) Put(v int) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.items) == q.capacity && !q.closed {
		q.changed.Wait()
	}
	if q.closed {
		return false
	}
	q.items = append(q.items, v)
	q.changed.Signal()
	return true
}

func (q *oneCondQueue) Get() (v int, ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.items) == 0 && !q.closed {
		q.changed.Wait()
	}
	if len(q.items) == 0 {
		return 0, false
	}
	v = q.items[0]
	q.items = q.items[1:]
	q.changed.Signal()
	return v, true
}

func (q *oneCondQueue) Close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	q.changed.Broadcast()
}
