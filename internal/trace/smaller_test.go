package trace

import "testing"

// Smaller makes one drawn number smaller at a time, and leaves everything else alone.
func TestSmaller(t *testing.T) {
	p := Plan{{G: 1, N: 3, To: 9, Draw: true}, {G: 2, N: 1, To: 5, Preempt: true}, {G: 2, N: 4, To: 1, Draw: true}}
	var got []uint32
	for _, q := range p.Smaller() {
		if len(q) != 3 || q[1] != p[1] || q[2] != p[2] {
			t.Errorf("%v", q)
		}
		got = append(got, q[0].To)
	}
	if len(got) != 3 || got[0] != 5 || got[1] != 7 || got[2] != 8 || p[0].To != 9 {
		t.Errorf("tries %v, and p is %v", got, p)
	}
}

// A recording with draws and marks is read as it was written, and its plan names them.
func TestDrawsAndMarks(t *testing.T) {
	events := []Event{
		{G: 0, Kind: EvStart, Detail: "timer"},
		{G: 0, Kind: EvDraw, N: 10, K: 4},
		{G: 0, Kind: EvMark, Detail: "a b"},
		{G: 0, Kind: EvDraw, N: 10, K: 0},
		{G: 0, Kind: EvDraw, N: 3, K: 2},
	}
	for i, e := range events {
		if got, err := parseEvent("1\t"+e.Line(), 1); err != nil || got != e {
			t.Errorf("event %d: %+v, %v", i, got, err)
		}
	}
	tr := &Trace{Events: events}
	p := tr.Plan()
	if len(p) != 2 || p[0].N != 0 || p[0].To != 4 || p[1].N != 2 || p[1].To != 2 || tr.Cost().Draws != 6 {
		t.Errorf("plan %+v, cost %+v", p, tr.Cost())
	}
}

// An input is made simpler in each way; parts of a plan that are left out leave that alone.
func TestRefined(t *testing.T) {
	tr := &Trace{Events: []Event{
		{G: 1, Kind: EvStart},
		{G: 1, Kind: EvDraw, N: 10, K: 4},
		{G: 1, Kind: EvRefine, N: 100, K: 9},
		{G: 1, Kind: EvRefine, N: 100},
	}}
	p := tr.Plan()
	if c := tr.Cost(); len(p) != 2 || c.Exceptions != 1 || c.Refined != 1 || c.Draws != 4 {
		t.Fatalf("plan %+v, cost %+v", p, c)
	}
	qs := tr.Refined(5)
	if len(qs) != 5 || len(qs[4]) != 3 || qs[4][2] != (Exception{G: 1, N: 2, To: 5, Refine: true}) {
		t.Errorf("tries %+v", qs)
	}
	if parts := p.Parts(1); len(parts) != 1 || len(parts[0]) != 1 || !parts[0][0].Refine {
		t.Errorf("parts %+v", parts)
	}
	if more := (Cost{Refined: 2, Draws: 9}); !more.Less(Cost{Refined: 1}) {
		t.Error("an input that was made simpler more often is not simpler")
	}
}
