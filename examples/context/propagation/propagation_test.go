package propagation

import (
	"context"
	"sync/atomic"
	"testing"
)

// scope is what Scope and its wrong versions have in common.
type scope interface {
	Go(func(context.Context))
	Close()
}

// exactlyBelow closes one node of a tree after the other, each of a new tree: the nodes
// from it down end, and no other.
func exactlyBelow(t *testing.T, root func(context.Context) scope, child func(scope) scope) {
	parents := []int{-1, 0, 0, 1, 1} // of each node; 0 is the root
	for closed := range parents {
		nodes := make([]scope, len(parents))
		ended := make([]atomic.Bool, len(parents))
		for i, parent := range parents {
			if parent < 0 {
				nodes[i] = root(t.Context())
			} else {
				nodes[i] = child(nodes[parent])
			}
			nodes[i].Go(func(ctx context.Context) {
				<-ctx.Done()
				ended[i].Store(true)
			})
		}
		nodes[closed].Close()
		for i := range parents {
			below := i
			for below != closed && below >= 0 {
				below = parents[below]
			}
			if want := below == closed; ended[i].Load() != want {
				t.Errorf("closed %d: node %d has ended: %v, want %v", closed, i, !want, want)
			}
		}
		nodes[0].Close()
	}
}

func newRoot(ctx context.Context) scope { return New(ctx) }

func TestExactlyBelow(t *testing.T) {
	exactlyBelow(t, newRoot, func(s scope) scope { return s.(*Scope).Child() })
}

func TestCallerCancels(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	root := New(ctx)
	ended := make(chan struct{})
	root.Child().Go(func(ctx context.Context) {
		defer close(ended)
		<-ctx.Done()
	})
	cancel()
	<-ended
	root.Close()
}
