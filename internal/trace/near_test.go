package trace

import (
	"fmt"
	"testing"
)

// twoLocks is a run of two goroutines in which the first is preempted once.
func twoLocks() *Trace {
	return &Trace{Events: []Event{
		{G: 1, Kind: EvStart},
		{G: 1, Kind: EvPick},
		{G: 2, Kind: EvStart, Detail: "g1"},
		{G: 1, Kind: "lock", Object: "mu#1", N: 2, K: 1, Next: 2},
		{G: 2, Kind: "lock", Object: "mu#2", N: 2, K: 0, Next: 2},
		{G: 2, Kind: "unlock", Object: "mu#2", N: 2, K: 0, Next: 2},
		{G: 2, Kind: EvEnd},
		{G: 1, Kind: EvPick},
	}}
}

// TestNear: the run's own plan comes first, no plan comes twice, there are no more than asked for, and
// whoever has enough is given no more.
func TestNear(t *testing.T) {
	tr := twoLocks()
	own := fmt.Sprint(tr.Plan().Numbers())
	for _, most := range []int{0, 1, 2, 10, 100} {
		seen := make(map[string]bool)
		first := ""
		for p := range tr.Near(most) {
			key := fmt.Sprint(p.Numbers())
			if first == "" {
				first = key
			}
			if seen[key] {
				t.Errorf("of %d: the plan %s comes twice", most, key)
			}
			seen[key] = true
		}
		if len(seen) > most || most > 0 && first != own || most == 10 && len(seen) < 5 {
			t.Errorf("of %d: %d plans, the first is %s, want %s", most, len(seen), first, own)
		}
		if most == 100 && !seen[fmt.Sprint(Plan{}.Numbers())] {
			t.Error("the plan without its exception is missing")
		}
	}
	n := 0
	for range tr.Near(100) {
		if n++; n == 3 {
			break
		}
	}
}

// TestFits: the source may move, the choices may not.
func TestFits(t *testing.T) {
	rec := twoLocks()
	for what, c := range map[string]struct {
		change func(*Trace)
		fit    int
	}{
		"nothing":            {func(*Trace) {}, 3},
		"lines":              {func(o *Trace) { o.Events[3].At = Frame{"f", "x.go", 7} }, 3},
		"what is no choice":  {func(o *Trace) { o.Events = append(o.Events[:2:2], o.Events[3:]...) }, 3},
		"an option more":     {func(o *Trace) { o.Events[4].N = 3 }, 1},
		"another operation":  {func(o *Trace) { o.Events[3].Kind = "rlock" }, 0},
		"the end is sooner":  {func(o *Trace) { o.Events = o.Events[:5] }, 2},
		"more choices after": {func(o *Trace) { o.Events = append(o.Events, Event{G: 1, Kind: "lock", N: 2}) }, 3},
	} {
		other := twoLocks()
		c.change(other)
		if fit, of := rec.Fits(other); fit != c.fit || of != 3 {
			t.Errorf("%s: %d of %d choices fit, want %d of 3", what, fit, of, c.fit)
		}
	}
}
