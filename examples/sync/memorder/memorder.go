package memorder

import (
	"sync"
	"sync/atomic"
)

// Box hands a value from one goroutine to another. Of the ways to do it, each has one
// step that the reader takes after one of the writer's; what the writer did before that
// step, the reader then sees.
type Box[T any] interface {
	Put(v T) // called once
	Get() T  // waits until Put was called
}

// Sent is a Box with a channel: the send comes before the end of the receive.
type Sent[T any] struct {
	value T
	ready chan struct{}
}

// NewSent returns an empty box.
func NewSent[T any]() *Sent[T] { return &Sent[T]{ready: make(chan struct{}, 1)} }

// Put puts v into the box.
func (b *Sent[T]) Put(v T) {
	b.value = v
	b.ready <- struct{}{}
}

// Get takes the value. It may be called once.
func (b *Sent[T]) Get() T {
	<-b.ready
	return b.value
}

// Closed is a Box with a channel: the close comes before a receive that returns because
// of it.
type Closed[T any] struct {
	value T
	ready chan struct{}
}

// NewClosed returns an empty box.
func NewClosed[T any]() *Closed[T] { return &Closed[T]{ready: make(chan struct{})} }

// Put puts v into the box.
func (b *Closed[T]) Put(v T) {
	b.value = v
	close(b.ready)
}

// Get returns the value, to as many as ask.
func (b *Closed[T]) Get() T {
	<-b.ready
	return b.value
}

// Locked is a Box with a mutex: an Unlock comes before the next Lock.
type Locked[T any] struct {
	mu    sync.Mutex
	cond  *sync.Cond
	value T    // guarded by mu
	ready bool // guarded by mu
}

// NewLocked returns an empty box.
func NewLocked[T any]() *Locked[T] {
	b := new(Locked[T])
	b.cond = sync.NewCond(&b.mu)
	return b
}

// Put puts v into the box.
func (b *Locked[T]) Put(v T) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.value, b.ready = v, true
	b.cond.Broadcast()
}

// Get returns the value, to as many as ask.
func (b *Locked[T]) Get() T {
	b.mu.Lock()
	defer b.mu.Unlock()
	for !b.ready {
		b.cond.Wait()
	}
	return b.value
}

// Flagged is a value with an atomic flag: a Store comes before the Load that sees it.
type Flagged[T any] struct {
	value T
	ready atomic.Bool
}

// Put puts v into the box.
func (b *Flagged[T]) Put(v T) {
	b.value = v
	b.ready.Store(true)
}

// TryGet returns the value if it is there. It does not wait.
func (b *Flagged[T]) TryGet() (v T, ok bool) {
	if !b.ready.Load() {
		return v, false
	}
	return b.value, true
}
