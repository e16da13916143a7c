package trace

import (
	"slices"
	"testing"
)

// Hold-ups in a row at one place are one exception, which says how many they are and how long they take.
func TestHoldUpsInARow(t *testing.T) {
	held := func(g int, k uint32) Event {
		return Event{G: g, Kind: EvChance, N: 2, K: int(k), Detail: "held 200µs"}
	}
	tr := &Trace{Events: []Event{
		{G: 1, Kind: EvStart}, held(1, 1), held(1, 1), held(1, 0), {G: 1, Kind: "Lock", N: 1}, held(1, 1), held(2, 1),
	}}
	plan := tr.Plan()
	want := Plan{
		{G: 1, N: 1, To: 2, Chance: "held", Held: 400_000},
		{G: 1, N: 2, To: 1, Chance: "held", Held: 200_000},
		{G: 2, N: 0, To: 1, Chance: "held", Held: 200_000},
	}
	if !slices.Equal(plan, want) {
		t.Fatalf("got %+v, want %+v", plan, want)
	}
	var fewer []Plan
	for p := range plan.Fewer() {
		fewer = append(fewer, p)
	}
	if len(fewer) != 1 || fewer[0][0].To != 1 || plan[0].To != 2 {
		t.Errorf("fewer: %+v", fewer)
	}
}
