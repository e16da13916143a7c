package trace

import (
	"strings"
	"testing"
)

// The choice before a step is the one that gave the turn to who makes it, or the last one before that.
func TestDeviate(t *testing.T) {
	tr := &Trace{Events: []Event{
		{G: 1, Kind: EvStart, Detail: "g0"},
		{G: 1, Kind: EvPick, Next: 1},
		{G: 2, Kind: EvStart, Detail: "g1"},
		{G: 1, Kind: "go", N: 2, K: 1, Next: 2},
		{G: 2, Kind: "Lock", Object: "a", N: 2, K: 1, Next: 1},
		{G: 1, Kind: "Lock", Object: "b"},
		{G: 1, Kind: EvEnd},
		{G: 2, Kind: EvPick, Next: 2},
		{G: 2, Kind: EvEnd},
	}}
	order := Order(tr.Events)
	for i, s := range order {
		p, at, err := tr.Deviate(i+1, 7)
		switch {
		case s.Pos < 3:
			if err == nil || !strings.Contains(err.Error(), "only one goroutine could run") {
				t.Errorf("step %d: %v, %v", i+1, p, err)
			}
			continue
		case err != nil:
			t.Errorf("step %d: %v", i+1, err)
			continue
		}
		want := 3
		if s.Pos >= 4 {
			want = 4
		}
		last := p[len(p)-1]
		if at != want || len(p) != want-2 || last.To != 7 || !last.Preempt || last.G != uint32(tr.Events[at].G) {
			t.Errorf("step %d: %+v at event %d, want a choice at event %d", i+1, p, at, want)
		}
	}
	for _, n := range []int{0, len(order) + 1} {
		if _, _, err := tr.Deviate(n, 1); err == nil {
			t.Errorf("there is a step %d", n)
		}
	}
}
