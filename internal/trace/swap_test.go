package trace

import (
	"fmt"
	"testing"
)

// inLines gives every operation a line of its own: its number among those of its goroutine.
func inLines(events []Event) *Trace {
	lines := make(map[int]int)
	for i := range events {
		if e := &events[i]; e.Object != "" {
			lines[e.G]++
			e.At = Frame{Func: "p.f", File: fmt.Sprintf("g%d.go", e.G), Line: lines[e.G]}
		}
	}
	return &Trace{Events: events}
}

// TestSwapped: what a Load sees too early, the lock that is taken first, and nothing where the order of
// what depends on each other is the same.
func TestSwapped(t *testing.T) {
	const begin = "1 start\n2 start g1\n1 go\n"
	for _, c := range []struct{ name, fail, pass, want string }{
		{"store and load", "1 atomic.Load a#1 >2\n1 atomic.Load a#1\n2 atomic.Store a#1", "2 atomic.Store a#1\n1 atomic.Load a#1\n1 atomic.Load a#1", "g1.go:1 g2.go:1"},
		{"two loads", "1 atomic.Load a#1\n2 atomic.Load a#1", "2 atomic.Load a#1\n1 atomic.Load a#1", "none"},
		{"other objects", "1 Lock m#1\n2 Lock m#2", "2 Lock m#2\n1 Lock m#1", "none"},
		{"locks", "1 Lock m#1\n1 Unlock m#1\n2 Lock m#1\n2 Unlock m#1", "2 Lock m#1\n2 Unlock m#1\n1 Lock m#1\n1 Unlock m#1", "g1.go:1 g2.go:1"},
		{"the same order", "1 Lock m#1\n2 Lock m#1", "1 Lock m#1\n2 Lock m#1", "none"},
		{"not made by the run that passes", "1 Lock m#1\n2 Lock m#1", "1 Lock m#1", "none"},
		{"a message", "1 send c#1\n2 recv c#1", "2 recv c#1\n1 send c#1", "none"},
	} {
		fail, pass := inLines(parse(t, begin+c.fail)), inLines(parse(t, begin+c.pass))
		got := "none"
		if s, ok := Swapped(fail, pass); ok {
			got = fail.Events[s.First].At.Pos() + " " + fail.Events[s.Second].At.Pos()
		}
		if got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}

// TestSwappedOfOtherGoroutines: a goroutine of one number that is started elsewhere is another one.
func TestSwappedOfOtherGoroutines(t *testing.T) {
	fail := inLines(parse(t, "1 start\n2 start g1\n1 Lock m#1\n2 Lock m#1"))
	pass := inLines(parse(t, "1 start\n2 start g3\n2 Lock m#1\n1 Lock m#1"))
	if s, ok := Swapped(fail, pass); ok {
		t.Errorf("events %d and %d are swapped", s.First, s.Second)
	}
}
