// Package formats writes what a campaign has found in the forms that other programs and
// people read: JUnit XML, SARIF, GitHub annotations, Markdown, and a page of HTML.
//
// All of it comes from a [Campaign], which a sink gathers while the campaign goes on. It holds
// no recordings, so that a campaign of many tests stays small; the page reads them again.
package formats

import (
	"path"
	"slices"
	"strings"
	"time"

	"github.com/chaosrun/chaosrun/internal/findings"
	"github.com/chaosrun/chaosrun/internal/runner"
)

// Campaign is what one command has explored and found.
type Campaign struct {
	Command  string // what made it, like "chaosrun test ./..."
	Version  string // of chaosrun
	Seed     string // or seeds
	Now      findings.Moment
	Elapsed  time.Duration
	Folder   string // of the module within the repository, "" for its root
	Tests    []Test
	Errors   []PackageError
	Resolved []*findings.Finding // what is gone since the campaign before

	at map[string]int // where a test was seen last
}

// Test is what became of one test under one group of settings.
type Test struct {
	Package  string
	Result   *runner.Result // without its failures
	Findings []Finding
	Several  bool // it was explored under other settings too
}

// Finding is a failure, and what it is to the findings file and the baseline.
type Finding struct {
	findings.Observation
	State     findings.State
	Known     *findings.Known
	Counts    bool // it makes the command fail
	Expired   bool // it was known until a day that is past
	First     findings.Moment
	Campaigns int // that have found it, this one included
}

// PackageError is why a package could not be explored.
type PackageError struct {
	Package string
	Message string
}

// Result implements [runner.Sink].
func (c *Campaign) Result(pkg string, res *runner.Result) {
	t := Test{Package: pkg}
	for _, o := range findings.Observe(pkg, res) {
		t.Findings = append(t.Findings, Finding{Observation: o, State: findings.New, Counts: true})
	}
	lean := *res
	lean.Runs, lean.Steps, lean.Distinct = res.ShownRuns(), res.ShownSteps(), res.ShownDistinct() // which follows from the failures, too
	lean.Failures = nil
	t.Result = &lean
	name := pkg + " " + res.Test
	if before, ok := c.at[name]; ok {
		c.Tests[before].Several, t.Several = true, true
	}
	if c.at == nil {
		c.at = make(map[string]int)
	}
	c.at[name] = len(c.Tests)
	c.Tests = append(c.Tests, t)
}

// PackageError implements [runner.Sink].
func (c *Campaign) PackageError(pkg string, err error) {
	c.Errors = append(c.Errors, PackageError{pkg, err.Error()})
}

// PackageDone implements [runner.Sink].
func (c *Campaign) PackageDone(pkg string, tests, others int, elapsed time.Duration) {}

// Counts is how many tests have failed in a way that counts, and how many things could not run.
func (c *Campaign) Counts() (failed, errors int) {
	errors = len(c.Errors)
	for _, t := range c.Tests {
		switch {
		case t.Result.Verdict == "error":
			errors++
		case t.Fails():
			failed++
		}
	}
	return failed, errors
}

// Fails reports whether the test has failed in a way that counts.
func (t *Test) Fails() bool {
	switch t.Result.Verdict {
	case "fail":
	case "unsteady":
		return !t.Result.Tolerated
	default:
		return false
	}
	if len(t.Findings) == 0 {
		return true // it has not shown what it says it must
	}
	return slices.ContainsFunc(t.Findings, func(f Finding) bool { return f.Counts })
}

// unfinished reports whether no run of the test came to its end: nothing is known of it, and it
// does not pass.
func (t *Test) unfinished() bool { return t.Result.Verdict == "unfinished" }

// unfinished is how many explorations did not finish a run; how says so.
func (c *Campaign) unfinished() (n int, how string) {
	for _, t := range c.Tests {
		if t.unfinished() {
			n++
		}
	}
	return n, "no run of " + count(n, "test", "tests") + " was finished"
}

// Bugs are the findings of the campaign, each once, with the tests that have shown it: those
// that count come first.
func (c *Campaign) Bugs() []Bug {
	var bugs []Bug
	at := make(map[string]int)
	for _, t := range c.Tests {
		for _, f := range t.Findings {
			i, ok := at[f.ID]
			if !ok {
				i = len(bugs)
				at[f.ID] = i
				bugs = append(bugs, Bug{Finding: f})
			} else {
				bugs[i].Times += f.Times
			}
			if name := f.Package + "." + f.Test; !slices.Contains(bugs[i].Tests, name) {
				bugs[i].Tests = append(bugs[i].Tests, name)
			}
		}
	}
	slices.SortStableFunc(bugs, func(a, b Bug) int { return rank(a.Finding) - rank(b.Finding) })
	return bugs
}

// Bug is a finding with all tests that have shown it.
type Bug struct {
	Finding
	Tests []string // packages and names
}

func rank(f Finding) int {
	r := map[findings.State]int{findings.Regressed: 0, findings.New: 1, findings.Ongoing: 2}[f.State]
	if !f.Counts {
		r += 3
	}
	return r
}

// Says is the finding's state in words.
func (f Finding) Says() string {
	s := string(f.State)
	if f.Known == nil {
		return s
	}
	if f.Expired {
		return s + "; known until " + Day(f.Known.Until) + ", which is past: " + f.Known.Reason
	}
	return s + "; known until " + Day(f.Known.Until) + ": " + f.Known.Reason
}

// Day is the last day on which something that ends at a moment holds.
func Day(until time.Time) string { return until.Add(-time.Nanosecond).Format(time.DateOnly) }

// file is where a finding shows, as a file of the repository; "" if it is not in one.
func (c *Campaign) file(f findings.Observation) string {
	name := f.At.File
	if name == "" || strings.HasPrefix(name, "$GOROOT/") || strings.Contains(name, "@") || path.IsAbs(name) || !strings.Contains(name, ".") {
		return ""
	}
	name = path.Join(c.Folder, name)
	if strings.HasPrefix(name, "../") {
		return ""
	}
	return name
}
