package condqueue

import "sync"

// Queue is a first-in, first-out queue of at most a fixed number of items, for any
// number of goroutines.
type Queue[T any] struct {
	mu       sync.Mutex
	notEmpty *sync.Cond // an item was put, or the queue was closed
	notFull  *sync.Cond // an item was taken, or the queue was closed
	items    []T
	capacity int
	closed   bool
}

// New returns a queue for capacity items.
func New[T any](capacity int) *Queue[T] {
	q := &Queue[T]{capacity: capacity}
	q.notEmpty = sync.NewCond(&q.mu)
	q.notFull = sync.NewCond(&q.mu)
	return q
}

// Put waits until there is room, and appends v. It returns false, and drops v, when the
// queue is closed.
func (q *Queue[T]) Put(v T) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.items) == q.capacity && !q.closed {
		q.notFull.Wait()
	}
	if q.closed {
		return false
	}
	q.items = append(q.items, v)
	q.notEmpty.Signal() // one item is for one consumer, and only consumers wait here
	return true
}

// Get waits for an item and takes it. It returns false when the queue is closed and
// empty.
func (q *Queue[T]) Get() (v T, ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	// A loop: between the signal and our turn with the lock, another consumer may have
	// come and taken the item.
	for len(q.items) == 0 && !q.closed {
		q.notEmpty.Wait()
	}
	if len(q.items) == 0 {
		return v, false
	}
	v = q.items[0]
	q.items = q.items[1:]
	q.notFull.Signal()
	return v, true
}

// Close wakes everyone: producers give up, consumers take what is left and then end.
func (q *Queue[T]) Close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	q.notEmpty.Broadcast() // it is news for all of them, not for one
	q.notFull.Broadcast()
}
