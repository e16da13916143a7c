package formats

import (
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/jstemmer/go-junit-report/v2/junit"

	"github.com/chaosrun/chaosrun/internal/report"
	"github.com/chaosrun/chaosrun/internal/runner"
)

// JUnit writes the campaign as JUnit XML: a suite for each package, a case for each test. A
// test whose findings all need not stop anybody passes, and says so in its output.
func JUnit(w io.Writer, c *Campaign) error {
	all := junit.Testsuites{Name: "chaosrun", Time: seconds(c.Elapsed)}
	suites := make(map[string]*junit.Testsuite)
	var order []string
	suite := func(pkg string) *junit.Testsuite {
		s := suites[pkg]
		if s == nil {
			s = &junit.Testsuite{Name: plain(pkg), Package: plain(pkg), ID: len(order)}
			s.SetTimestamp(c.Now.Time)
			s.AddProperty("seed", plain(c.Seed))
			s.AddProperty("commit", plain(c.Now.Commit))
			suites[pkg] = s
			order = append(order, pkg)
		}
		return s
	}
	times := make(map[string]time.Duration)
	for _, t := range c.Tests {
		res := t.Result
		tc := junit.Testcase{Name: plain(t.Name()), Classname: plain(t.Package), Time: seconds(res.Elapsed)}
		out := []string{report.Runs(res)}
		for _, f := range t.Findings {
			out = append(out, f.lines()...)
		}
		out = append(out, res.Notes...)
		for _, f := range res.Timings {
			out = append(out, "timing: "+f.Message)
		}
		for _, n := range res.Warnings {
			out = append(out, "warning: "+n)
		}
		text := plain(strings.Join(out, "\n"))
		switch {
		case res.Verdict == "error":
			tc.Error = &junit.Result{Message: "it could not be explored", Type: "error", Data: plain(res.Err.Error())}
		case res.Verdict == "skip":
			tc.Skipped = &junit.Result{Message: "the test skips itself"}
		case t.unfinished():
			tc.Skipped = &junit.Result{Message: "no run was finished", Data: text}
		case t.Fails() && len(t.Result.Unsteady) > 0 && len(t.Findings) == 0:
			u := t.Result.Unsteady[0]
			tc.Failure = &junit.Result{Message: plain(u.Kind + " once, and not again: " + u.Message), Type: "unsteady", Data: plain(text + "\n" + u.Output)}
		case t.Fails() && len(t.Findings) == 0:
			tc.Failure = &junit.Result{Message: "it does not fail as it says it must", Type: "expect", Data: text}
		case t.Fails():
			f := t.worst()
			tc.Failure = &junit.Result{Message: plain(f.Kind + ": " + f.Message), Type: plain(f.Kind), Data: text}
		default:
			tc.SystemOut = &junit.Output{Data: text}
		}
		suite(t.Package).AddTestcase(tc)
		times[t.Package] += res.Elapsed
	}
	for _, e := range c.Errors {
		suite(e.Package).AddTestcase(junit.Testcase{
			Name: "(package)", Classname: plain(e.Package),
			Error: &junit.Result{Message: "the package could not be explored", Type: "error", Data: plain(e.Message)},
		})
	}
	for _, pkg := range order {
		suites[pkg].Time = seconds(times[pkg])
		all.AddSuite(*suites[pkg])
	}
	return all.WriteXML(w)
}

// Name is the test's name, with the settings that tell it from its other explorations.
func (t *Test) Name() string {
	if !t.Several {
		return t.Result.Test
	}
	b := t.Result.Budget
	var with []string
	for _, p := range []struct{ what, value string }{{"clock", b.Clock}, {"faults", b.Faults}} {
		if p.value != "" && p.value != "none" {
			with = append(with, p.what+"="+p.value)
		}
	}
	if b.Strategy != "" && b.Strategy != "auto" {
		with = append([]string{"strategy=" + b.Strategy}, with...)
	}
	if len(with) == 0 {
		return t.Result.Test
	}
	return t.Result.Test + " [" + strings.Join(with, " ") + "]"
}

// worst is the finding that says most about the test.
func (t *Test) worst() Finding {
	best := t.Findings[0]
	for _, f := range t.Findings[1:] {
		if rank(f) < rank(best) {
			best = f
		}
	}
	return best
}

// lines explain the finding.
func (f Finding) lines() []string {
	out := []string{
		f.Kind + ": " + f.Message,
		fmt.Sprintf("finding %s: %s", f.ID, f.Says()),
	}
	if f.At.File != "" {
		out = append(out, "at "+f.At.Pos())
	}
	if f.Recording != "" {
		out = append(out, "to replay: chaosrun replay "+f.Recording)
	}
	return out
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.3f", d.Seconds()) }

// plain is text without what is for terminals, and without what XML cannot hold.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == utf8.RuneError, r < ' ' && r != '\n' && r != '\t', r == 0xfffe, r == 0xffff:
			return '\ufffd'
		}
		return r
	}, runner.WithoutEscapes(s))
}
