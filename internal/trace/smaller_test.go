package trace

import (
	"slices"
	"testing"
)

// Smaller makes one drawn number smaller at a time, and leaves everything else alone.
func TestSmaller(t *testing.T) {
	p := Plan{{G: 1, N: 3, To: 9, Value: true, Draw: true}, {G: 2, N: 1, To: 5, Preempt: true}, {G: 2, N: 4, To: 1, Value: true, Draw: true}}
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
	if len(p) != 2 || p[0].N != 2 || p[0].To != 4 || p[1].N != 4 || p[1].To != 2 || tr.Cost().Draws != 6 {
		t.Errorf("plan %+v, cost %+v", p, tr.Cost())
	}
}

// Earlier moves one preemption at a time to an earlier place of its goroutine, and not
// before the goroutine's exception before it.
func TestEarlier(t *testing.T) {
	p := Plan{{G: 1, N: 3, To: 2, Preempt: true}, {G: 2, N: 9, To: 1, Rest: true}, {G: 1, N: 8, To: 2, Preempt: true}}
	var got []uint32
	for _, q := range p.Earlier() {
		if q[1] != p[1] || q[0].N != p[0].N && q[2].N != p[2].N {
			t.Errorf("%v: more than one preemption has moved", q)
		}
		got = append(got, q[0].N, q[2].N)
	}
	want := []uint32{1, 8, 2, 8, 3, 4, 3, 5, 3, 7}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
