package hunt

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chaosrun/chaosrun/internal/cilog"
	"github.com/chaosrun/chaosrun/internal/runner"
	"github.com/chaosrun/chaosrun/internal/trace"
)

// waysOf are the names of what is tried for a goal.
func waysOf(g cilog.Goal, f flavour, s Search) []string {
	s.Strategies = []string{"auto"}
	if s.Clocks == nil {
		s.Clocks = []string{"", "racing"}
	}
	var names []string
	for _, x := range new(Workshop).ways(f, &g, &runner.Runner{Faults: s.Faults}, s) {
		names = append(names, x.String())
	}
	return names
}

func TestWaysOfAGoal(t *testing.T) {
	plain := waysOf(cilog.Goal{Test: "TestA", Message: "got 3"}, flavour{}, Search{})
	if want := []string{"auto", "auto, clock racing", "auto, accesses"}; !slices.Equal(plain[:3], want) {
		t.Errorf("of an assertion: %q", plain)
	}
	if late := waysOf(cilog.Goal{Test: "TestA", Message: "context deadline exceeded"}, flavour{}, Search{}); late[0] != "auto, clock racing" || !slices.Contains(late, "auto, clock jitter:1s") {
		t.Errorf("of a deadline: %q", late)
	}
	if late := waysOf(cilog.Goal{Test: "TestA", Message: "context deadline exceeded"}, flavour{}, Search{ClocksGiven: true}); late[0] != "auto" {
		t.Errorf("of a deadline, with -clocks: %q", late)
	}
	if raced := waysOf(cilog.Goal{Test: "TestA", Kind: cilog.Race}, flavour{race: true}, Search{}); slices.ContainsFunc(raced, func(w string) bool { return strings.Contains(w, "accesses") }) {
		t.Errorf("of a race: %q", raced)
	}
	reset := cilog.Goal{Test: "TestA", Message: "read tcp: connection reset by peer"}
	if ways := waysOf(reset, flavour{}, Search{}); !slices.Contains(ways, "auto, faults net/write=reset#1") {
		t.Errorf("of a connection: %q", ways)
	}
	if ways := waysOf(reset, flavour{}, Search{Faults: "file/sync=eio"}); slices.ContainsFunc(ways, func(w string) bool { return strings.Contains(w, "net/") }) {
		t.Errorf("of a connection, with -faults: %q", ways)
	}
	beside := waysOf(cilog.Goal{Test: "TestA/x", Before: []string{"TestB"}}, flavour{}, Search{})
	for _, want := range []string{"auto, all of TestA", "auto, with the tests before and beside it"} {
		if !slices.Contains(beside, want) {
			t.Errorf("of a subtest after another test: %q", beside)
		}
	}
}

// TestWaysOfALeftover: if a goroutine of another test has a part in a race, the test alone cannot have it.
func TestWaysOfALeftover(t *testing.T) {
	by := func(test string) trace.Access {
		return trace.Access{Created: []trace.Frame{{Func: "p/q." + test, File: "q_test.go", Line: 3}}}
	}
	for other, want := range map[string][]string{
		"TestB.func1": {"auto, with the tests before and beside it", "random, with the tests before and beside it"},
		"TestA.func1": {"auto", "auto, clock racing"},
	} {
		g := cilog.Goal{Test: "TestA/x", Kind: cilog.Race, Before: []string{"TestB"}, Races: []trace.Race{{First: by("TestA"), Second: by(other)}}}
		if ways := waysOf(g, flavour{race: true}, Search{}); !slices.Equal(ways[:2], want) || len(ways) > 2 && other == "TestB.func1" {
			t.Errorf("with a goroutine of %s: %q", other, ways)
		}
	}
}

func TestHuntable(t *testing.T) {
	for test, want := range map[string]bool{"TestA": true, "TestA/b": true, "": false, "ExampleA": false, "FuzzA/seed#0": false} {
		if err := huntable(&cilog.Goal{Test: test}); (err == nil) != want {
			t.Errorf("%q: %v", test, err)
		}
	}
}

// TestLeaksOfAGoal: a test that leaves goroutines passes in CI, unless goleak looks for them.
func TestLeaksOfAGoal(t *testing.T) {
	for _, c := range []struct {
		kind  cilog.Kind
		given bool
		want  string
	}{
		{cilog.Assert, false, "report"},
		{cilog.Leak, false, "proved"},
		{cilog.Assert, true, "proved"},
	} {
		w := new(Workshop)
		w.Options.Leaks, w.Options.Explicit = "proved", map[string]bool{"leaks": c.given}
		if got := w.options(&cilog.Goal{Test: "TestA", Kind: c.kind}, "TestA").Leaks; got != c.want {
			t.Errorf("%+v: -leaks %s", c, got)
		}
	}
}

func TestPattern(t *testing.T) {
	if got := pattern("TestA/b.c/d"); got != `^TestA$/^b\.c$/^d$` {
		t.Error(got)
	}
}

// TestImpliedFaults: that a test fails of faults that nobody has asked for says nothing, unless it is
// as in the log.
func TestImpliedFaults(t *testing.T) {
	m := matcherFor(t, cilog.Goal{Kind: cilog.Assert, Message: "q_test.go:9: connection reset by peer"}, "")
	way := &Way{implied: true}
	a := &Answer{Ways: []*Way{way}}
	last := &runner.Result{Verdict: "fail", Failures: []*runner.Failure{
		{Kind: "assert", Trace: failed("assert", "q_test.go:19: EOF", "    q_test.go:19: EOF\n")},
		{Kind: "assert", Trace: failed("assert", "q_test.go:9: connection reset by peer", "    q_test.go:9: connection reset by peer\n")},
	}}
	if n := a.take(m, way, last); n != 1 || len(last.Failures) != 1 || len(a.Others) != 0 || a.Found != last.Failures[0] || last.Verdict != "fail" {
		t.Errorf("%d are the log's; left: %+v, others: %+v", n, last, a.Others)
	}
	other := &runner.Result{Verdict: "fail", Failures: last.Failures[:0:0]}
	other.Failures = append(other.Failures, &runner.Failure{Kind: "panic", Trace: failed("panic", "x", "")})
	if a.take(m, way, other); other.Verdict != "pass" || len(other.Failures) != 0 {
		t.Errorf("what is not the log's: %+v", other)
	}
}

// TestOfTime: that a test fails because its time is over before goroutines that can run have run says
// nothing, if nobody has asked for such a clock, unless it is as in the log.
func TestOfTime(t *testing.T) {
	m := matcherFor(t, cilog.Goal{Kind: cilog.Assert, Message: "q_test.go:9: context canceled"}, "")
	late := func(kind string, held time.Duration) *runner.Failure {
		tr := failed(kind, "q_test.go:19: deadline exceeded", "    q_test.go:19: deadline exceeded\n")
		tr.Held = int64(held)
		return &runner.Failure{Kind: kind, Trace: tr}
	}
	for _, c := range []struct {
		way    Way
		f      *runner.Failure
		ofTime bool
	}{
		{Way{hasty: true}, late("assert", 0), true},
		{Way{hasty: true}, late("race", 0), false},
		{Way{}, late("assert", 0), false},
		{Way{unhurried: time.Millisecond}, late("assert", 50*time.Millisecond), true},
		{Way{unhurried: time.Second}, late("assert", 50*time.Millisecond), false},
	} {
		a := &Answer{Goal: m.goal, Ways: []*Way{&c.way}}
		last := &runner.Result{Verdict: "fail", Runs: 7, Failures: []*runner.Failure{c.f}}
		c.way.Result = last
		a.take(m, &c.way, last)
		a.judge(t.Context())
		if got := a.Verdict == NotFound; got != c.ofTime || (len(last.Failures) == 0) != c.ofTime || a.OfTime > 0 != c.ofTime || !c.way.keepGoing {
			t.Errorf("%+v: %+v, %d failures", c, a, len(last.Failures))
		}
	}
	given := waysOf(cilog.Goal{Test: "TestA"}, flavour{}, Search{ClocksGiven: true})
	if !slices.Contains(given, "auto, clock racing") {
		t.Fatal(given)
	}
	for _, x := range new(Workshop).ways(flavour{}, m.goal, &runner.Runner{}, Search{Strategies: []string{"auto"}, Clocks: []string{"racing"}, ClocksGiven: true}) {
		if x.hasty {
			t.Errorf("-clocks has asked for %s", x)
		}
	}
}

// TestAnother: after a failure that is not the log's the hunt goes on.
func TestAnother(t *testing.T) {
	m := matcherFor(t, cilog.Goal{Kind: cilog.Panic, Message: "boom"}, "")
	a := &Answer{Goal: m.goal, Ways: []*Way{{Strategy: "auto"}, {Strategy: "pct"}}}
	for range 2 {
		last := &runner.Result{Verdict: "fail", Runs: 7, Failures: []*runner.Failure{{Kind: "panic", Trace: failed("panic", "bang", "")}}}
		a.Ways[0].Result = last
		a.take(m, a.Ways[0], last)
	}
	a.judge(t.Context())
	if a.Verdict != Another || len(a.Others) != 1 || !a.Ways[1].keepGoing {
		t.Errorf("the answer is %+v", a)
	}
	last := &runner.Result{Verdict: "fail", Failures: []*runner.Failure{{Kind: "panic", Trace: failed("panic", "boom", "")}}}
	a.take(m, a.Ways[1], last)
	if a.judge(t.Context()); a.Verdict != Reproduced || a.By != a.Ways[1] {
		t.Errorf("the answer is %+v", a)
	}
}
