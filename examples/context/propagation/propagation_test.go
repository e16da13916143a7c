package propagation

import (
	"context"
	"sync/atomic"
	"testing"

	"github.com/leanovate/gopter/gen"

	"github.com/chaosrun/chaosrun/proptest"
)

// scope is what Scope and its wrong versions have in common.
type scope interface {
	Go(func(context.Context))
	Close()
}

// trees returns all trees of four nodes: the parent of each, which comes before it. 0 is
// the root.
func trees() (all [][]int) {
	for b := range 2 {
		for c := range 3 {
			all = append(all, []int{-1, 0, b, c})
		}
	}
	return all
}

// exactlyBelow closes each node of each tree: the nodes from it down end, and no others.
func exactlyBelow(t *testing.T, root func(context.Context) scope, child func(scope) scope) {
	for _, parents := range trees() {
		for closed := range parents {
			closeOne(t, parents, closed, root, child)
		}
	}
}

func closeOne(t *testing.T, parents []int, closed int, root func(context.Context) scope, child func(scope) scope) {
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
			t.Errorf("tree %v, closed %d: node %d has ended: %v, want %v", parents, closed, i, !want, want)
		}
	}
	nodes[0].Close()
}

func newRoot(ctx context.Context) scope { return New(ctx) }

func TestExactlyBelow(t *testing.T) {
	exactlyBelow(t, newRoot, func(s scope) scope { return s.(*Scope).Child() })
}

// Larger trees are drawn: picks holds a number for each node but the root, which says where
// among the nodes before it its parent is.
func TestExactlyBelowInAnyTree(t *testing.T) {
	child := func(s scope) scope { return s.(*Scope).Child() }
	proptest.ForAll(t, gen.SliceOf(gen.IntRange(0, 9)), gen.IntRange(0, 9), func(t *testing.T, picks []int, closed int) {
		parents := []int{-1}
		for i, pick := range picks {
			parents = append(parents, pick%(i+1))
		}
		closeOne(t, parents, closed%len(parents), newRoot, child)
	}, proptest.MaxSize(9))
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
