//go:build chaosrun

package cas

import "sync/atomic"

// linked links the items themselves, to save a node for each. So an item that was taken
// and given back is the same node again: whoever looked at the first item and at the
// second finds that the first is still the first, and does not see that the second has
// been taken meanwhile. This is known as ABA.
type linked struct{ head atomic.Pointer[item] }

func (s *linked) Push(i *item) {
	for {
		old := s.head.Load()
		i.next.Store(old)
		if s.head.CompareAndSwap(old, i) {
			return
		}
	}
}

func (s *linked) Pop() (*item, bool) {
	for {
		old := s.head.Load()
		if old == nil {
			return nil, false
		}
		next := old.next.Load()
		if s.head.CompareAndSwap(old, next) {
			return old, true
		}
	}
}

// addChecked looks at the sum and adds, both atomic.
func addChecked(n *atomic.Int64, delta, limit int64) bool {
	if n.Load()+delta > limit {
		return false
	}
	n.Add(delta)
	return true
}
