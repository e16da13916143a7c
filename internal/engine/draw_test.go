package engine

import (
	"fmt"
	"slices"
	"testing"
)

// drawing makes a run of one goroutine that draws from ranges of the given sizes.
func drawing(e *Engine, strat Strategy, seed uint64, replay []uint32, sizes ...int) []int {
	e.Begin(strat, seed, 0, replay)
	e.Spawn()
	e.Next()
	e.Point(OpUser, 0)
	out := make([]int, len(sizes))
	for i, n := range sizes {
		out[i] = e.Draw(n)
	}
	e.Exit()
	return out
}

// Exhaustive strategies draw every combination once.
func TestDrawAll(t *testing.T) {
	for _, spec := range []string{"dfs", "dpor", "preempt:0", "delay:0"} {
		e, seen := newEngine(), make(map[string]bool)
		strat := NewStrategy(spec, 8).(Systematic)
		runs := 0
		for ; strat.More(); runs++ {
			seen[fmt.Sprint(drawing(e, strat, 1, nil, 3, 1, 4))] = true
		}
		if share, exact := strat.Explored(); runs != 12 || len(seen) != 12 || share != 1 || !exact {
			t.Errorf("%s: %d runs, %d different, explored %v, exact %v; want 12 and all", spec, runs, len(seen), share, exact)
		}
	}
}

// The tape holds what was drawn, and gives it back.
func TestDrawReplays(t *testing.T) {
	e := newEngine()
	want := drawing(e, new(Random), 7, nil, 10, 1<<30, 2, 1)
	tape := slices.Clone(e.Tape())
	hash := e.Hash
	if len(tape) != 3 || e.Branches != 3 {
		t.Fatalf("the tape holds %d choices, want 3", len(tape))
	}
	if got := drawing(e, new(Random), 99, tape, 10, 1<<30, 2, 1); !slices.Equal(got, want) || e.Hash != hash || e.Diverged {
		t.Errorf("replayed %v, want %v", got, want)
	}
	drawing(e, new(Random), 99, tape, 1, 2)
	if !e.Diverged {
		t.Error("a tape with a number out of range was followed")
	}
}

// A plan names each draw by its place in the goroutine; what it does not name is 0.
func TestDrawPlan(t *testing.T) {
	e, d := newEngine(), new(Directed)
	d.Begin(0)
	d.Load([]uint32{PlanDraw, 0, 4, PlanDraw, 2, 6})
	if got := drawing(e, d, 1, nil, 10, 10, 10); !slices.Equal(got, []int{4, 0, 6}) {
		t.Errorf("the plan gave %v, want [4 0 6]", got)
	}
}

// A refinement is 0 under every strategy, and what a plan or a tape says.
func TestRefine(t *testing.T) {
	refined := func(s Strategy, tape []uint32) int {
		e := newEngine()
		e.Begin(s, 1, 0, tape)
		e.Spawn()
		e.Next()
		e.Draw(10)
		defer e.Exit()
		return e.Refine(1000)
	}
	for _, spec := range []string{"random", "pct", "pos", "surw", "auto", "dfs", "dpor", "roundrobin"} {
		if k := refined(NewStrategy(spec, 8), nil); k != 0 {
			t.Errorf("%s refines by %d", spec, k)
		}
	}
	d := new(Directed)
	d.Load([]uint32{PlanDraw, 1, 7})
	if k := refined(d, nil); k != 7 {
		t.Errorf("the plan says 7, got %d", k)
	}
	if k := refined(new(Random), []uint32{3, 8}); k != 8 {
		t.Errorf("the tape says 8, got %d", k)
	}
}

// Out of range there is nothing to draw.
func TestDrawRange(t *testing.T) {
	e := newEngine()
	if got := drawing(e, new(Random), 1, nil, 1, 0, -1, MaxDraw+1); !slices.Equal(got, []int{0, 0, 0, 0}) || e.Branches != 0 {
		t.Errorf("drew %v", got)
	}
}

func BenchmarkDraw(b *testing.B) {
	e := newEngine()
	e.Begin(new(Random), 1, 1<<40, nil)
	e.Spawn()
	e.Next()
	b.ReportAllocs()
	for b.Loop() {
		e.Draw(100)
	}
}

// TestSearchesDraw: a search that is asked for one of as many values as there can be says how far it is.
func TestSearchesDraw(t *testing.T) {
	for _, spec := range []string{"dfs", "dpor"} {
		strat := NewStrategy(spec, 256).(Systematic)
		e := newEngine()
		for k := range 3 {
			if !strat.More() {
				t.Fatalf("%s: ends after %d values", spec, k)
			}
			e.Begin(strat, 0, 0, nil)
			e.Spawn()
			e.Next()
			if got := e.Draw(MaxDraw); got != k {
				t.Errorf("%s: draws %d in run %d", spec, got, k)
			}
			e.Exit()
			e.Next()
		}
		if share, exact := strat.Explored(); !(share > 0 && share < 1e-6) || exact {
			t.Errorf("%s: explored %v, exact %v", spec, share, exact)
		}
	}
}
