package chess

import (
	"sync/atomic"
	"testing"
)

// owner is the number of the goroutine that owns the queue.
const owner = int32(0)

// trail is what the versions with state keep for a stateful model checker: for each goroutine the
// functions that it is in. All are in one vector that grows when a goroutine comes that it has
// no place for. The bug: nothing guards the vector, so that one goroutine makes it shorter than
// another has just made it.
type trail struct {
	t       *testing.T
	threads atomic.Int32 // the length of the vector
	depths  [3]atomic.Int32
}

// enter notes that a goroutine is in one more function.
func (tr *trail) enter(id int32) {
	if tr == nil {
		return
	}
	if tr.threads.Load() <= id {
		tr.resize(id + 1)
	}
	if tr.check(id, 0) {
		tr.depths[id].Add(1)
	}
}

// resize makes the vector longer, or shorter: what is cut off is lost.
func (tr *trail) resize(n int32) {
	for i := n; i < tr.threads.Load(); i++ {
		tr.depths[i].Store(0)
	}
	tr.threads.Store(n)
}

// step notes that a goroutine has come on in its function.
func (tr *trail) step(id int32) {
	if tr != nil {
		tr.check(id, 1)
	}
}

// leave notes that a goroutine leaves a function.
func (tr *trail) leave(id int32) {
	if tr != nil && tr.check(id, 1) {
		tr.depths[id].Add(-1)
	}
}

// check reports whether a goroutine has a place in the vector, and is in so many functions.
func (tr *trail) check(id, functions int32) bool {
	if tr.threads.Load() <= id || tr.depths[id].Load() < functions {
		tr.t.Errorf("where goroutine %d is has been lost", id)
		return false
	}
	return true
}
