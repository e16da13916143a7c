package verify

import (
	"bytes"
	"strings"
	"testing"

	"github.com/chaosrun/chaosrun/internal/findings"
	"github.com/chaosrun/chaosrun/internal/runner"
	"github.com/chaosrun/chaosrun/internal/trace"
)

// recording is of a deadlock, with four choices.
func recording() *trace.Trace {
	t := &trace.Trace{Header: trace.Header{Package: "p", Test: "TestX", Kind: "deadlock", Message: "both goroutines are blocked", Run: 7}}
	for range 4 {
		t.Events = append(t.Events, trace.Event{G: 1, Kind: "lock", N: 2})
	}
	return t
}

func other() *trace.Trace {
	return &trace.Trace{Header: trace.Header{Package: "p", Test: "TestX", Kind: "panic", Message: "boom", Run: 3}}
}

// answer is that of a test of which all schedules that were tried pass.
func answer() *Answer {
	return &Answer{
		Of: &Question{Recording: recording(), Name: "x.chaos", Runner: &runner.Runner{Schedules: 1000, Strategy: "auto"}}, Verdict: Passes, Fit: 2, Choices: 4, Near: &runner.Near{Runs: 20},
		Search: &runner.Result{Test: "TestX", Verdict: "pass", Runs: 100, Budget: runner.Budget{Strategy: "auto", Schedules: 101}},
	}
}

// failing is the answer if that run fails, and by what it is shown.
func failing(t *trace.Trace, by string) *Answer {
	a := answer()
	f := failureOf(t)
	if by == BySearch {
		a.Search.Verdict, a.Search.Failures = "fail", []*runner.Failure{f}
		f.After = 4
		a.Search.Budget.Schedules = 3
	} else {
		a.Search = nil
	}
	a.fails(by, f)
	return a
}

// TestSentences: each claims what is known, and no more.
func TestSentences(t *testing.T) {
	with := func(a *Answer, change func(*Answer)) *Answer {
		change(a)
		return a
	}
	const misfit = "the recorded schedule no longer fits at choice 3 of 4"
	for _, c := range []struct {
		a    *Answer
		want string
	}{
		{answer(), "not fixed for certain, but 121 schedules, 20 of them near the recorded one, pass; " + misfit},
		{with(answer(), func(a *Answer) { a.Fit = 4 }), "pass; the recorded schedule still fits, and passes"},
		{with(answer(), func(a *Answer) { a.Near.Runs = 0 }), "not fixed for certain, but 101 schedules pass; "},
		{with(answer(), func(a *Answer) { a.Near.Lost = 2 }), "but 119 schedules, 18 of them near the recorded one, pass; " + misfit + "; 2 schedules failed once and passed when repeated"},
		{with(answer(), func(a *Answer) { a.SameBuild = true }), "nothing has changed since"},
		{with(answer(), func(a *Answer) { a.apart = "the test can run only once" }), "but 120 schedules, 20 of them near the recorded one, pass; the test can run only once"},
		{with(answer(), func(a *Answer) { a.Of.Recording.From = 9 }), "the recording begins at step 10, so how far its schedule fits is not known"},
		{with(answer(), func(a *Answer) { a.Of.Recording.Events = nil }), "the recording has no schedule"},
		{with(answer(), func(a *Answer) { a.Search.External = 1 }), "the runs were not fully controlled"},
		{with(answer(), func(a *Answer) {
			a.Of.Sighting = &findings.Sighting{Budget: runner.Budget{Strategy: "pct", Schedules: 5000}}
		}), "it took 5000 schedules of pct to find the failure"},
		{with(answer(), func(a *Answer) { a.Search.Budget.Complete, a.Search.Bound = true, " with at most 1 preemption" }), "not fixed for certain, but 121 schedules, 20 of them near the recorded one, pass; " + misfit + "; no schedule of this test with at most 1 preemption fails"},
		{with(answer(), func(a *Answer) { a.Verdict = Complete }), "complete: every schedule passes (100 runs)"},
		{with(answer(), func(a *Answer) { a.Verdict, a.Search.Assumes = Complete, 1 }), "complete: every schedule passes (100 runs), if no goroutine is held up"},
		{with(answer(), func(a *Answer) {
			a.Verdict, a.Search.Unsteady = Unsteady, []runner.Unsteady{{Kind: "assert", Message: "2"}}
		}), "not known: a run failed (assert: 2) and passed when it was repeated"},
		{with(answer(), func(a *Answer) { a.Verdict, a.Search.Verdict = Unknown, "skip" }), "not known: the test skips itself now"},
		{with(answer(), func(a *Answer) { a.Verdict, a.Search.Verdict = Unknown, "unfinished" }), "not known: no run of a search ended within"},
		{with(failing(recording(), ByReplay), func(a *Answer) { a.Exact = true }), "still fails: deadlock: both goroutines are blocked; the recorded schedule was replayed, all 4 events as recorded"},
		{with(failing(recording(), ByReplay), func(a *Answer) { a.Stated = true }), "chaosrun test expects it"},
		{with(failing(recording(), ByReplay), func(a *Answer) { a.Fit = 4 }), "; the recorded schedule leads to it"},
		{failing(recording(), ByReplay), "; the recorded schedule leads to it, as far as it fits: " + misfit},
		{failing(recording(), ByNear), "; schedule 20 of those near the recorded one leads to it; " + misfit},
		{failing(recording(), BySearch), "; run 7 of a fresh search leads to it; " + misfit + "; 20 schedules near it pass"},
		{failing(other(), BySearch), "another failure: panic: boom; run 3 of a fresh search leads to it; "},
		{failing(other(), ByNear), "; whether the recorded failure (deadlock: both goroutines are blocked) is fixed is not known"},
		{with(failing(other(), ByReplay), func(a *Answer) { a.Failure.Trace.Run = 0 }), "; the first run of every process leads to it, which has the plain schedule; "},
	} {
		got := c.a.Sentence()
		if !strings.Contains(got, c.want) || strings.Contains(got, "\n") {
			t.Errorf("%q\nwant in it %q", got, c.want)
		}
		var b bytes.Buffer
		c.a.JSON(&b, findings.New)
		if !strings.Contains(b.String(), `"verdict":"`+string(c.a.Verdict)+`"`) {
			t.Errorf("the event is %s", b.String())
		}
	}
}

// TestNote: a finding is resolved only by a search that covers what found it, and only a failure that was
// looked for in a whole search says anything of the test's other findings.
func TestNote(t *testing.T) {
	found := func() *findings.File { // the recording's finding, and another one of the same test
		f := new(findings.File)
		var c findings.Campaign
		res := &runner.Result{Test: "TestX", Verdict: "fail", Failures: []*runner.Failure{failureOf(recording()), failureOf(other())}, Budget: runner.Budget{Strategy: "auto", Schedules: 50}}
		c.Add("p", res, findings.Observe("p", res))
		f.Apply(&c)
		return f
	}
	for what, c := range map[string]struct {
		a           *Answer
		state, also findings.State
	}{
		"passes":                           {answer(), findings.Resolved, findings.Resolved},
		"found again":                      {failing(recording(), ByReplay), findings.Ongoing, findings.New},
		"found again near":                 {failing(recording(), ByNear), findings.Ongoing, findings.New},
		"found by a search that was short": {failing(recording(), BySearch), findings.Ongoing, findings.New},
		"another":                          {failing(other(), ByNear), findings.New, findings.Ongoing},
	} {
		f := found()
		c.a.Of.Sighting = SightingOf(f, findings.ID(recording()), "p", "TestX", "x.chaos")
		if c.a.Of.Sighting == nil {
			t.Fatal("the sighting is not found")
		}
		state := c.a.Note(f, findings.Moment{})
		if also := f.Find(findings.ID(other())).State; state != c.state || also != c.also {
			t.Errorf("%s: the finding is %s, the other one %s; want %s and %s", what, state, also, c.state, c.also)
		}
	}
	for what, change := range map[string]func(*Answer){
		"few schedules":     func(a *Answer) { a.Search.Budget.Schedules = 20 },
		"another strategy":  func(a *Answer) { a.Search.Budget.Strategy = "random" },
		"a part of it":      func(a *Answer) { a.Of.Recording.TestRun = "TestX/sub" },
		"one call of it":    func(a *Answer) { a.Of.Recording.Calls = "1" },
		"another binary":    func(a *Answer) { a.Of.Rebuilt = true },
		"it skips itself":   func(a *Answer) { a.Search.Verdict = "skip" },
		"it is not steady":  func(a *Answer) { a.Search.Verdict = "unsteady" },
		"unknown arguments": func(a *Answer) { a.Of.Recording.Args, a.Of.Sighting = []string{"-x"}, nil },
	} {
		f := found()
		a := answer()
		a.Of.Sighting = SightingOf(f, findings.ID(recording()), "p", "TestX", "")
		change(a)
		if state := a.Note(f, findings.Moment{}); state != findings.New {
			t.Errorf("%s: the finding is %s, want new as before", what, state)
		}
	}
	a := failing(recording(), ByReplay)
	a.Stated = true
	if state := a.Note(new(findings.File), findings.Moment{}); state != "" {
		t.Errorf("a failure that the test states is a finding, and %s", state)
	}
}
