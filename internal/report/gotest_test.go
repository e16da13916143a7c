package report

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chaosrun/chaosrun/internal/report/reporttest"
	"github.com/chaosrun/chaosrun/internal/runner"
	"github.com/chaosrun/chaosrun/internal/toolchain"
)

// readGoTests reads what a GoTest has written.
func readGoTests(t *testing.T, b *bytes.Buffer) *reporttest.GoTests {
	t.Helper()
	text := b.String()
	all, err := reporttest.ReadGoTests(b)
	if err != nil {
		t.Fatalf("%v\nin\n%s", err, text)
	}
	return all
}

// becameOf are results of every kind, and what go test -json says of them.
func becameOf() []struct {
	res    *runner.Result
	action string
	says   string
} {
	bank := func() []*runner.Failure {
		f := reporttest.Bank()
		return []*runner.Failure{{Kind: f.Kind, Message: f.Message, Run: f.Run, Steps: f.Steps, Trace: f, Recording: "bank.chaos", Times: 2}}
	}
	res := func(test, verdict string) *runner.Result {
		return &runner.Result{Test: test, Verdict: verdict, Runs: 30, Steps: 400, Distinct: 7, Elapsed: 1234567 * time.Microsecond}
	}
	with := func(r *runner.Result, change func(r *runner.Result)) *runner.Result {
		change(r)
		return r
	}
	return []struct {
		res    *runner.Result
		action string
		says   string
	}{
		{res("TestPass", "pass"), "pass", "30 runs, 400 steps, 7 distinct"},
		{with(res("TestNotes", "pass"), func(r *runner.Result) {
			r.Notes, r.Warnings, r.Unseen = []string{"something"}, []string{"odd <b>\x1b\xff"}, &runner.Unseen{Probability: 0.01, Most: 0.02}
		}), "pass", "note: something\n"},
		{with(res("TestFail", "fail"), func(r *runner.Result) { r.Failures = bank() }), "fail", "to replay: chaosrun replay bank.chaos\n    2 runs fail like this\n"},
		{with(res("TestNested", "fail"), func(r *runner.Result) {
			r.Failures = bank()
			r.Failures[0].Trace.Output = "=== RUN   TestNested\n--- FAIL: TestNested (0.00s)\n    --- FAIL: TestNested/sub (0.00s)\n        x_test.go:4: odd\n"
		}), "fail", "            -- FAIL: TestNested/sub (0.00s)\n                x_test.go:4: odd\n"},
		{with(res("TestAccepted", "fail"), func(r *runner.Result) { r.Failures, r.Accepted = bank(), true }), "pass", "fails, and -baseline has all that was found"},
		{with(res("TestExpected", "pass"), func(r *runner.Result) { r.Failures, r.Expected = bank(), true }), "pass", "FOUND: deadlock in run 3, as expected\n    all wait\n    to replay: chaosrun replay bank.chaos\n"},
		{with(res("TestUnsteady", "unsteady"), func(r *runner.Result) { r.Unsteady = []runner.Unsteady{{Kind: "assert", Run: 4, Message: "once"}} }), "fail", "seen in run 4, and not when the run was repeated\n"},
		{with(res("TestTolerated", "unsteady"), func(r *runner.Result) {
			r.Unsteady, r.Tolerated = []runner.Unsteady{{Kind: "assert", Run: 4, Message: "once"}}, true
		}), "pass", "UNSTEADY: 30 runs"},
		{with(res("TestTiming", "pass"), func(r *runner.Result) { r.Timings = bank() }), "pass", "--- TIMING: TestTiming (warning"},
		{res("TestSkip", "skip"), "skip", "30 runs"},
		{res("TestUnfinished", "unfinished"), "skip", "UNFINISHED: no run ended in the time that -duration gives"},
		{with(res("TestError", "error"), func(r *runner.Result) { r.Err = errors.New("first line\nsecond line") }), "fail", "could not be explored\n    first line\n    second line\n"},
	}
}

// TestGoTest: each test has the result and the text that it has for a person, and its package is told
// to its end.
func TestGoTest(t *testing.T) {
	for _, r := range becameOf() {
		t.Run(r.res.Test, func(t *testing.T) {
			var b, plain bytes.Buffer
			g := &GoTest{W: &b, Ending: func(w io.Writer, pkg string) { fmt.Fprintf(w, "that was %s\n", pkg) }}
			text := &Text{W: &plain, Verbose: true}
			for _, sink := range []runner.Sink{g, text} {
				sink.Result("p/q", r.res)
				sink.PackageDone("p/q", 1, 0, 1500*time.Millisecond)
			}
			g.Close()
			text.Close()
			p := readGoTests(t, &b).Packages["p/q"]
			got := p.Tests[r.res.Test]
			if got == nil || got.Action != r.action || got.Elapsed != 1.235 {
				t.Fatalf("it has %+v, want %s after 1.235", got, r.action)
			}
			if !strings.Contains(got.Said(), r.says) {
				t.Errorf("it says\n%s\nwithout %q", got.Said(), r.says)
			}
			// What Text says after the line of the result, the package's lines left out.
			_, want, _ := strings.Cut(plain.String(), "\n")
			want = want[:strings.LastIndex(want[:strings.Index(want, "\tp/q\t")], "\n")+1]
			_, said, _ := strings.Cut(got.Said(), "\n")
			said = strings.ReplaceAll(said, " -- FAIL", " --- FAIL")
			if want = strings.ToValidUTF8(want, "\ufffd"); said != want {
				t.Errorf("it says\n%s\nand Text\n%s", said, want)
			}
			action, end := "pass", "PASS\nok  \tp/q\t1.500s\n"
			if r.action == "fail" {
				action, end = "fail", "FAIL\nFAIL\tp/q\t1.500s\n"
			}
			if p.Action != action || p.Elapsed != 1.5 || !strings.HasSuffix(p.Output, "that was p/q\n"+end) {
				t.Errorf("the package has %s after %v:\n%s", p.Action, p.Elapsed, p.Output)
			}
			// What Text says at the end of all packages.
			_, last, _ := strings.Cut(plain.String(), "\t1.500s\n")
			if last == "" || !strings.HasPrefix(p.Output, last) {
				t.Errorf("the package says\n%s\nwithout\n%s", p.Output, last)
			}
			failed, errs := g.Failed()
			wantFailed, wantErrs := text.Failed()
			if failed != wantFailed || errs != wantErrs {
				t.Errorf("%d failed and %d could not run, want %d and %d", failed, errs, wantFailed, wantErrs)
			}
		})
	}
}

// TestGoTestTogether: tests that run at once have their events between those of their package, which has
// what concerns it alone.
func TestGoTestTogether(t *testing.T) {
	var b bytes.Buffer
	g := &GoTest{W: &b}
	rs := becameOf()
	g.PackageStarted("p")
	g.TestStarted("p", rs[0].res.Test)
	g.TestStarted("p", "TestStopped")
	g.TestStarted("p", rs[2].res.Test)
	for _, r := range rs {
		g.Result("p", r.res)
	}
	g.PackageDone("p", len(rs)+1, 0, time.Second)
	g.PackageStarted("q")
	g.Result("q", rs[0].res)
	g.PackageDone("q", 1, 0, time.Second)
	g.Close()
	all := readGoTests(t, &b)
	p, q := all.Packages["p"], all.Packages["q"]
	if p.Action != "fail" || q.Action != "pass" {
		t.Errorf("p has %s and q has %s", p.Action, q.Action)
	}
	for i, r := range rs {
		if got := p.Tests[r.res.Test]; strings.Contains(got.Output, "=== CONT ") != (i == 0 || i == 2) {
			t.Errorf("%s does not say when it goes on: %s", r.res.Test, got.Output)
		} else if got.Action != r.action || !strings.Contains(got.Output, r.says) {
			t.Errorf("%s has %+v", r.res.Test, got)
		}
	}
	if s := p.Tests["TestStopped"]; s.Action != "skip" || !strings.Contains(s.Output, "cut short") {
		t.Errorf("what has no result has %+v", s)
	}
	for _, line := range []string{"control: proved in 1 test binary: ", "unfinished: 1 test; ", "timing: 1 warning; "} {
		if !strings.Contains(p.Output, line) || strings.Contains(q.Output, line) != strings.HasPrefix(line, "control") {
			t.Errorf("%q is not where it belongs:\n%s\n%s", line, p.Output, q.Output)
		}
	}
}

// TestGoTestPackages: packages of which no test has a result.
func TestGoTestPackages(t *testing.T) {
	var b bytes.Buffer
	g := &GoTest{W: &b}
	others := &runner.Result{Test: runner.Others, Verdict: "error", Err: errors.New("--- FAIL: ExampleX (0.00s)")}
	const output = "# m/dep\ndep.go:1:1: undefined: x\n# m/deeper\ndeeper.go:1: no\nFAIL\tm/build [build failed]\nFAIL\n"
	g.PackageError("m/build", &toolchain.BuildError{ImportPath: "m/build", Output: output})
	g.PackageError("m/setup", &toolchain.BuildError{ImportPath: "m/setup", Output: "# m/setup\nno such package\nFAIL\tm/setup [setup failed]\n"})
	g.PackageError("m/plain", &toolchain.BuildError{ImportPath: "m/plain", Output: "the linker is not there\n"})
	g.PackageError("m/load", &toolchain.LoadError{ImportPath: "m/load", Message: "directory not found"})
	g.PackageStarted("m/error")
	g.PackageError("m/error", errors.New("no control\nat all"))
	g.PackageDone("m/none", 0, 0, 0)
	g.NoneChosen("m/unchosen", time.Second)
	g.Result("m/others", others)
	g.PackageDone("m/others", 0, 1, time.Second)
	g.Listed(runner.Listed{Package: "m/listed", Text: "TestA\nTestB\n", Elapsed: time.Second})
	g.Listed(runner.Listed{Package: "m/unlisted", Err: errors.New("oops")})
	g.TestStarted("m/cut", "TestCut")
	g.Close()
	g.Close()
	all := readGoTests(t, &b)
	for name, want := range map[string][3]string{
		"m/build":    {"fail", "m/dep", "FAIL\tm/build [build failed]\n"},
		"m/setup":    {"fail", "m/setup", "FAIL\tm/setup [setup failed]\n"},
		"m/plain":    {"fail", "m/plain", "FAIL\tm/plain [build failed]\n"},
		"m/load":     {"fail", "m/load", "FAIL\tm/load [setup failed]\n"},
		"m/error":    {"fail", "", "no control\nat all\nFAIL\tm/error [could not run]\n"},
		"m/none":     {"skip", "", "?   \tm/none\t[no tests]\n"},
		"m/unchosen": {"pass", "", "testing: warning: no tests to run\nPASS\nok  \tm/unchosen\t1.000s [no tests to run]\n"},
		"m/others":   {"fail", "", "--- ERROR: examples and fuzz seeds (0.00s)\n    --- FAIL: ExampleX (0.00s)\nFAIL\nFAIL\tm/others\t1.000s\n"},
		"m/listed":   {"pass", "", "TestA\nTestB\nok  \tm/listed\t1.000s\n"},
		"m/unlisted": {"fail", "", "oops\nFAIL\tm/unlisted [could not run]\n"},
	} {
		p := all.Packages[name]
		if p == nil || [3]string{p.Action, p.FailedBuild, p.Output} != want {
			t.Errorf("%s has %+v, want %q", name, p, want)
		}
	}
	if p := all.Packages["m/cut"]; p.Action != "fail" || p.Tests["TestCut"].Action != "skip" || !strings.HasSuffix(p.Output, "s [interrupted]\n") {
		t.Errorf("after an interrupt there is %+v", p)
	}
	if len(all.Packages) != 11 {
		t.Errorf("there are %d packages", len(all.Packages))
	}
	var builds []string
	for name, b := range all.Builds {
		builds = append(builds, name+": "+b.Output)
	}
	slices.Sort(builds)
	want := []string{
		"m/deeper: # m/deeper\ndeeper.go:1: no\n", "m/dep: # m/dep\ndep.go:1:1: undefined: x\n", "m/load: # m/load\ndirectory not found\n",
		"m/plain: the linker is not there\n", "m/setup: # m/setup\nno such package\n",
	}
	if !slices.Equal(builds, want) {
		t.Errorf("the builds that failed are %q", builds)
	}
	if failed, errs := g.Failed(); failed != 0 || errs != 7 {
		t.Errorf("%d failed and %d could not run", failed, errs)
	}
}
