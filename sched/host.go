//go:build !chaosrun && linux

package sched

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"regexp"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chaosrun/chaosrun/internal/engine"
	"github.com/chaosrun/chaosrun/internal/report"
	"github.com/chaosrun/chaosrun/internal/runner"
	"github.com/chaosrun/chaosrun/internal/toolchain"
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
	case res.Verdict == "skip":
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
	r := &Result{
		Runs: res.Runs, Steps: res.Steps, Distinct: res.Distinct, Complete: res.Complete, Sequential: res.Sequential,
		Skipped: res.Verdict == "skip", Notes: res.Notes, Warnings: res.Warnings,
	}
	if len(res.Failures) > 0 {
		f := res.Failures[0]
		r.Found, r.Kind, r.Message, r.Recording = true, Kind(f.Kind), f.Message, f.Recording
		var text bytes.Buffer
		report.Failure(&text, f.Trace, f.Recording)
		r.Text = text.String()
	}
	if c.Expect != "" && res.Verdict != "pass" {
		var text bytes.Buffer
		report.Details(&text, res, true)
		outdent(t.Output(), text.String())
		t.FailNow()
	}
	end(t, r)
	return r
}

// needsControl reports whether the tests of the package change the clock of their run, which
// they can do only under control.
func needsControl() bool {
	h, err := host()
	return err != nil || runner.TestsImport(h.pkg, "github.com/chaosrun/chaosrun/fakeclock")
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
	h, err := host()
	if err != nil {
		t.Fatalf("sched: %v", err)
	}
	top, _, _ := strings.Cut(t.Name(), "/")
	if !strings.HasPrefix(top, "Test") {
		t.Fatalf("sched: %s is no test: only tests are explored", top)
	}
	o := h.options
	o.Run = pattern(t.Name(), value("test.run"))
	o.Calls = calls.String()
	r, err := runner.NewRunner(h.tc, o, h.pkg, h.bin)
	if err != nil {
		t.Fatalf("sched: %v", err)
	}
	if at != nil {
		r.Stated = runner.StatedProperties(h.pkg, at)
	}
	if err := r.Apply(c.Settings); err != nil {
		t.Fatalf("sched: %v", err)
	}
	ctx, cancel := until(t, r)
	defer cancel()
	res := r.ExploreTest(ctx, top, h.expects[t.Name()])
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

// built is the package under test with its controlled test binary.
type built struct {
	tc      *toolchain.Toolchain
	pkg     *toolchain.Package
	bin     string
	options runner.Options
	expects map[string]*runner.Expect
}

// startDir is the package's folder: go test starts its tests there.
var startDir, _ = os.Getwd()

// host builds the package under test as this process was built, but under control: once.
var host = sync.OnceValues(func() (*built, error) {
	ctx := context.Background()
	set := buildSettings()
	tc, err := toolchain.Find(ctx, toolchain.Config{Dir: startDir, Race: raceEnabled, Tags: set["-tags"], Net: "virtual", Log: os.Stderr})
	if err != nil {
		return nil, err
	}
	pkgs, err := tc.List(ctx, ".")
	if err != nil {
		return nil, fmt.Errorf("the source of the package under test is not in %s, where its schedules are explored: %w", startDir, err)
	}
	if len(pkgs) != 1 || pkgs[0].Error != nil || !pkgs[0].HasTests() || set["path"] != "" && set["path"] != pkgs[0].ImportPath+".test" {
		return nil, fmt.Errorf("the source of the package under test is not in %s, where its schedules are explored", startDir)
	}
	b := &built{tc: tc, pkg: pkgs[0], expects: make(map[string]*runner.Expect)}
	if b.bin, err = tc.Build(ctx, b.pkg); err != nil {
		return nil, err
	}
	expects, err := runner.Expectations(b.pkg.Dir, b.pkg.TestFiles())
	if err != nil {
		return nil, err
	}
	for name, e := range expects {
		b.expects[name] = &e
	}
	n := runtime.NumCPU()
	b.options = runner.Options{Processes: n, Runner: runner.Runner{
		Skip: value("test.skip"), Short: testing.Short(), Verbose: testing.Verbose(), Args: userArgs(os.Args[1:]),
		Schedules: 1000, Duration: 10 * time.Second, Seed: 1, Strategy: "auto", Leaks: "proved",
		MaxSteps: engine.DefaultMaxSteps, Patience: 30 * time.Second, Shrink: 5 * time.Second,
		Artifacts: ".chaosrun", Workers: make(chan struct{}, n), PerTest: n,
	}}
	if b.bin == "" {
		err = errors.New("the package under test has no tests under control: do its files exclude the build tag chaosrun?")
	}
	return b, err
})

// buildSettings are the flags that this binary was built with, and "path", the import path
// of its main package.
func buildSettings() map[string]string {
	m := make(map[string]string)
	if info, ok := debug.ReadBuildInfo(); ok {
		m["path"] = info.Path
		for _, s := range info.Settings {
			m[s.Key] = s.Value
		}
	}
	return m
}

// value is the value of a flag of go test.
func value(name string) string {
	if f := flag.Lookup(name); f != nil {
		return f.Value.String()
	}
	return ""
}

// userArgs are the arguments that are not go test's own.
func userArgs(args []string) []string {
	var out []string
	for _, a := range args {
		if !strings.HasPrefix(a, "-test.") && !strings.HasPrefix(a, "--test.") {
			out = append(out, a)
		}
	}
	return out
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
