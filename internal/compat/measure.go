package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Result is what came of a module's tests.
type Result struct {
	Path, Version, Go string
	Budget            Budget // of each test
	Native            Native
	Tests             int               // that chaosrun explored
	Schedules         uint64            // of all of them
	Uncontrolled      map[string]string `json:",omitempty"` // test -> what left control
	Unfinished        []string          `json:",omitempty"` // tests of which no run has ended
	Errors            []string          `json:",omitempty"` // what could not run, and why
	Findings          []Finding         `json:",omitempty"`
	Recordings        int               // kept with the findings
	Replayed          int               // of them, those that failed in the same way in a fresh process
	Seconds           float64           // under chaosrun, builds included
}

// Native is how the tests end under go test.
type Native struct {
	Passed, Skipped int
	Failed          []string `json:",omitempty"` // tests, and packages that do not build
	Seconds         float64
}

// Finding is one that chaosrun tells of.
type Finding struct {
	Event         string // failure, timing or unsteady
	Package, Test string
	Kind, Message string
	ID            string `json:",omitempty"`
	Recording     string `json:"-"`
}

// Budget is how much each test is explored.
type Budget struct {
	Schedules uint64
	Duration  time.Duration
}

// usual is the budget of modules of which the page does not say another.
var usual = Budget{Schedules: 2000, Duration: 20 * time.Second}

// measure runs a module's tests under chaosrun, and replays what it records.
func (r *Result) measure(ctx context.Context, chaosrun string, m Module, dir, cache string, log io.Writer) error {
	var err error
	if r.Go, err = m.goEnv(ctx, "GOVERSION"); err != nil {
		return err
	}
	artifacts, err := os.MkdirTemp(cache, "artifacts-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(artifacts)
	if err := r.explore(ctx, chaosrun, m, dir, artifacts, r.Budget, log); err != nil {
		return err
	}
	for _, f := range r.Findings {
		if f.Recording == "" {
			continue
		}
		r.Recordings++
		cmd := exec.CommandContext(ctx, chaosrun, "replay", f.Recording)
		cmd.Dir, cmd.Env = dir, m.env()
		out, err := cmd.CombinedOutput()
		var exit *exec.ExitError
		if errors.As(err, &exit) && exit.ExitCode() == 1 {
			r.Replayed++
		} else {
			fmt.Fprintf(log, "%s.%s is not replayed: %v\n%s\n", f.Package, f.Test, err, tail(out, 5))
		}
	}
	return nil
}

// args are those that both go test and chaosrun test get.
func (m Module) args() []string {
	var args []string
	if m.Skip != "" {
		args = append(args, "-skip", m.Skip)
	}
	if m.Short {
		args = append(args, "-short")
	}
	if m.Packages == nil {
		return append(args, "./...")
	}
	return append(args, m.Packages...)
}

// native runs the tests with go test.
func (r *Result) native(ctx context.Context, m Module, dir string) error {
	start := time.Now()
	cmd := exec.CommandContext(ctx, "go", append([]string{"test", "-json", "-count=1", "-timeout=5m"}, m.args()...)...)
	cmd.Dir, cmd.Env = dir, m.env()
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	r.Native.Seconds = time.Since(start).Seconds()
	var exit *exec.ExitError
	if err != nil && (!errors.As(err, &exit) || len(out) == 0) {
		return fmt.Errorf("go test of %s: %w\n%s", m.Path, err, stderr.Bytes())
	}
	failed := make(map[string]bool) // packages with a failed test
	return lines(out, func(e struct{ Action, Package, Test string }) {
		pkg := shortName(m, e.Package)
		switch {
		case strings.Contains(e.Test, "/"):
		case e.Action == "fail" && e.Test != "":
			failed[pkg] = true
			r.Native.Failed = append(r.Native.Failed, pkg+"."+e.Test)
		case e.Action == "fail" && !failed[pkg]:
			r.Native.Failed = append(r.Native.Failed, pkg)
		case e.Action == "pass" && e.Test != "":
			r.Native.Passed++
		case e.Action == "skip" && e.Test != "":
			r.Native.Skipped++
		}
	})
}

// explore runs them under chaosrun.
func (r *Result) explore(ctx context.Context, chaosrun string, m Module, dir, artifacts string, b Budget, log io.Writer) error {
	start := time.Now()
	args := []string{
		"test", "-events", "-keep-going", "-artifacts", artifacts,
		"-schedules", fmt.Sprint(b.Schedules), "-duration", b.Duration.String(),
	}
	if m.Serial {
		args = append(args, "-p", "1")
	}
	cmd := exec.CommandContext(ctx, chaosrun, append(args, m.args()...)...)
	cmd.Dir, cmd.Env = dir, m.env()
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	r.Seconds = time.Since(start).Seconds()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return fmt.Errorf("chaosrun test of %s: %w", m.Path, err)
	}
	if len(out) == 0 {
		return fmt.Errorf("chaosrun test of %s said nothing: %w\n%s", m.Path, err, stderr.Bytes())
	}
	log.Write(out)
	log.Write(stderr.Bytes())
	r.Uncontrolled = make(map[string]string)
	return lines(out, func(e event) {
		pkg := shortName(m, e.Package)
		switch e.Event {
		case "failure", "timing", "unsteady":
			rec := e.Recording
			if rec != "" && !filepath.IsAbs(rec) {
				rec = filepath.Join(dir, rec)
			}
			r.Findings = append(r.Findings, Finding{e.Event, pkg, e.Test, e.Kind, tail([]byte(strings.ReplaceAll(e.Message, dir+string(filepath.Separator), "")), 1), e.Finding, rec})
		case "error":
			r.Errors = append(r.Errors, pkg+": "+tail([]byte(e.Message), 3))
		case "summary":
			if e.Verdict == "error" || e.Verdict == "skip" {
				return
			}
			r.Tests++
			r.Schedules += e.Runs
			if e.Verdict == "unfinished" {
				r.Unfinished = append(r.Unfinished, pkg+"."+e.Test)
			}
			if !e.Controlled {
				r.Uncontrolled[pkg+"."+e.Test] = why(e.Notes)
			}
		}
	})
}

// event is a line of chaosrun's output.
type event struct {
	Event, Package, Test, Kind, Message, Recording, Finding, Verdict string

	Runs       uint64
	Controlled bool
	Notes      []string
}

// why is the note that says what left control.
func why(notes []string) string {
	i := slices.IndexFunc(notes, func(n string) bool { return strings.Contains(n, "controlled") })
	if i < 0 {
		return strings.Join(notes, "; ")
	}
	return notes[i]
}

// lines calls f with each object of JSON lines.
func lines[T any](text []byte, f func(T)) error {
	for l := range bytes.Lines(text) {
		var v T
		if l[0] != '{' {
			continue
		}
		if err := json.Unmarshal(l, &v); err != nil {
			return fmt.Errorf("%w in %s", err, l)
		}
		f(v)
	}
	return nil
}

// shortName is a package's name below its module's.
func shortName(m Module, pkg string) string {
	if pkg == m.Path {
		return "."
	}
	return strings.TrimPrefix(pkg, m.Path+"/")
}

// tail is the last n lines of a text that are not empty, on one line, and not too much of it.
func tail(text []byte, n int) string {
	var kept []string
	for l := range strings.Lines(string(text)) {
		if l = strings.TrimSpace(l); l != "" {
			kept = append(kept, l)
		}
	}
	s := strings.Join(kept[max(0, len(kept)-n):], " / ")
	if len(s) > 300 {
		s = s[:300] + "…"
	}
	return s
}
