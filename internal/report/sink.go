package report

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/chaosrun/chaosrun/internal/runner"
	"github.com/chaosrun/chaosrun/internal/trace"
)

// Text shows results to a person, in the manner of go test.
type Text struct {
	W       io.Writer
	Verbose bool
	Seed    uint64
	Program bool // it is no test that is explored, but a program

	failed, errors int
	totals         totals
	pkgFailed      bool
}

// Result implements [runner.Sink].
func (t *Text) Result(pkg string, res *runner.Result) {
	secs := fmt.Sprintf("%.2fs", res.Elapsed.Seconds())
	switch {
	case res.Verdict == "error":
		t.errors++
		t.pkgFailed = true
		errorText(t.W, res)
	case res.Verdict == "fail":
		t.failed++
		t.pkgFailed = true
		fmt.Fprintf(t.W, "--- FAIL: %s (%s, %s)\n", res.Test, secs, runner.Plural(res.ShownRuns(), "run"))
	case res.Verdict == "unsteady":
		if res.Fails() {
			t.failed++
			t.pkgFailed = true
		}
		fmt.Fprintf(t.W, "--- UNSTEADY: %s (%s, %s)\n", res.Test, secs, runner.Plural(res.ShownRuns(), "run"))
	case res.Verdict == "unfinished":
		fmt.Fprintf(t.W, "--- UNFINISHED: %s (%s, 0 runs)\n", res.Test, secs)
	case res.Expected:
		f := res.Failures[0]
		fmt.Fprintf(t.W, "--- FOUND: %s: %s in run %d, as expected (%s)\n", res.Test, f.Kind, f.ShownRun(), secs)
		Found(t.W, res)
	case t.Verbose || t.Program:
		fmt.Fprintf(t.W, "--- %s: %s (%s, %s)\n", strings.ToUpper(res.Verdict), res.Test, secs, Runs(res))
	}
	Details(t.W, res, t.Verbose)
	t.totals.take(pkg, res)
}

// errorText shows why a test could not be explored.
func errorText(w io.Writer, res *runner.Result) {
	fmt.Fprintf(w, "--- ERROR: %s (%.2fs)\n    %s\n", res.Test, res.Elapsed.Seconds(), strings.ReplaceAll(res.Err.Error(), "\n", "\n    "))
}

// Proved says of so many test binaries, of whose packages [Text.PackageDone] is not told, that they
// are under control.
func (t *Text) Proved(binaries int) { t.totals.proved += binaries }

// Close says what concerns all packages. Without tests it says nothing.
func (t *Text) Close() { t.totals.say(t.W, t.Program) }

// totals is what is said of several tests together.
type totals struct {
	timings    int
	unfinished map[string]bool // tests
	proved     int             // packages whose binaries are proved to be under control
}

func (t *totals) take(pkg string, res *runner.Result) {
	t.timings += len(res.Timings)
	if res.Verdict == "unfinished" {
		if t.unfinished == nil {
			t.unfinished = make(map[string]bool)
		}
		t.unfinished[pkg+" "+res.Test] = true
	}
}

func (t *totals) say(w io.Writer, program bool) {
	if t.proved > 0 && program {
		fmt.Fprintln(w, "control: proved in the program: a canary lost its update before main")
	} else if t.proved > 0 {
		fmt.Fprintf(w, "control: proved in %s: a canary lost its update before the first test\n", binaries(t.proved))
	}
	if n := len(t.unfinished); n > 0 {
		fmt.Fprint(w, Wrapped(fmt.Sprintf("unfinished: %s; no run ended within -duration, so nothing is known of them", runner.Plural(uint64(n), explored(program))), "", "    "))
	}
	if t.timings > 0 {
		fmt.Fprint(w, Wrapped(fmt.Sprintf("timing: %s; a failure that needs a goroutine to be held up for -holdup or longer does not count as a failure", runner.Plural(uint64(t.timings), "warning")), "", "    "))
	}
}

// explored is what the results are of, as [runner.Result.Of] has it.
func explored(program bool) string { return (&runner.Result{Program: program}).Of() }

// Found shows a failure that the test states.
func Found(w io.Writer, res *runner.Result) {
	f := res.Failures[0]
	fmt.Fprintf(w, "    %s\n", f.Message)
	fmt.Fprintf(w, "    to replay: chaosrun replay %s\n", f.Recording)
}

// Details shows what there is to know of a test beside its verdict: its failures, how much
// was explored, warnings, and notes.
func Details(w io.Writer, res *runner.Result, verbose bool) {
	if !res.Expected {
		for _, f := range res.Failures {
			recording := f.Recording
			if f.Seen {
				recording = "" // a replay would not show it
			}
			Failure(w, f.Trace, recording)
			if f.Times > 1 {
				fmt.Fprintf(w, "    %d runs fail like this\n", f.Times)
			}
		}
	}
	for _, u := range res.Unsteady {
		unsteady(w, res, u)
	}
	for _, f := range res.Timings {
		fmt.Fprintf(w, "--- TIMING: %s (warning: fails only if a goroutine is held up for %v)\n", res.Test, f.HoldUp())
		Failure(w, f.Trace, f.Recording)
	}
	switch {
	case res.Complete:
		remark(w, "%s: complete: no schedule of this %s%s fails (%s)", res.Test, res.Of(), res.Bound, runner.Plural(res.Runs, "run"))
		assumes(w, res)
	case res.Explored == 1 && res.Verdict == "pass" && !res.Assumes.Whole():
		remark(w, "%s: none of the schedules explored%s fails, and they are all that there are (%s)", res.Test, res.Bound, runner.Plural(res.Runs, "run"))
		assumes(w, res)
	case res.Explored >= 0.995 && res.Explored < 1 && res.Verdict == "pass":
		remark(w, "%s: nearly all of its schedules are explored%s", res.Test, left(res.Left))
	case res.Explored == 1 && res.Verdict == "pass":
		remark(w, "%s: nearly all of its schedules are explored, but some had to be left out (docs/strategies.md says which)", res.Test)
	case res.Explored > 0 && res.Verdict == "pass":
		remark(w, "%s: about %s of its schedules are explored%s", res.Test, percent(res.Explored), left(res.Left))
	case res.EachFault && res.Verdict == "pass":
		remark(w, "%s: each of the %d faults that can happen has happened in a run of its own, and none fails", res.Test, res.Runs-1)
	case res.Saturated:
		remark(w, "%s: stopped after %s: nothing new in the later half of them", res.Test, runner.Plural(res.Runs, "run"))
	}
	if m := res.Missed; m != nil && verbose && res.Verdict == "pass" {
		remark(w, "%s: a bug of depth %d that shows within %d steps was missed with a probability of %s", res.Test, m.Depth, res.Plain, atMost(m.Probability))
	}
	if u := res.Unseen; u != nil && verbose && res.Verdict == "pass" {
		remark(w, "%s: about %s of further runs would show an interleaving that is new (95 %%: %s)", res.Test, percent(u.Probability), atMost(u.Most))
	}
	if verbose || res.FaultsAsked {
		for _, p := range res.Faults {
			fmt.Fprintf(w, "    %s: failpoint %s\n", res.Test, p)
		}
	}
	for _, n := range res.Warnings {
		remark(w, "%s: warning: %s", res.Test, n)
	}
	if res.Verdict == "fail" || res.Verdict == "unsteady" || res.Notable || verbose || res.External > 0 {
		for _, n := range res.Notes {
			remark(w, "%s: note: %s", res.Test, n)
		}
	}
}

// remark shows a sentence about a test in lines that fit a terminal.
func remark(w io.Writer, format string, args ...any) {
	fmt.Fprint(w, Wrapped(fmt.Sprintf(format, args...), "    ", "        "))
}

// percent is a share of 1 with two digits.
func percent(p float64) string {
	if p >= 0.0995 {
		return fmt.Sprintf("%.0f %%", 100*p)
	}
	return fmt.Sprintf("%.2g %%", 100*p)
}

// atMost is the upper end of a probability.
func atMost(p float64) string {
	if p < 0.0001 {
		return "less than 0.01 %"
	}
	return "at most " + percent(p)
}

// left says how much an exhaustive search has still to explore, or nothing.
func left(l *runner.Left) string {
	switch {
	case l == nil:
		return ""
	case l.Most == 0:
		return fmt.Sprintf("; at least %d more runs", rough(l.Least))
	}
	return fmt.Sprintf("; roughly %d to %d more runs, in something like %v", rough(l.Least), rough(l.Most), max(l.Time.Round(time.Second), time.Second))
}

// rough rounds to two digits.
func rough(n uint64) uint64 {
	unit := uint64(1)
	for n >= 100*unit {
		unit *= 10
	}
	return (n + unit/2) / unit * unit
}

// assumes says what an exhaustive search took for granted.
func assumes(w io.Writer, res *runner.Result) {
	for i, text := range res.Assumes.Texts() {
		word := "if"
		if i > 0 {
			word = "and"
		}
		fmt.Fprintf(w, "    %s:   %s %s\n", res.Test, word, text)
	}
}

// unsteady shows a failure that did not come again.
func unsteady(w io.Writer, res *runner.Result, u runner.Unsteady) {
	fmt.Fprintf(w, "    %s: %s\n    seen in run %d, and not when the run was repeated\n", kindInWords(u.Kind, res.Of()), u.Message, u.Run)
	if out := output(&trace.Trace{Header: trace.Header{Kind: u.Kind, Output: u.Output}}, mostOutput); out != "" {
		fmt.Fprintf(w, "\n    %s output:\n%s\n", res.Of(), indent(out, "        "))
	}
}

// Runs says what was explored.
func Runs(res *runner.Result) string {
	if res.Sequential {
		return fmt.Sprintf("sequential, %s: no choice had two options", runner.Plural(res.ShownRuns(), "run"))
	}
	return fmt.Sprintf("%s, %s, %d distinct", runner.Plural(res.ShownRuns(), "run"), runner.Plural(res.ShownSteps(), "step"), res.ShownDistinct())
}

// PackageError implements [runner.Sink].
func (t *Text) PackageError(pkg string, err error) {
	t.errors++
	fmt.Fprintf(t.W, "%s\nFAIL\t%s [could not run]\n", err, pkg)
}

// NoneChosen implements [runner.Chooser].
func (t *Text) NoneChosen(pkg string, elapsed time.Duration) {
	fmt.Fprintf(t.W, "ok  \t%s\t%.3fs [no tests to run]\n", pkg, elapsed.Seconds())
}

// PackageDone implements [runner.Sink].
func (t *Text) PackageDone(pkg string, tests, others int, elapsed time.Duration) {
	if tests > 0 {
		t.totals.proved++
	}
	switch {
	case tests == 0:
		fmt.Fprintf(t.W, "?   \t%s\t[no tests]\n", pkg)
	case t.pkgFailed:
		fmt.Fprintf(t.W, "FAIL\t%s\t%.3fs\n", pkg, elapsed.Seconds())
	default:
		fmt.Fprintf(t.W, "ok  \t%s\t%.3fs\n", pkg, elapsed.Seconds())
	}
	t.pkgFailed = false
}

func binaries(n int) string {
	if n == 1 {
		return "1 test binary"
	}
	return fmt.Sprintf("%d test binaries", n)
}

// Failed returns how many tests failed and how many things could not run.
func (t *Text) Failed() (failed, errors int) { return t.failed, t.errors }
