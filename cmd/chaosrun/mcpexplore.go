package main

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/spf13/pflag"

	"github.com/chaosrun/chaosrun/internal/findings"
	"github.com/chaosrun/chaosrun/internal/report"
	"github.com/chaosrun/chaosrun/internal/runner"
	"github.com/chaosrun/chaosrun/internal/toolchain"
)

type exploreIn struct {
	Package   string `json:"package,omitempty" jsonschema:"package of this folder, like ./queue, or ./... for all; default . (the folder itself)"`
	Run       string `json:"run,omitempty" jsonschema:"only tests that match this regular expression, as go test -run"`
	Schedules int    `json:"schedules,omitempty" jsonschema:"schedules of each test, default 1000"`
	Seconds   int    `json:"seconds,omitempty" jsonschema:"real time for each test, default 10"`
	Race      bool   `json:"race,omitempty" jsonschema:"look for data races with the race detector (needs a C compiler)"`
	Accesses  bool   `json:"accesses,omitempty" jsonschema:"look for data races without cgo: plain reads and writes are scheduling points; slower"`
	Strategy  string `json:"strategy,omitempty" jsonschema:"how schedules are chosen: auto (default), dpor (all of them, for small tests), pct, pos, random"`
	Seed      int    `json:"seed,omitempty" jsonschema:"seed that all schedules are drawn from, default 1"`
	Clock     string `json:"clock,omitempty" jsonschema:"when virtual time passes: idle, racing (timers against goroutines that can run), manual, jitter:DURATION"`
	KeepGoing bool   `json:"keep_going,omitempty" jsonschema:"continue with a test after its first failure"`
	Short     bool   `json:"short,omitempty" jsonschema:"go test -short"`
}

type exploreOut struct {
	Verdict string        `json:"verdict" jsonschema:"failures found, nothing found, or could not run"`
	Tests   []exploreTest `json:"tests"`
	Errors  []string      `json:"errors,omitempty"`
}

type exploreTest struct {
	Package   string         `json:"package"`
	Test      string         `json:"test"`
	Verdict   string         `json:"verdict" jsonschema:"pass, fail, unsteady (it failed and did not again), unfinished, skip or error"`
	Schedules uint64         `json:"schedules"`
	Complete  bool           `json:"complete" jsonschema:"every schedule was explored"`
	Failures  []failureFound `json:"failures,omitempty"`
	Warnings  []string       `json:"warnings,omitempty"`
	Notes     []string       `json:"notes,omitempty"`
}

type failureFound struct {
	Finding   string `json:"finding"`
	Kind      string `json:"kind"`
	Message   string `json:"message"`
	Recording string `json:"recording"`
}

// exploreSink shows the results of a call as text, keeps them as data, and tells of them as they come.
type exploreSink struct {
	*report.Text
	call *call
	out  *exploreOut
}

// TestStarted implements [runner.Starter].
func (e *exploreSink) TestStarted(pkg, test string) { e.call.report("exploring " + test) }

// PackageStarted implements [runner.Starter].
func (e *exploreSink) PackageStarted(pkg string) { e.call.report("running the tests of " + pkg) }

// Result implements [runner.Sink].
func (e *exploreSink) Result(pkg string, res *runner.Result) {
	e.Text.Result(pkg, res)
	e.call.report(fmt.Sprintf("%s: %s, %s", res.Test, res.Verdict, runner.Plural(res.ShownRuns(), "run")))
	t := exploreTest{Package: pkg, Test: res.Test, Verdict: res.Verdict, Schedules: res.ShownRuns(), Complete: res.Budget.All, Warnings: res.Warnings, Notes: res.Notes}
	for _, f := range res.Failures {
		t.Failures = append(t.Failures, failureFound{findings.ID(f.Trace), f.Kind, f.Message, f.Recording})
	}
	if res.Err != nil {
		e.out.Errors = append(e.out.Errors, res.Err.Error())
	}
	e.out.Tests = append(e.out.Tests, t)
}

// PackageError implements [runner.Sink].
func (e *exploreSink) PackageError(pkg string, err error) {
	e.Text.PackageError(pkg, err)
	e.out.Errors = append(e.out.Errors, pkg+": "+err.Error())
}

// explore is chaosrun test.
func (s *agentServer) explore(c *call, in exploreIn) (string, exploreOut, error) {
	out := exploreOut{Tests: []exploreTest{}}
	pattern, err := s.pattern(in.Package)
	if err != nil {
		return "", out, err
	}
	d, err := seconds(in.Seconds)
	if err != nil {
		return "", out, err
	}
	var t testFlags
	f := pflag.NewFlagSet("test", pflag.ContinueOnError)
	t.define(f)
	err = setFlags(f, map[string]string{
		"run": in.Run, "schedules": number(in.Schedules), "duration": d, "race": yes(in.Race), "accesses": yes(in.Accesses),
		"strategy": in.Strategy, "seed": number(in.Seed), "clock": in.Clock, "keep-going": yes(in.KeepGoing), "short": yes(in.Short),
	})
	if err == nil {
		err = t.complete()
	}
	if err == nil {
		err = c.turn()
	}
	if err == nil {
		err = t.out.open(t.o.Artifacts)
	}
	if err != nil {
		return "", out, err
	}
	t.c.Log = c
	tc, err := toolchain.Find(c.ctx, t.c)
	if err != nil {
		return "", out, err
	}
	var text bytes.Buffer
	sink := &exploreSink{&report.Text{W: &text, Verbose: true, Seed: t.o.Seed}, c, &out}
	c.report("building " + pattern)
	err = runner.Packages(c.ctx, tc, t.o, []string{pattern}, t.out.sink(sink))
	sink.Close()
	if werr := t.out.conclude(tc.Root()); err == nil {
		err = werr
	}
	if err != nil {
		return "", out, err
	}
	t.out.tell(&text, &t.out.campaign)
	switch failed, errs := sink.Failed(); {
	case failed > 0:
		out.Verdict = "failures found"
	case errs > 0:
		out.Verdict = "could not run"
	default:
		out.Verdict = "nothing found"
	}
	if len(out.Tests) == 0 && len(out.Errors) == 0 {
		fmt.Fprintln(&text, "no test was run: none matches")
	}
	return text.String(), out, nil
}

// mostTime bounds the time of one call, for each test.
const mostTime = time.Hour

// setFlags sets flags as if they were typed, but for those that are empty.
func setFlags(f *pflag.FlagSet, values map[string]string) error {
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if v := values[name]; v != "" {
			if err := f.Set(name, v); err != nil {
				return fmt.Errorf("%s is %s: %w", name, v, err)
			}
		}
	}
	return nil
}

// seconds is a number of seconds as a flag, "" if it is 0.
func seconds(n int) (string, error) {
	switch d := time.Duration(n) * time.Second; {
	case n == 0:
		return "", nil
	case n < 0 || n > int(mostTime/time.Second):
		return "", fmt.Errorf("seconds is %d: want 1 to %d", n, int(mostTime/time.Second))
	default:
		return d.String(), nil
	}
}

// number is a number as a flag, "" if it is 0.
func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func yes(b bool) string {
	if b {
		return "true"
	}
	return ""
}
