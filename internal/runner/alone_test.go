package runner

import (
	"testing"

	"github.com/chaosrun/chaosrun/internal/trace"
)

// A schedule is tried where it may be if what happens once in a process happens in the run.
func TestPostponed(t *testing.T) {
	p := trace.Plan{{G: 1, N: 5, To: 2}, {G: 1, N: 0, To: 7, Draw: true}, {G: 2, N: 3, To: 1}}
	plans := postponed(p)
	if len(plans) != 7 || plans[0][0] != p[0] {
		t.Fatalf("%d plans: %v", len(plans), plans)
	}
	if got := plans[2]; got[0].N != 7 || got[1].N != 0 || got[2].N != 3 {
		t.Errorf("g1 by two: %v", got)
	}
	if got := plans[4]; got[0].N != 5 || got[2].N != 4 {
		t.Errorf("g2 by one: %v", got)
	}
	if p[0].N != 5 {
		t.Error("the plan itself is changed")
	}
}

// A user sees no run 0.
func TestShown(t *testing.T) {
	for _, c := range []struct{ run, runs, wantRun, want uint64 }{{0, 0, 1, 1}, {1, 1, 1, 1}, {7, 7, 7, 7}, {0, 60, 1, 60}} {
		f := &Failure{Run: c.run}
		res := &Result{Runs: c.runs, Failures: []*Failure{f}}
		if f.ShownRun() != c.wantRun || res.ShownRuns() != c.want {
			t.Errorf("run %d of %d: shown as %d of %d", c.run, c.runs, f.ShownRun(), res.ShownRuns())
		}
	}
	if one, two := Plural(1, "run"), Plural(2, "run"); one != "1 run" || two != "2 runs" {
		t.Error(one, two)
	}
}

// A leak is one of a later run of a process only if what is left ticks or may be woken.
func TestMayNeedEarlier(t *testing.T) {
	leak := func(status string) *trace.Trace {
		return &trace.Trace{Header: trace.Header{Kind: "leak", Goroutine: []trace.Stuck{{ID: 2, Status: status}}}}
	}
	if mayNeedEarlier(leak("ticking")) || mayNeedEarlier(leak("behind")) || !mayNeedEarlier(leak("stuck")) || !mayNeedEarlier(&trace.Trace{Header: trace.Header{Kind: "assert"}}) {
		t.Error("wrong")
	}
}
