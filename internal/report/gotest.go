package report

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"math"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/chaosrun/chaosrun/internal/runner"
	"github.com/chaosrun/chaosrun/internal/toolchain"
)

// GoTest writes results as go test -json does, for the programs that read those: a [testEvent] a
// line. A test has the events of one test of go test, however often it was run; what [Text] says of
// it is its output. Subtests have no events of their own.
type GoTest struct {
	W io.Writer
	// Ending, if it is not nil, writes what else there is to say of a package before it ends.
	Ending func(w io.Writer, pkg string)

	failed, errors int
	pkg            string // that has started and not ended; "": none
	started        time.Time
	running        []begun // tests, in the order in which they began
	current        string  // the test whose output was the last
	pkgFailed      bool
	totals         totals // of the package
}

// begun is a test that is under way.
type begun struct {
	test string
	at   time.Time
}

// testEvent is a TestEvent of go test -json; go doc test2json describes it.
type testEvent struct {
	Time        time.Time
	Action      string
	Package     string
	Test        string   `json:",omitempty"`
	Elapsed     *float64 `json:",omitempty"` // in seconds
	Output      string   `json:",omitempty"`
	FailedBuild string   `json:",omitempty"`
}

// buildEvent is a BuildEvent of go build -json; go help buildjson describes it.
type buildEvent struct {
	ImportPath string
	Action     string
	Output     string `json:",omitempty"`
}

// PackageStarted implements [runner.Starter].
func (g *GoTest) PackageStarted(pkg string) {
	if g.pkg == pkg {
		return
	}
	g.pkg, g.started = pkg, time.Now()
	g.running, g.current, g.pkgFailed, g.totals = nil, "", false, totals{}
	PutLine(g.W, testEvent{Time: g.started, Action: "start", Package: pkg})
}

// TestStarted implements [runner.Starter].
func (g *GoTest) TestStarted(pkg, test string) {
	g.PackageStarted(pkg)
	g.running = append(g.running, begun{test, time.Now()})
	PutLine(g.W, testEvent{Time: time.Now(), Action: "run", Package: pkg, Test: test})
	g.output(test, fmt.Sprintf("=== RUN   %s\n", test))
	g.current = test
}

// Result implements [runner.Sink].
func (g *GoTest) Result(pkg string, res *runner.Result) {
	g.PackageStarted(pkg)
	g.totals.take(pkg, res)
	var text strings.Builder
	if res.Test == runner.Others {
		g.errors++
		g.pkgFailed = true
		errorText(&text, res)
		g.output("", text.String())
		return
	}
	if !slices.ContainsFunc(g.running, func(b begun) bool { return b.test == res.Test }) {
		g.TestStarted(pkg, res.Test)
	}
	fmt.Fprintf(&text, "    %s: %s\n", res.Test, became(res))
	if res.Expected {
		Found(&text, res)
	}
	Details(&text, res, true)
	g.endTest(res.Test, text.String(), g.action(res), res.Elapsed)
}

// resultLine is what some readers take for a result wherever it is in a line.
var resultLine = regexp.MustCompile(`--- ((?:PASS|FAIL|SKIP|BENCH): \S+ \([\d.]+s\))`)

// endTest ends a test that was begun, after what there is to say of it. Results of go test that the
// test itself has printed have a dash less.
func (g *GoTest) endTest(test, text, action string, elapsed time.Duration) {
	if g.current != test { // some readers go by that, as go test -v prints it, and not by Test
		PutLine(g.W, testEvent{Time: time.Now(), Action: "cont", Package: g.pkg, Test: test})
		g.output(test, fmt.Sprintf("=== CONT  %s\n", test))
	}
	g.current = ""
	g.output(test, resultLine.ReplaceAllString(text, "-- $1"))
	g.output(test, fmt.Sprintf("--- %s: %s (%.2fs)\n", strings.ToUpper(action), test, elapsed.Seconds()))
	PutLine(g.W, testEvent{Time: time.Now(), Action: action, Package: g.pkg, Test: test, Elapsed: seconds(elapsed)})
	g.running = slices.DeleteFunc(g.running, func(b begun) bool { return b.test == test })
}

// became is what the line of a test's result says in [Text] and has no place in one of go test.
func became(res *runner.Result) string {
	switch {
	case res.Verdict == "error":
		return "could not be explored\n    " + strings.ReplaceAll(res.Err.Error(), "\n", "\n    ")
	case res.Verdict == "unfinished":
		return "UNFINISHED: no run ended in the time that -duration gives: nothing is known of this test"
	case res.Expected:
		return fmt.Sprintf("FOUND: %s in run %d, as expected", res.Failures[0].Kind, res.Failures[0].ShownRun())
	case res.Verdict == "unsteady":
		return "UNSTEADY: " + Runs(res)
	case res.Verdict == "fail" && res.Accepted:
		return "fails, and -baseline has all that was found: " + Runs(res)
	}
	return Runs(res)
}

// action is the event with which a test ends: fail if it makes the command fail.
func (g *GoTest) action(res *runner.Result) string {
	if res.Fails() {
		g.failed++
	}
	switch {
	case res.Verdict == "error":
		g.errors++
	case res.Verdict == "skip", res.Verdict == "unfinished":
		return "skip"
	case !res.Fails() || res.Accepted:
		return "pass"
	}
	g.pkgFailed = true
	return "fail"
}

// PackageError implements [runner.Sink].
func (g *GoTest) PackageError(pkg string, err error) {
	g.errors++
	var build *toolchain.BuildError
	var load *toolchain.LoadError
	what, failedBuild := "could not run", ""
	switch {
	case errors.As(err, &build):
		what, failedBuild = g.build(build.ImportPath, build.Output)
	case errors.As(err, &load):
		what, failedBuild = g.build(load.ImportPath, fmt.Sprintf("# %s\n%s\nFAIL\t%s [setup failed]\n", pkg, load.Message, pkg))
	}
	g.PackageStarted(pkg)
	if failedBuild == "" {
		g.output("", err.Error()+"\n")
	}
	g.output("", fmt.Sprintf("FAIL\t%s [%s]\n", pkg, what))
	g.end("fail", time.Since(g.started), failedBuild)
}

// build writes what the go command has said of a package that it could not build. It returns in
// which step that was, and the package whose build failed, which may be one that it imports.
func (g *GoTest) build(pkg, output string) (what, failed string) {
	what = "build failed"
	at, said := pkg, false
	end := func() {
		if said {
			failed = cmp.Or(failed, at)
			PutLine(g.W, buildEvent{ImportPath: at, Action: "build-fail"})
		}
		said = false
	}
	for line := range strings.Lines(output) {
		if result := strings.TrimSpace(line); result == "FAIL" || strings.HasPrefix(line, "FAIL\t") {
			if strings.HasSuffix(result, "[setup failed]") {
				what = "setup failed"
			}
			continue // go test says it of the test
		}
		if name, ok := strings.CutPrefix(line, "# "); ok {
			end()
			at = strings.TrimSpace(name)
		}
		PutLine(g.W, buildEvent{ImportPath: at, Action: "build-output", Output: line})
		said = true
	}
	end()
	return what, cmp.Or(failed, pkg)
}

// NoneChosen implements [runner.Chooser].
func (g *GoTest) NoneChosen(pkg string, elapsed time.Duration) {
	g.PackageStarted(pkg)
	g.output("", fmt.Sprintf("testing: warning: no tests to run\nPASS\nok  \t%s\t%.3fs [no tests to run]\n", pkg, elapsed.Seconds()))
	g.end("pass", elapsed, "")
}

// PackageDone implements [runner.Sink].
func (g *GoTest) PackageDone(pkg string, tests, others int, elapsed time.Duration) {
	g.PackageStarted(pkg)
	if tests > 0 {
		g.totals.proved = 1
	}
	g.sayRest()
	switch {
	case g.pkgFailed:
		g.output("", fmt.Sprintf("FAIL\nFAIL\t%s\t%.3fs\n", pkg, elapsed.Seconds()))
		g.end("fail", elapsed, "")
	case tests == 0:
		g.output("", fmt.Sprintf("?   \t%s\t[no tests]\n", pkg))
		g.end("skip", elapsed, "")
	default:
		g.output("", fmt.Sprintf("PASS\nok  \t%s\t%.3fs\n", pkg, elapsed.Seconds()))
		g.end("pass", elapsed, "")
	}
}

// Listed says what tests a package has, as go test -list -json does.
func (g *GoTest) Listed(l runner.Listed) {
	switch {
	case l.Err != nil:
		g.PackageError(l.Package, l.Err)
	case l.None:
		g.PackageDone(l.Package, 0, 0, 0)
	default:
		g.PackageStarted(l.Package)
		g.output("", fmt.Sprintf("%sok  \t%s\t%.3fs\n", l.Text, l.Package, l.Elapsed.Seconds()))
		g.end("pass", l.Elapsed, "")
	}
}

// Close ends the package that an interrupt has left in the middle.
func (g *GoTest) Close() {
	if g.pkg == "" {
		return
	}
	g.sayRest()
	elapsed := time.Since(g.started)
	g.output("", fmt.Sprintf("FAIL\t%s\t%.3fs [interrupted]\n", g.pkg, elapsed.Seconds()))
	g.end("fail", elapsed, "")
}

// sayRest ends the tests that have no result, and says what concerns all tests of the package.
func (g *GoTest) sayRest() {
	for len(g.running) > 0 {
		b := g.running[0]
		g.endTest(b.test, fmt.Sprintf("    %s: cut short: nothing is known of this test\n", b.test), "skip", time.Since(b.at))
	}
	var text strings.Builder
	g.totals.say(&text, false)
	if g.Ending != nil {
		g.Ending(&text, g.pkg)
	}
	g.output("", text.String())
}

// Failed returns how many tests failed and how many things could not run.
func (g *GoTest) Failed() (failed, errors int) { return g.failed, g.errors }

// output writes what a test, or with "" the package, has printed: an event for each line.
func (g *GoTest) output(test, text string) {
	for line := range strings.Lines(text) {
		PutLine(g.W, testEvent{Time: time.Now(), Action: "output", Package: g.pkg, Test: test, Output: line})
	}
}

// end ends the package.
func (g *GoTest) end(action string, elapsed time.Duration, failedBuild string) {
	PutLine(g.W, testEvent{Time: time.Now(), Action: action, Package: g.pkg, Elapsed: seconds(elapsed), FailedBuild: failedBuild})
	g.pkg = ""
}

// seconds is a duration as events have it, to the millisecond.
func seconds(d time.Duration) *float64 {
	s := math.Round(d.Seconds()*1000) / 1000
	return &s
}
