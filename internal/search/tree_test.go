package search

import (
	"testing"

	"github.com/chaosrun/chaosrun/internal/engine"
)

// What is explored is a number, too, if the search is divided at a value.
func TestExploredDividedAtValue(t *testing.T) {
	tree := New()
	j := tree.Next(1)
	path := engine.Path{Nodes: []engine.Node{
		{N: 2},                               // the first of two values
		{Options: 3, Back: 3, Done: 1, N: 0}, // a choice of two slots
		{Options: 2, Back: 2, Done: 2, Chosen: 1}, // one slot
	}}
	tree.Return(j, path.Words())
	tree.Next(1)
	tree.divide(tree.out[0])
	if len(tree.states) == 0 {
		t.Fatal("nothing was divided")
	}
	if share, exact := tree.Explored(); !(share >= 0 && share < 1) || !exact {
		t.Errorf("explored %v, exact %v", share, exact)
	}
}

// A branch whose step was chosen, and which no run has made, keeps its siblings waiting: what they may leave out depends on what
// that step touches.
func TestSiblingsWaitForStep(t *testing.T) {
	tree := New()
	path := engine.Path{Nodes: []engine.Node{
		{Options: 1, Back: 1},
		{Options: 7, Back: 7, Done: 1, Chosen: 1}, // the first of three is explored
	}}
	tree.Return(tree.Next(1), path.Words())
	j := tree.Next(1)
	tree.divide(j)
	if tree.begin() != nil {
		t.Error("the third was begun before anybody made the second")
	}
	tree.Return(j, path.Words())
	if tree.begin() == nil {
		t.Error("the third was not begun")
	}
}

// TestForeignState: a state that is not one of the job's subtree, as another version's journal may have, is no state of
// this search.
func TestForeignState(t *testing.T) {
	below := engine.Path{Floor: 1, Nodes: []engine.Node{{Options: 3, Chosen: 1, Back: 3, Done: 1}}, Ended: true}
	tree := New()
	tree.Return(tree.Next(1), below.Words())
	if share, exact := tree.Explored(); share == 1 || exact {
		t.Errorf("explored %v, exact %v", share, exact)
	}
}

// TestLost: of a search of which a subtree is lost, no more is explored than was.
func TestLost(t *testing.T) {
	tree := New()
	tree.Lose(tree.Next(1))
	if share, exact := tree.Explored(); share != 0 || exact {
		t.Errorf("explored %v, exact %v", share, exact)
	}
}
