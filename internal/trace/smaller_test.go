package trace

import (
	"runtime"
	"slices"
	"testing"
)

// Smaller makes one drawn number smaller, the smallest first, and leaves everything else alone.
func TestSmaller(t *testing.T) {
	p := Plan{{G: 1, N: 3, To: 5000, Draw: true}, {G: 2, N: 1, To: 5, Preempt: true}, {G: 2, N: 4, To: 3, Draw: true}}
	qs := slices.Collect(p.Smaller(0))
	last := uint32(0)
	for _, q := range qs {
		if len(q) != 3 || q[1] != p[1] || q[2] != p[2] || q[0].To <= last || q[0].To >= 5000 {
			t.Errorf("%v", q)
		}
		last = q[0].To
	}
	if len(qs) < 50 || qs[0][0].To != 1 || last != 4999 || p[0].To != 5000 || len(slices.Collect(p.Smaller(1))) != 0 || len(slices.Collect(p.Smaller(2))) != 2 {
		t.Errorf("%d tries up to %d, and p is %v", len(qs), last, p)
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
	ends := tr.Unrefined()
	if len(ends) != 1 {
		t.Fatalf("%+v", ends)
	}
	qs := slices.Collect(p.Refined(ends[0], 5))
	if len(qs) != 5 || len(qs[4]) != 3 || qs[4][2] != (Exception{G: 1, N: 2, To: 5, Refine: true}) {
		t.Errorf("tries %+v", qs)
	}
	if parts := slices.Collect(p.Parts(1, 0)); len(parts) != 1 || len(parts[0]) != 1 || !parts[0][0].Refine {
		t.Errorf("parts %+v", parts)
	}
	if more := (Cost{Refined: 2, Draws: 9}); !more.Less(Cost{Refined: 1}) {
		t.Error("an input that was made simpler more often is not simpler")
	}
}

// When a goroutine is gone, those after it have other numbers, and what it did itself is left
// out; when operations are gone, those after them have other numbers.
func TestMoved(t *testing.T) {
	p := Plan{{G: 2, N: 3, To: 4, Preempt: true}, {G: 3, N: 1, To: 2, Preempt: true}, {G: 4, N: 5, To: 3, Value: true}, {G: 1, N: 5, To: 900, Draw: true}}
	if q := p.withoutGoroutine(2); len(q) != 2 || q[0].G != 3 || q[0].To != 3 || q[1].To != 900 {
		t.Errorf("without 2: %+v", q)
	}
	if q := p.withoutGoroutine(3); len(q) != 3 || q[0].To != 3 || q[1].G != 3 || q[1].To != 3 || q[2].To != 900 {
		t.Errorf("without 3: %+v", q)
	}
	qs := slices.Collect(p.Moved())
	if len(qs) != 3+2+4 {
		t.Fatalf("%d plans", len(qs))
	}
	if q := qs[4]; q[0].N != 1 || q[1] != p[1] || q[2] != p[2] || q[3] != p[3] {
		t.Errorf("%+v", q)
	}
}

// Schedules keeps what was drawn, and tries simple schedules before others.
func TestSchedules(t *testing.T) {
	tr := &Trace{Events: []Event{{G: 1, Kind: EvStart}, {G: 1, Kind: "Lock"}, {G: 2, Kind: EvStart}, {G: 2, Kind: "Lock"}}}
	p := Plan{{G: 1, N: 2, To: 7, Draw: true}, {G: 1, N: 1, To: 2, Preempt: true}}
	qs := slices.Collect(tr.Schedules(p, 2, 1000))
	if len(qs) != 1+4+4+16+6 {
		t.Fatalf("%d schedules", len(qs))
	}
	for i, q := range qs {
		if q[0] != p[0] || len(q) > 3 || len(q) < len(qs[max(0, i-1)]) {
			t.Errorf("%+v", q)
		}
	}
	if qs = slices.Collect(tr.Schedules(p, 0, 1000)); len(qs) != 1+4 {
		t.Errorf("%d schedules without preemption", len(qs))
	}
	if qs = slices.Collect(tr.Schedules(p, 2, 7)); len(qs) != 7 {
		t.Errorf("%d schedules, want 7", len(qs))
	}
}

// Earlier moves one preemption at a time to an earlier place of its goroutine, and not
// before the goroutine's exception before it.
func TestEarlier(t *testing.T) {
	p := Plan{{G: 1, N: 3, To: 2, Preempt: true}, {G: 2, N: 9, To: 1, Rest: true}, {G: 1, N: 8, To: 2, Preempt: true}}
	var got []uint32
	for q := range p.Earlier() {
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

// Of a plan with very many exceptions, only those variations are made that somebody looks at.
func TestManyPlans(t *testing.T) {
	p := make(Plan, 50_000)
	for i := range p {
		p[i] = Exception{G: uint32(i % 100), N: uint32(2 + i/100), To: 1, Preempt: true}
	}
	tr := &Trace{Events: make([]Event, 100_000)}
	for i := range tr.Events {
		tr.Events[i] = Event{G: i % 1000, Kind: "Lock"}
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for _, plans := range []Plans{p.Parts(1, 0), p.Parts(1, 40_000), p.Earlier(), p.Moved(), p.Refined(p[0], 1000), tr.Schedules(p, 2, 4000)} {
		n := 0
		for range plans {
			if n++; n == 3 {
				break
			}
		}
		if n != 3 {
			t.Errorf("%d plans", n)
		}
	}
	runtime.ReadMemStats(&after)
	if used := after.TotalAlloc - before.TotalAlloc; used > 1<<28 {
		t.Errorf("%d MiB for 18 plans of %d exceptions", used>>20, len(p))
	}
}
