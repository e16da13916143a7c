package atomicvalue

import "sync/atomic"

// Holder holds a value that is read often, and now and then replaced as a whole. A
// typed pointer is what an atomic.Value was before there were type parameters.
type Holder[T any] struct {
	current atomic.Pointer[T]
}

// New returns a holder of v.
func New[T any](v T) *Holder[T] {
	h := new(Holder[T])
	h.Store(v)
	return h
}

// Load returns the value as it is now. Whoever needs more than one of its fields loads
// once, and looks at the copy.
func (h *Holder[T]) Load() T { return *h.current.Load() }

// Store replaces the value. Those who have loaded the old one go on with that.
func (h *Holder[T]) Store(v T) { h.current.Store(&v) }
