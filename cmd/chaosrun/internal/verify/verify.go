// Package verify asks whether a recorded failure is fixed. It tries, with the test as it is now, the
// recorded schedule, schedules near it, and those of a fresh search, until one fails. What it answers
// claims no more than that: that some schedules pass is no proof that all do.
package verify

import (
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"github.com/chaosrun/chaosrun/internal/findings"
	"github.com/chaosrun/chaosrun/internal/runner"
	"github.com/chaosrun/chaosrun/internal/trace"
)

// Verdict is an answer in a word or two.
type Verdict string

// The verdicts.
const (
	StillFails Verdict = "still fails"
	Another    Verdict = "another failure"
	Unsteady   Verdict = "unsteady" // a run failed and did not when it was repeated
	Passes     Verdict = "passes"   // every schedule that was tried
	Complete   Verdict = "complete" // every schedule that there is passes
	Unknown    Verdict = "unknown"  // no run of the test tells
)

// Failed reports whether the verdict is that something fails.
func (v Verdict) Failed() bool { return v == StillFails || v == Another || v == Unsteady }

// mostNear bounds the schedules near the recorded one.
const mostNear = 300

// Question is a recorded failure of which is asked whether it is fixed.
type Question struct {
	Runner    *runner.Runner // of the recording's test as it is now, with the settings of the search
	Recording *trace.Trace
	Name      string             // the recording's file
	Sighting  *findings.Sighting // of the failure by this test; nil: none is known
	Rebuilt   bool               // flags that were given make another test binary than that of the recording
	Progress  func(string)       // is told what begins; may be nil
}

// Answer is what was tried, and what came of it.
type Answer struct {
	Of      *Question
	Verdict Verdict

	SameBuild    bool // the test binary is the one that was recorded
	Fit, Choices int  // choices of the recorded schedule that the program still makes, and all of them
	Exact        bool // it failed with every event as recorded
	Stated       bool // the failure is one that the test states, with //chaosrun:expect or sched.Expect
	Near         *runner.Near
	Search       *runner.Result  // nil: it was not needed
	Failure      *runner.Failure // nil: none
	By           string          // what has shown it: see the constants
	Mutants      *Mutants        // nil: none were tried

	apart   string // why the replay's failure does not count; "": it passed, or counts
	elapsed time.Duration
}

// What can show a failure.
const (
	ByReplay = "replay"
	ByNear   = "near"
	BySearch = "search"
)

func (q *Question) progress(format string, args ...any) {
	if q.Progress != nil {
		q.Progress(fmt.Sprintf(format, args...))
	}
}

// Answer tries schedules until one fails, or all are tried.
func (q *Question) Answer(ctx context.Context) (*Answer, error) {
	start := time.Now()
	tests, _, err := q.Runner.Tests(ctx) // it also proves that the binary is under control
	if err != nil {
		return nil, err
	}
	for _, test := range q.Recording.Tests() {
		if !slices.Contains(tests, test) {
			return nil, fmt.Errorf("there is no test %s in %s any more: if it has another name now, find its failure again with chaosrun test", test, q.Recording.Package)
		}
	}
	a := &Answer{Of: q, Near: new(runner.Near)}
	for _, try := range []func(context.Context) error{a.replay, a.near, a.search} {
		err := try(ctx)
		if ctx.Err() != nil {
			err = ctx.Err()
		}
		if err != nil {
			return nil, err
		}
		if a.Verdict != "" {
			break
		}
	}
	a.elapsed = time.Since(start)
	if a.Failure != nil {
		if a.Stated, err = a.states(ctx); err != nil {
			return nil, err
		}
	}
	return a, nil
}

// states reports whether the test states the failure, by a comment or an option.
func (a *Answer) states(ctx context.Context) (bool, error) {
	r, test := a.Of.Runner, a.Of.Recording.Test
	if a.Search != nil && a.Search.Expected {
		return true, nil
	}
	files, err := filepath.Glob(filepath.Join(r.PackageDir, "*_test.go"))
	if err != nil {
		return false, err
	}
	for i, name := range files {
		files[i] = filepath.Base(name)
	}
	expects, err := runner.Expectations(r.Package, r.PackageDir, files)
	if err != nil {
		return false, err
	}
	if e, ok := expects[test]; ok {
		return e.Kind == a.Failure.Kind, nil
	}
	_, states, err := r.ForTest(ctx, test)
	return states, err
}

// replay tries the recorded schedule: as a whole if the program still goes that way, else as far as it
// fits.
func (a *Answer) replay(ctx context.Context) error {
	rec := a.Of.Recording
	a.Of.progress("trying the recorded schedule")
	got, err := a.Of.Runner.Replay(ctx, rec)
	if err != nil {
		return err
	}
	a.SameBuild = got.SameBuild
	a.Fit, a.Choices = rec.Fits(got.Trace)
	if got.Same(rec) {
		a.Exact = true
		got.Trace.Swap, got.Trace.Notes = rec.Swap, rec.Notes // the events are the same
		f := failureOf(got.Trace)
		f.Run, f.Recording = rec.Run, a.Of.Name
		a.Of.Runner.Settle(f)
		a.fails(ByReplay, f)
		artifacts := a.Of.Runner.Artifacts
		if rel, err := filepath.Rel(artifacts, a.Of.Name); err != nil || !filepath.IsLocal(rel) {
			f.Recording, err = runner.Save(artifacts, got.Trace) // a finding's recording is found only there
			return err
		}
		return nil
	}
	// What the recording says of how long a run may be, and of what it has to print, is of the program
	// that was recorded.
	switch kind := got.Trace.Kind; {
	case kind == "":
		return nil
	case !a.SameBuild && kind == "livelock":
		a.apart = "the recorded schedule comes to the recording's limit of steps, which says nothing of the program as it is now"
		return nil
	case !a.SameBuild && kind == "output":
		a.apart = "the recorded schedule prints something else than was recorded, which says nothing of the program as it is now"
		return nil
	}
	once, err := a.Of.Runner.OnlyOnce(ctx, got.Trace)
	if err != nil {
		return err
	}
	if once {
		a.apart = "the test can run only once in a process, and the recorded schedule was tried after another run"
		return nil
	}
	return a.failsAnew(ctx, ByReplay, got.Trace)
}

// near tries schedules near the recorded one.
func (a *Answer) near(ctx context.Context) error {
	a.Of.progress("trying schedules near the recorded one")
	near, err := a.settings().TryNear(ctx, a.Of.Recording, mostNear, a.Of.Runner.Duration/2)
	if err != nil {
		return err
	}
	if a.Near = near; near.Failure == nil {
		return nil
	}
	return a.failsAnew(ctx, ByNear, near.Failure)
}

func failureOf(t *trace.Trace) *runner.Failure {
	return &runner.Failure{Kind: t.Kind, Message: t.Message, Run: t.Run, Steps: t.Steps, Trace: t, Times: 1}
}

// failsAnew takes a failing run that is not the recorded one: it is made simpler and saved.
func (a *Answer) failsAnew(ctx context.Context, by string, t *trace.Trace) error {
	r := a.Of.Runner
	f := failureOf(t)
	if r.Settle(f); f.Timing && findings.ID(t) != findings.ID(a.Of.Recording) {
		return nil // a warning, and not of this failure
	}
	if r.Shrink > 0 {
		simpler, err := r.Simplify(ctx, t, r.Shrink, false, nil)
		if err != nil {
			return err
		}
		f.Trace, f.Steps = simpler, simpler.Steps
		r.Settle(f)
	}
	how := "found by following the recorded schedule as far as it fits"
	if by == ByNear {
		how = "found with a schedule near the recorded one"
	}
	f.Trace.Notes = append(f.Trace.Notes, how)
	var err error
	if f.Recording, err = runner.Save(r.Artifacts, f.Trace); err == nil {
		a.fails(by, f)
	}
	return err
}

// settings is the runner with what the recorded run was made with, and a test may not say itself.
func (a *Answer) settings() *runner.Runner {
	rec := a.Of.Recording
	r := *a.Of.Runner
	r.Leaks, r.Clock, r.Faults, r.Ignore, r.SameOutput = rec.Leaks, rec.Clock, rec.Faults, rec.Ignore, rec.Same
	r.KeepGoing = false
	r.Explicit = make(map[string]bool)
	for flag, given := range a.Of.Runner.Explicit {
		r.Explicit[flag] = given
	}
	r.Explicit["faults"] = rec.Faults != ""
	if s := a.Of.Sighting; s != nil {
		r.Clock = s.Budget.Clock // a comment of the test may have said the recording's
		r.HoldUp = max(r.HoldUp, s.Budget.HoldUp)
	}
	return &r
}

// search explores the test as chaosrun test does.
func (a *Answer) search(ctx context.Context) error {
	a.Of.progress("searching anew")
	r := a.settings()
	res := r.ExploreTest(ctx, a.Of.Recording.Test, nil)
	a.Search = res
	if res.Verdict == "error" {
		return res.Err
	}
	if s := a.Of.Sighting; s != nil && !a.Of.Rebuilt {
		res.Budget.Given = s.Budget.Given // its recording says which flags, and it was built with them
	}
	want := findings.ID(a.Of.Recording)
	for _, f := range slices.Concat(res.Failures, res.Timings) {
		if findings.ID(f.Trace) == want {
			a.fails(BySearch, f)
			return nil
		}
	}
	switch {
	case len(res.Failures) > 0:
		a.fails(BySearch, res.Failures[0])
	case len(res.Unsteady) > 0:
		a.Verdict = Unsteady
	case res.Verdict == "skip" || res.Verdict == "unfinished":
		a.Verdict = Unknown
	case res.Budget.All && res.External == 0 && a.Near.Lost == 0:
		a.Verdict = Complete
	default:
		a.Verdict = Passes
	}
	return nil
}

// fails takes in a failure, which is the recorded one or another.
func (a *Answer) fails(by string, f *runner.Failure) {
	a.By, a.Failure, a.Verdict = by, f, Another
	if findings.ID(f.Trace) == findings.ID(a.Of.Recording) {
		a.Verdict = StillFails
	}
}

// Result is what is shown of the test: the result of the search, or that of the run that failed before
// one was needed.
func (a *Answer) Result() *runner.Result {
	if a.Search != nil {
		return a.Search
	}
	res := &runner.Result{
		Test: a.Of.Recording.Test, Program: a.Of.Recording.Program != "", Verdict: "fail", Runs: a.Near.Runs + 1, Steps: a.Failure.Steps, Distinct: 1,
		Elapsed: a.elapsed, Budget: a.held(),
	}
	if fs := []*runner.Failure{a.Failure}; a.Failure.Timing {
		res.Verdict, res.Timings = "pass", fs // a warning, as in a search
	} else {
		res.Failures = fs
	}
	return res
}

// held is the budget that a failure which no search has found is held against: that of the sighting, or
// the usual one.
func (a *Answer) held() runner.Budget {
	if s := a.Of.Sighting; s != nil {
		return s.Budget
	}
	r := a.settings()
	return runner.Budget{
		Strategy: cmp.Or(r.Strategy, "auto"), Clock: r.Clock, Faults: r.Faults, Tags: r.Tags, Race: r.Race, Accesses: r.Accesses,
		Given: runner.Given(r.Given, r.Files), Schedules: max(1, r.Schedules),
	}
}
