package trace

import (
	"slices"
	"testing"
)

// g1 starts g2 and blocks; g2 announces a Lock, and g3 goes on before it.
var handover = []Event{
	{G: 1, Kind: "go", N: 2, Next: 1},
	{G: 2, Kind: EvStart, Detail: "g1"},
	{G: 1, Kind: "wg.Wait", N: 2, Next: 1},
	{G: 1, Kind: EvWait},
	{G: 2, Kind: EvPick, N: 2, Next: 2},
	{G: 2, Kind: "Lock", Object: "mutex#1", N: 2, K: 1, Next: 3},
	{G: 3, Kind: "Lock", Object: "mutex#2", N: 2, Next: 3},
	{G: 3, Kind: EvEnd},
	{G: 2, Kind: EvPick},
	{G: 2, Kind: EvEnd},
}

func TestTaken(t *testing.T) {
	order := Order(handover)
	got := Taken(handover)
	if len(got) != 4 {
		t.Fatalf("%d operations, want 4: %d", len(got), got)
	}
	for i, n := range got {
		if s := order[n-1]; !s.operation() {
			t.Errorf("operation %d is said to be step %d, which is %q", i, n, s.Kind)
		}
	}
	if got[2] < got[3] {
		t.Errorf("the Lock of g2 is step %d and that of g3 step %d: g3 goes on first", got[2], got[3])
	}
}

func TestTakenLeavesOutWhatIsNotDone(t *testing.T) {
	got := Taken([]Event{{G: 1, Kind: "Lock", N: 2, K: 1, Next: 2}, {G: 2, Kind: "Lock", N: 2, Next: 2}})
	if len(got) != 2 || got[0] != 0 || got[1] == 0 {
		t.Errorf("got %d, want 0 for the first operation, and not for the second", got)
	}
}

func TestStopBefore(t *testing.T) {
	order := Order(handover)
	var stops []int
	for n, ok := StopBefore(handover, len(order)+1); ok; n, ok = StopBefore(handover, n) {
		stops = append(stops, n)
	}
	slices.Reverse(stops)
	var want []int
	for i := range order {
		if order[i].stops() {
			want = append(want, i+1)
		}
	}
	if len(want) == 0 || !slices.Equal(stops, want) {
		t.Errorf("going back from the end of the run stops at %d, want %d", stops, want)
	}
}

func TestStopAt(t *testing.T) {
	order := Order(handover)
	at := func(g int, kind string) int {
		return 1 + slices.IndexFunc(order, func(s Step) bool { return s.G == g && s.Kind == kind })
	}
	for _, tc := range []struct {
		name      string
		step      int
		want      int
		wantFound bool
	}{
		{"an operation", at(3, "Lock"), at(3, "Lock"), true},
		{"where a goroutine blocks", at(1, EvWait), at(1, "wg.Wait"), true},
		{"where a goroutine starts", at(2, EvStart), at(3, "Lock"), true},
		{"after the last operation", at(2, EvEnd), 0, false},
		{"beyond the end", len(order) + 1, 0, false},
		{"none", 0, 0, false},
	} {
		if got, ok := StopAt(handover, tc.step); got != tc.want || ok != tc.wantFound {
			t.Errorf("%s, step %d: stops at %d (%v), want %d (%v)", tc.name, tc.step, got, ok, tc.want, tc.wantFound)
		}
	}
}
