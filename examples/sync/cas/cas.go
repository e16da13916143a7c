package cas

import "sync/atomic"

// Add adds delta to n, if the sum is no more than limit, and returns whether it did.
// What Add of an atomic variable cannot do, compare-and-swap can: the new value may
// depend on the old one in any way.
func Add(n *atomic.Int64, delta, limit int64) bool {
	for {
		old := n.Load()
		if old+delta > limit {
			return false
		}
		if n.CompareAndSwap(old, old+delta) {
			return true
		}
		// Somebody else was faster, and the sum must be looked at again.
	}
}

// Stack is a stack without locks. The zero value is empty.
type Stack[T any] struct {
	head atomic.Pointer[node[T]]
}

// node is made by Push and never used again. As long as somebody looks at it, the
// garbage collector keeps it, and no other node has its address.
type node[T any] struct {
	value T
	next  *node[T] // not changed after the node is pushed
}

// Push puts v on the stack.
func (s *Stack[T]) Push(v T) {
	n := &node[T]{value: v}
	for {
		n.next = s.head.Load()
		if s.head.CompareAndSwap(n.next, n) {
			return
		}
	}
}

// Pop takes what was pushed last. It returns false if there is nothing.
func (s *Stack[T]) Pop() (v T, ok bool) {
	for {
		n := s.head.Load()
		if n == nil {
			return v, false
		}
		if s.head.CompareAndSwap(n, n.next) { // if n is still the first, its next is the second
			return n.value, true
		}
	}
}
