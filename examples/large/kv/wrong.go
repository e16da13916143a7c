//go:build chaosrun

package kv

import (
	"sync"
	"time"
)

// A disk takes one state at a time.
type disk struct {
	mu    sync.Mutex
	saved State
}

func (d *disk) save(s State) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.saved = s
}

// newSaving makes a node that does not hold its lock while it writes to the disk, so that
// reads and votes need not wait. It looks at the term, saves, and then takes over what it
// saved. A vote that comes in between tells another leader the state before, and the
// leader who is no longer one is told that the new state is stored.
func newSaving(id, n int, net Transport, lease time.Duration) *Node {
	node := New(id, n, net, lease)
	var d disk
	node.store = func(req Request) Response {
		node.mu.Lock()
		term := node.term
		node.mu.Unlock()
		if req.Term < term {
			return Response{Term: term}
		}
		d.save(req.State)
		node.mu.Lock()
		defer node.mu.Unlock()
		if req.Term >= node.term {
			node.promise(req)
		}
		if node.state.Version.less(req.State.Version) {
			node.state = req.State
		}
		return Response{OK: true, Term: node.term}
	}
	return node
}
