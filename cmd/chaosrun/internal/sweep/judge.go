package sweep

import (
	"errors"
	"os"
	"path/filepath"
	"slices"

	"github.com/chaosrun/chaosrun/internal/runner"
	"github.com/chaosrun/chaosrun/internal/trace"
)

// judge adds an outcome to what is known of the test.
func (t *test) judge(keepGoing bool, x *cell, out *Outcome) {
	t.res.Runs += out.Runs
	x.made += out.Runs
	t.res.Steps += out.Steps
	t.res.External += out.External
	for _, n := range out.Notes {
		t.res.Note("%s", n)
	}
	t.res.Notable = t.res.Notable || out.Notable
	t.res.Unsteady = append(t.res.Unsteady, out.Unsteady...)
	for _, q := range out.Props {
		t.property(q)
	}
	t.discards += out.Discards
	t.undecided += out.Undecided
	t.leaks += out.Leaks
	plan := t.plans[out.Plan]
	if plan == nil {
		plan = new(runner.Result)
		t.plans[out.Plan] = plan
	}
	plan.Runs += out.Runs
	for _, p := range out.Faults {
		t.res.Saw(p)
		plan.Saw(p)
	}
	if out.Expect != nil {
		t.expect = out.Expect
	}
	t.skipped = t.skipped || out.Skipped
	t.unfinished = t.unfinished || out.Unfinished
	t.res.Assumes |= out.Assumes
	x.sequent = x.sequent || out.Sequent
	x.failing = x.failing || out.Failing
	x.bound, x.complete, x.explored = out.Bound, out.Complete, out.Explored
	if x.search != nil {
		x.explored, x.complete = x.search.Explored()
		x.complete = x.complete && x.explored == 1 && !x.failing
	}
	t.res.EachFault = t.res.EachFault || out.EachFault
	t.res.Predicted = t.res.Predicted || out.Predicted
	if out.Error != "" && t.err == "" {
		t.err = out.Error
	}
	for _, f := range out.Findings {
		t.find(f)
		if f.Kind != "leak" && !f.Timing { // which are gone past
			x.failed++
		}
	}
	if x.failed >= maxFailing {
		x.over = true
	}
	t.close(keepGoing)
}

// close ends the exploration of a test whose result stands.
func (t *test) close(keepGoing bool) {
	if t.limit > 0 && t.res.Elapsed >= t.limit || t.err != "" || t.skipped || len(t.findings) > 0 && t.expect != nil || !keepGoing && t.ends() {
		t.closed = true
	}
}

// ends reports whether what was found ends the exploration: it goes on past a leak.
func (t *test) ends() bool {
	return slices.ContainsFunc(t.findings, func(f Finding) bool { return f.Kind != "leak" })
}

func (t *test) property(q runner.Property) {
	for i := range t.props {
		if t.props[i].What == q.What {
			t.props[i].Met = t.props[i].Met || q.Met
			return
		}
	}
	t.props = append(t.props, q)
}

// find takes in a finding. One like another counts, and has the place of the other if it has a
// recording and the other has none. A timing warning gives way to a failure like it.
func (t *test) find(f Finding) {
	like := func(g Finding) bool { return g.Fingerprint == f.Fingerprint }
	if f.Timing {
		if !slices.ContainsFunc(slices.Concat(t.findings, t.timings), like) {
			t.timings = append(t.timings, f)
		}
		return
	}
	t.timings = slices.DeleteFunc(t.timings, like)
	t.times[f.Fingerprint]++
	i := slices.IndexFunc(t.findings, like)
	switch {
	case i < 0:
		t.findings = append(t.findings, f)
	case t.findings[i].Recording == "":
		t.findings[i] = f
	}
}

// known are the fingerprints of the findings that have a recording.
func (t *test) known() []string {
	var out []string
	for _, f := range slices.Concat(t.findings, t.timings) {
		if f.Recording != "" {
			out = append(out, f.Fingerprint)
		}
	}
	return out
}

// result is the verdict on a test, with its recordings from the artifacts folder.
func (t *test) result(artifacts string) *runner.Result {
	res := t.res
	res.Notes = slices.Clone(res.Notes)
	res.Distinct, res.Pairs = t.graphs.count(), t.pairs.count()
	for _, f := range t.findings {
		fail := &runner.Failure{Kind: f.Kind, Message: f.Message, Run: f.Run, Steps: f.Steps}
		if f.Recording != "" {
			fail.Recording = filepath.Join(artifacts, f.Recording)
		}
		var err error
		if fail.Trace, err = f.open(artifacts); err != nil {
			res.Note("the recording of the %s cannot be read: %v", f.Kind, err)
		}
		if n := t.times[f.Fingerprint]; n > 1 && f.Kind != "leak" { // how many runs leak is said
			res.Note("%s at the same place was found %d times", f.Kind, n)
		}
		res.Failures = append(res.Failures, fail)
	}
	res.Leak(t.leaks)
	for _, f := range t.timings {
		warning := &runner.Failure{Kind: f.Kind, Message: f.Message, Run: f.Run, Steps: f.Steps, Timing: true}
		if f.Recording != "" {
			warning.Recording = filepath.Join(artifacts, f.Recording)
		}
		var err error
		if warning.Trace, err = f.open(artifacts); err != nil {
			res.Note("the recording of a timing warning cannot be read: %v", err)
		}
		res.Timings = append(res.Timings, warning)
	}
	all := func(f func(*cell) bool) bool {
		return len(t.cells) > 0 && !slices.ContainsFunc(t.cells, func(x *cell) bool { return !f(x) })
	}
	res.Sequential = all(func(x *cell) bool { return x.sequent })
	res.Complete = len(t.findings)+len(t.timings)+len(res.Unsteady) == 0 && res.External == 0 && res.Assumes.Whole() && all(t.complete)
	if res.Complete && t.mixed {
		res.Complete = false
		res.Note("the shards have explored different builds of the test binary, so their searches are no whole: build the same code at the same path, or with -trimpath")
	}
	if len(t.cells) == 1 && t.cells[0].part.Of == 0 {
		res.Bound, res.Explored = t.cells[0].bound, t.cells[0].explored
	}
	switch {
	case t.err != "" && len(t.findings) == 0:
		res.Verdict, res.Err = "error", errors.New(t.err)
	case len(t.findings) > 0:
		res.Verdict = "fail"
	case len(res.Unsteady) > 0:
		res.Verdict = "unsteady"
	case t.skipped:
		res.Verdict = "skip"
	case t.unfinished && res.Runs == 0:
		res.Verdict = "unfinished"
	default:
		res.Verdict = "pass"
	}
	res.NoteOutside()
	if t.part && len(t.findings) == 0 {
		return &res // what no run has shown, another shard may
	}
	res.Conclude(runner.Totals{Properties: t.props, Discards: t.discards, Undecided: t.undecided, Plans: t.plans})
	if t.expect != nil {
		t.expect.Apply(&res)
	}
	return &res
}

// complete reports whether everything of a cell is explored, and of a search that was split each other part of it.
func (t *test) complete(x *cell) bool {
	if x.part.Of == 0 || !x.complete {
		return x.complete
	}
	parts := 0
	for _, y := range t.cells {
		if y.config == x.config && y.complete && y.part.Of == x.part.Of && y.search.Mark() == x.search.Mark() {
			parts++
		}
	}
	return parts == x.part.Of
}

// open reads the finding's recording. If it cannot, the trace has what the finding says.
func (f *Finding) open(artifacts string) (*trace.Trace, error) {
	t := &trace.Trace{Header: trace.Header{
		Package: f.Package, Test: f.Test, Kind: f.Kind, Message: f.Message, Run: f.Run, Steps: f.Steps,
		Seed: f.Config.Seed, Strategy: f.Config.Strategy, Clock: f.Config.Clock, Faults: f.Config.Faults,
	}}
	if !filepath.IsLocal(f.Recording) {
		return t, errors.New("it is not in the artifacts folder")
	}
	root, err := os.OpenRoot(artifacts)
	if err != nil {
		return t, err
	}
	defer root.Close()
	file, err := root.Open(f.Recording)
	if err != nil {
		return t, err
	}
	defer file.Close()
	rec, err := trace.Read(file)
	if err != nil {
		return t, err
	}
	return rec, nil
}
