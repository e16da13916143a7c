package sweep

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"syscall"

	"github.com/chaosrun/chaosrun/internal/runner"
)

// Executor makes the runs of shares.
type Executor struct {
	Artifacts string // folder for recordings
	// Found is told of each failing run as soon as its recording is saved, which is before it
	// is made simple. It may be called from several goroutines.
	Found func(Finding) error

	packages map[string]*source
}

// source is where the tests of a package come from.
type source struct {
	runner  *runner.Runner
	expects map[string]runner.Expect

	mu    sync.Mutex
	asked map[string]*runner.Runner // by test, with its own options
}

// Add lets shares of a package be done with a runner. expects are the failures that its tests
// state in comments.
func (x *Executor) Add(r *runner.Runner, expects map[string]runner.Expect) {
	if x.packages == nil {
		x.packages = make(map[string]*source)
	}
	x.packages[r.Package] = &source{runner: r, expects: expects, asked: make(map[string]*runner.Runner)}
}

// Source is the runner for a package, and the failures that its tests state in comments; the
// runner is nil if there is none.
func (x *Executor) Source(pkg string) (*runner.Runner, map[string]runner.Expect) {
	src := x.packages[pkg]
	if src == nil {
		return nil, nil
	}
	return src.runner, src.expects
}

// At is the executor with recordings in another folder, and another to be told of them.
func (x *Executor) At(artifacts string, found func(Finding) error) *Executor {
	return &Executor{Artifacts: artifacts, Found: found, packages: x.packages}
}

// Do makes the runs of a share. An error is one of this machine, such as a full disk; what is
// wrong with the test is in the outcome.
func (x *Executor) Do(ctx context.Context, s Share) (*Outcome, error) {
	src := x.packages[s.Package]
	if src == nil {
		return nil, fmt.Errorf("no test binary of package %s is here", s.Package)
	}
	r, err := src.test(ctx, s)
	var machine syscall.Errno
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case errors.As(err, &machine):
		return nil, cannot(s, err)
	case err != nil:
		return &Outcome{Next: s.First, Over: true, Error: err.Error()}, nil
	}
	expect := src.expect(r, s.Test)
	r.StopAtLeak = expect != nil
	res, seen := r.ExplorePart(ctx, s.Test, runner.Part{
		First: s.First, Count: s.Count, Duration: s.Duration, State: s.State, Begins: s.Begins,
	})
	if errors.As(res.Err, &machine) {
		return nil, cannot(s, res.Err)
	}
	out := outcome(res, seen)
	out.Plan = r.Faults
	if r.Schedules != src.runner.Schedules {
		out.Limit = r.Schedules
	}
	if out.Strategy = r.Strategy; s.Strategy != "" && r.Strategy == s.Strategy {
		out.Strategy = s.Config.Strategy
	}
	out.Expect = expect
	if ctx.Err() != nil && len(res.Failures) == 0 {
		return nil, ctx.Err()
	}
	for _, f := range slices.Concat(res.Failures, res.Timings) {
		found, err := x.keep(ctx, r, s, f, res, expect)
		if err != nil {
			return nil, err
		}
		out.Findings = append(out.Findings, found)
	}
	out.Notes, out.Notable, out.Unsteady = res.Notes, res.Notable, res.Unsteady
	return out, nil
}

// cannot is an error of this machine, such as a full disk: it says nothing of the test.
func cannot(s Share, err error) error {
	return fmt.Errorf("%s of package %s cannot be run here: %w; once that is mended, continue with -resume", s.Test, s.Package, err)
}

// expect is the failure that the test states, or nil.
func (src *source) expect(r *runner.Runner, test string) *runner.Expect {
	e := r.Expected()
	if stated, ok := src.expects[test]; ok {
		e = &stated
	}
	if e != nil && e.Kind == "race" && !r.Race && !r.Accesses {
		return nil // it cannot be found
	}
	return e
}

// test is a runner for the test of a share, as the configuration and the test itself say.
func (src *source) test(ctx context.Context, s Share) (*runner.Runner, error) {
	own, err := src.own(ctx, s.Test)
	if err != nil {
		return nil, err
	}
	return own.Configured(s.Config.Strategy, s.Strategy, s.Config.Clock, s.Config.Faults, s.Config.Seed)
}

// own is a runner with the options of the test itself, which are asked for once.
func (src *source) own(ctx context.Context, test string) (*runner.Runner, error) {
	src.mu.Lock()
	r := src.asked[test]
	src.mu.Unlock()
	if r != nil {
		return r, nil
	}
	r, err := src.runner.Asked(ctx, test)
	if err != nil {
		return nil, err
	}
	src.mu.Lock()
	defer src.mu.Unlock()
	src.asked[test] = r
	return r, nil
}

func outcome(res *runner.Result, seen *runner.Seen) *Outcome {
	out := &Outcome{
		Skipped: res.Verdict == "skip", Unfinished: res.Verdict == "unfinished", Next: seen.Next, Over: seen.Over, State: seen.State,
		Runs: res.Runs, Steps: res.Steps, Elapsed: res.Elapsed, External: res.External,
		Assumes: res.Assumes, Sequent: res.Sequential, Complete: res.Complete, EachFault: res.EachFault, Predicted: res.Predicted, Bound: res.Bound, Explored: res.Explored,
		Graphs: seen.Graphs, Pairs: seen.Pairs, Members: seen.Members, Props: seen.Properties,
		Discards: seen.Discards, Undecided: seen.Undecided, Leaks: seen.Leaks, Failing: seen.Failing, Faults: res.Faults,
	}
	if res.Err != nil {
		out.Error, out.Over = res.Err.Error(), true
	}
	return out
}

// keep saves a failing run as it is, then makes it simple and saves that, unless one like it
// is known.
func (x *Executor) keep(ctx context.Context, r *runner.Runner, s Share, f *runner.Failure, res *runner.Result, expect *runner.Expect) (Finding, error) {
	found := Finding{
		Package: s.Package, Test: s.Test, Config: s.Config, Kind: f.Kind, Message: f.Message,
		Fingerprint: f.Trace.Fingerprint(), Run: f.Run, Steps: f.Steps, Timing: f.Timing, Expect: expect,
	}
	if slices.Contains(s.Known, found.Fingerprint) {
		return found, nil
	}
	save := func() error {
		name, err := runner.Save(x.Artifacts, f.Trace)
		if err != nil {
			return err
		}
		if found.Recording, err = filepath.Rel(x.Artifacts, name); err != nil {
			return err
		}
		return x.Found(found)
	}
	if err := save(); err != nil {
		return found, err
	}
	before := f.Trace
	if err := r.Simple(ctx, f); err != nil && ctx.Err() == nil {
		res.Note("its schedule was not simplified: %v", err)
	}
	if f.Trace == before {
		return found, nil
	}
	if f.Timing {
		r.Settle(f)
	}
	found.Message, found.Steps, found.Timing = f.Message, f.Steps, f.Timing
	return found, save()
}
