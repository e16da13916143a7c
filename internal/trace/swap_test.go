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

// TestSwappedConcernsTheFailure: of several pairs the one counts that has to do with what fails, and none if none has.
func TestSwappedConcernsTheFailure(t *testing.T) {
	const begin = "1 start\n2 start g1\n3 start g1\n1 go\n1 go\n"
	fail := "2 atomic.Store x#1\n3 atomic.Load x#1\n2 Lock m#2\n3 Lock m#2\n1 atomic.Store y#3\n2 atomic.Load y#3"
	pass := "3 atomic.Load x#1\n2 atomic.Store x#1\n3 Lock m#2\n2 Lock m#2\n2 atomic.Load y#3\n1 atomic.Store y#3"
	for _, c := range []struct {
		name string
		left []Stuck
		want string
	}{
		{"what is waited for", []Stuck{{ID: 3, Objects: []string{"m#2"}}}, "g2.go:2 g3.go:2"},
		{"another goroutine waits for it", []Stuck{{ID: 4, Objects: []string{"m#2"}}}, "g2.go:2 g3.go:2"},
		{"a goroutine that is left", []Stuck{{ID: 1, Objects: []string{"c#9"}}}, "g1.go:1 g2.go:3"},
		{"where it is left", []Stuck{{ID: 2, Stack: []Frame{{Func: "p.f", File: "g2.go", Line: 3}}}}, "g1.go:1 g2.go:3"},
		{"nothing of these", []Stuck{{ID: 4, Objects: []string{"c#9"}}}, "none"},
	} {
		fail, pass := inLines(parse(t, begin+fail)), inLines(parse(t, begin+pass))
		fail.Kind, fail.Goroutine = "deadlock", c.left
		got := "none"
		if s, ok := Swapped(fail, pass); ok {
			got = fail.Events[s.First].At.Pos() + " " + fail.Events[s.Second].At.Pos()
		}
		if got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}

// TestConcernsOfAnAssertion: it depends on the last line before it that does an operation, and not on those before.
func TestConcernsOfAnAssertion(t *testing.T) {
	tr := inLines(parse(t, "1 start\n1 atomic.Load a#1\n1 atomic.Load b#2\n1 Lock l#3\n2 atomic.Load b#2"))
	tr.Kind, tr.Output = "assert", "    g1.go:3: wrong\n"
	concerns := tr.concerns()
	for i, want := range []Concern{ConcernsGoroutine, ConcernsGoroutine, ConcernsObject, ConcernsGoroutine, ConcernsObject} {
		if got := concerns(tr.Events[i]); got != want {
			t.Errorf("event %d: %d, want %d", i, got, want)
		}
	}
}

// TestConcernsOfACheck: what the functions do that the line before the assertion calls.
func TestConcernsOfACheck(t *testing.T) {
	tr := inLines(parse(t, "1 start\n1 atomic.Load a#1\n1 Lock w#2\n1 atomic.Load b#3\n1 atomic.Load c#4\n1 Lock l#5"))
	for i, e := range tr.Events {
		if e.Object == "b#3" || e.Object == "c#4" {
			tr.Events[i].At.Func = "p.snapshot"
		}
	}
	tr.Kind, tr.Output = "assert", "    g1.go:5: wrong\n"
	concerns := tr.concerns()
	for i, want := range []Concern{ConcernsGoroutine, ConcernsGoroutine, ConcernsObject, ConcernsObject, ConcernsObject, ConcernsGoroutine} {
		if got := concerns(tr.Events[i]); got != want {
			t.Errorf("event %d: %d, want %d", i, got, want)
		}
	}
}

// TestConcernsOfAPanic: the object that it is about says more than its goroutine.
func TestConcernsOfAPanic(t *testing.T) {
	tr := inLines(parse(t, "1 start\n2 start g1\n1 Lock l#3\n2 close c#1\n1 send c#1"))
	at := tr.Events[4].At
	tr.Kind, tr.Events = "panic", append(tr.Events, Event{G: 1, Kind: EvPanic, At: at})
	concerns := tr.concerns()
	for i, want := range map[int]Concern{2: ConcernsNothing, 3: ConcernsObject, 4: ConcernsObject} {
		if got := concerns(tr.Events[i]); got != want {
			t.Errorf("event %d: %d, want %d", i, got, want)
		}
	}
	tr.Events[5].At.Line++ // no operation fails, but what comes after it
	if got := tr.concerns()(tr.Events[2]); got != ConcernsGoroutine {
		t.Errorf("a step of the goroutine that fails: %d", got)
	}
}

// TestMissedIsSwapped: a send of a select with a default comes before its receiver is there.
func TestMissedIsSwapped(t *testing.T) {
	const begin = "1 start\n2 start g1\n1 go\n2 select s\n2 wait\n"
	fail := inLines(parse(t, begin+"1 try-send c#1\n1 timer.Stop t#2\n2 wake timer\n2 case t#2\n2 select s\n2 wait"))
	pass := inLines(parse(t, begin+"2 wake timer\n2 case t#2\n2 select s\n2 wait\n1 try-send c#1\n2 wake g1\n1 timer.Stop t#2"))
	fail.Events[5].Carries = "default"
	s, ok := Swapped(fail, pass)
	if !ok || s.First != 5 || s.Second != 9 {
		t.Errorf("swapped are %+v, %v, want events 5 and 9", s, ok)
	}
	pass.Events[9].Carries = "default"
	if s, ok := missed(fail, pass); ok {
		t.Errorf("nobody is there in either run, and %+v are swapped", s)
	}
}
