//go:build !chaosrun && linux

package sched

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chaosrun/chaosrun/internal/host"
	"github.com/chaosrun/chaosrun/internal/report"
	"github.com/chaosrun/chaosrun/internal/runner"
)

// In an ordinary test binary this process is the one that explores.

func test(t *testing.T, body func(*testing.T), c *config) {
	t.Helper()
	res := inspect(t, c, where())
	end(t, nil)
	var text bytes.Buffer
	if testing.Verbose() {
		fmt.Fprintf(&text, "    %s: explored: %s\n", t.Name(), report.Runs(res))
	}
	if res.Expected {
		report.Found(&text, res)
	}
	report.Details(&text, res, testing.Verbose())
	outdent(t.Output(), text.String())
	switch {
	case res.Verdict == "skip", res.Verdict == "unfinished":
		t.SkipNow()
	case res.Verdict != "pass":
		t.FailNow()
	case testing.CoverMode() != "" && !res.Expected && !needsControl():
		body(t)
	}
}

func explore(t *testing.T, _ func(*testing.T), c *config) *Result {
	t.Helper()
	res := inspect(t, c, where())
	r := told(res)
	if c.Expect != "" && res.Verdict != "pass" {
		var text bytes.Buffer
		report.Details(&text, res, true)
		outdent(t.Output(), text.String())
		t.FailNow()
	}
	end(t, r)
	return r
}

// told is what a caller of Explore is told.
func told(res *runner.Result) *Result {
	r := &Result{
		Runs: res.ShownRuns(), Steps: res.ShownSteps(), Distinct: res.ShownDistinct(), Complete: res.Complete, Sequential: res.Sequential,
		Skipped: res.Verdict == "skip", Notes: res.Notes, Warnings: slices.Clone(res.Warnings),
	}
	for _, f := range res.Timings {
		r.Warnings = append(r.Warnings, "timing: "+f.Message)
	}
	shown := res.Timings
	if len(res.Failures) > 0 {
		shown = res.Failures
		r.Found, r.Kind, r.Message = true, Kind(shown[0].Kind), shown[0].Message
	}
	if len(shown) > 0 {
		var text bytes.Buffer
		report.Failure(&text, shown[0].Trace, shown[0].Recording)
		r.Recording, r.Text = shown[0].Recording, text.String()
	}
	return r
}

// needsControl reports whether the tests of the package change the clock of their run, which
// they can do only under control.
func needsControl() bool {
	h, err := host.Package()
	return err != nil || runner.TestsImport(h.Pkg, "github.com/chaosrun/chaosrun/fakeclock")
}

// outdent writes text that is indented for chaosrun's own report to a test's output, which
// indents it too.
func outdent(w io.Writer, text string) {
	for line := range strings.Lines(text) {
		_, _ = io.WriteString(w, strings.TrimPrefix(line, "    ")) // it goes to a buffer
	}
}

// where is the line on which the caller's caller calls Test or Explore.
func where() *runner.Place {
	_, file, line, ok := runtime.Caller(3)
	if !ok {
		return nil
	}
	return &runner.Place{File: file, Line: line}
}

// inspect explores the test that calls it. It ends the test if it cannot.
func inspect(t *testing.T, c *config, at *runner.Place) *runner.Result {
	t.Helper()
	calls := begin(t)
	h, err := host.Package()
	if err != nil {
		t.Fatalf("sched: %v", err)
	}
	top, _, _ := strings.Cut(t.Name(), "/")
	if !strings.HasPrefix(top, "Test") {
		t.Fatalf("sched: %s is no test: only tests are explored", top)
	}
	o := h.Options
	o.Run = pattern(t.Name(), host.Flag("test.run"))
	o.Calls = calls.String()
	r, err := h.Runner(o)
	if err != nil {
		t.Fatalf("sched: %v", err)
	}
	if at != nil {
		r.Stated = runner.StatedProperties(h.Pkg, at)
	}
	if err := r.Apply(c.Settings); err != nil {
		t.Fatalf("sched: %v", err)
	}
	ctx, cancel := until(t, r)
	defer cancel()
	res := r.ExploreTest(ctx, top, h.Expects[t.Name()])
	switch {
	case ctx.Err() != nil && len(res.Failures) == 0:
		t.Fatalf("sched: the time of -timeout was used up after %d runs: raise it, or lower sched.Schedules or sched.Duration", res.Runs)
	case res.Err != nil:
		t.Fatalf("sched: %v", res.Err)
	}
	return res
}

// until keeps the exploration within the time of -timeout.
func until(t *testing.T, r *runner.Runner) (context.Context, context.CancelFunc) {
	end, ok := t.Deadline()
	if !ok {
		return context.WithCancel(context.Background())
	}
	left := time.Until(end)
	if r.Duration == 0 || r.Duration > left/2 {
		r.Duration = left / 2
	}
	r.Patience = min(r.Patience, left/4)
	return context.WithDeadline(context.Background(), end.Add(-left/10))
}

// pattern selects the test of that name, and below it what the pattern of -run selects.
func pattern(name, run string) string {
	elems := strings.Split(name, "/")
	for i, e := range elems {
		elems[i] = "^" + regexp.QuoteMeta(e) + "$"
	}
	if rest := strings.Split(run, "/"); len(rest) > len(elems) && !strings.ContainsAny(run, "|[(") {
		elems = append(elems, rest[len(elems):]...)
	}
	return strings.Join(elems, "/")
}
