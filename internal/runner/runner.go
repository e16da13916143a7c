// Package runner explores the tests of one test binary: it starts worker processes,
// hands each a share of the runs, takes what they find, and records it.
//
// A worker's death is a result, not an end. The numbering of the runs, and so what is
// found first, does not depend on how many workers there are.
package runner

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/chaosrun/chaosrun/internal/engine"
	"github.com/chaosrun/chaosrun/internal/toolchain"
	"github.com/chaosrun/chaosrun/internal/trace"
)

// Runner explores the tests of one binary. Its exported settings are plain data, but for two, so
// that another machine can be told them.
type Runner struct {
	Bin        string // the instrumented test binary
	Build      string // identifies it in recordings
	Dir        string // where the tests run: the package's folder; or the program
	PackageDir string
	Program    string // the name of the program, if that is what the binary is
	Package    string // import path
	Root       string // the folder from which files are named: of the workspace or the module
	ModulePath string // of the package's module, if it is the user's own: names of files begin with it in a binary without folders
	ModuleDir  string // folder of that module, from Root
	GOROOT     string
	Go         string // version
	Race       bool
	Accesses   bool // plain reads and writes are scheduling points
	Tags       string
	Flags      []string // further flags of the go command, as a recording has them
	Given      []string // flags that were given, as name=value, for the budget
	Files      []string // that are tested in place of a package, from the module's folder
	Net        string
	Proves     bool // this Go proves leaks

	Run, Skip string // as in go test
	Short     bool
	Verbose   bool
	Parallel  int      // how many tests that call t.Parallel run at once; 0: 4
	Args      []string // further arguments for the test binary
	Together  []string // the tests that the test Together runs in one process, in order
	Env       []string // further variables of the workers' environment

	Schedules  uint64        // runs of each test
	Duration   time.Duration // real time for each test; 0: no limit
	Seed       uint64
	Strategy   string
	Leaks      string // proved, all, report, off
	MaxSteps   uint64
	Patience   time.Duration // real time without a scheduling point that makes a hang
	KeepGoing  bool
	OnlySteady bool                  // without KeepGoing: only a failure that comes again ends the exploration of a test
	StopAtLeak bool                  // without KeepGoing: a leak ends the exploration of a test, as any other failure does
	HoldUp     time.Duration         // failures that need a goroutine to be held up for as long are timing warnings; 0: none are looked for
	Wall       time.Time             // the wall clock at the start of each worker; zero: when this process started
	Shrink     time.Duration         // real time to simplify each failure; 0: not at all
	Saturate   bool                  // stop when nothing new is seen for long
	Warn       bool                  // note predictions that were not reached
	Isolate    bool                  // each run has a process of its own
	SameOutput bool                  // of a program: a run that prints something else than the plain run fails
	Workers    chan struct{}         `json:"-"` // one token for every process that may run
	PerTest    int                   // processes for one test at once
	Artifacts  string                // folder for recordings
	CoverDir   string                // folder for what is covered, of a binary that counts it; "": none
	Faults     string                // what may go wrong, as package faults reads it; "": nothing
	Clock      string                // a clock policy for all tests, as settings.ParseClock reads it; "": each test's own
	Clocks     map[string]string     // test -> its policy by a comment, which wins over Clock
	Ignore     []string              // functions whose goroutines are no leaks
	Tied       bool                  // workers end when we die; only where no thread ends before the process does
	Points     []toolchain.Failpoint // in the test binary
	Calls      string                // which call of package sched is explored; "": all
	Asks       bool                  // tests may have options of their own
	Stated     map[string][]string   // test -> what its source says must happen in some run
	Explicit   map[string]bool       // settings that win over the options of a test, by their flags

	// Search, if not nil, explores a test in place of Explore.
	Search func(r *Runner, ctx context.Context, test string) *Result `json:"-"`

	// RealNet builds what is tested with the machine's network; nil: it cannot.
	RealNet func(ctx context.Context) (bin string, err error) `json:"-"`

	expect *Expect // what must be found, by the test's own word
	told   bool    // the test has options of its own
}

// Failure is a failing run.
type Failure struct {
	Kind      string
	Message   string
	Run       uint64
	Steps     uint64
	Trace     *trace.Trace
	Seen      bool   // it was seen once and not recorded: its Trace has no events
	Recording string // file, set by whoever saves it
	After     uint64 // schedules that it took to find it, this one and the first run included
	Times     uint64 // failing runs that are of the same kind at the same place, this one included
	Timing    bool   // it takes a goroutine that is held up for long: a warning
}

// ShownRun is the number of the failing run as a user sees it: the warm-up run is the first one.
func (f *Failure) ShownRun() uint64 { return max(1, f.Run) }

// Unsteady is a failure that was seen and did not come again when its run was repeated.
type Unsteady struct {
	Kind    string `json:"kind"`
	Run     uint64 `json:"run"` // as a user sees it
	Message string `json:"message"`
	Output  string `json:"output"` // of the worker
}

// HoldUp is for how long a goroutine has to be held up for the run to fail, about.
func (f *Failure) HoldUp() time.Duration { return trace.Round(time.Duration(f.Trace.Held)) }

// Result is what became of one test.
type Result struct {
	Test       string
	Program    bool   // it is no test but the main of a program
	Verdict    string // pass, fail, unsteady, skip, error, or unfinished: no run ended in time
	Runs       uint64
	Steps      uint64
	Started    time.Time
	Elapsed    time.Duration
	Expected   bool               // it failed as its //chaosrun:expect says
	Sequential bool               // no choice ever had two options
	Distinct   int                // different happens-before graphs seen
	Pairs      int                // different pairs of dependent operations seen
	Complete   bool               // every schedule was explored, within the bound
	Assumes    engine.Assumptions // what holds in these runs, and need not in others
	Bound      string             // of the strategy, as a phrase, or ""
	Explored   float64            // of a systematic strategy: estimated share of all schedules; else 0
	Plain      uint64             // steps of the first run of a process
	Goroutines uint64             // most of a run
	Unseen     *Unseen            // how many further runs would show something new, if known
	Missed     *Missed            // what runs of pct say of bugs that they did not find, or nil
	Left       *Left              // of a search that did not come to its end: what is left, if known
	Saturated  bool               // stopped because nothing new was seen for long
	Behaviour  string             // identifies all that the runs did, but for the order of independent operations
	Reached    []int              // mutants to whose places some run came
	External   uint64
	Notes      []string
	Warnings   []string // what the test says of itself and no run has shown
	Unmet      []string // what it says must happen in some run, and did in none; only if it passes
	Budget     Budget
	Series     Series // how coverage grew, with a bounded number of samples
	// Faults are the failpoints, if there is a plan for them; FaultsAsked says that the user
	// wants to see them.
	Faults      []FaultPoint
	FaultsAsked bool
	Predicted   bool // what a run showed of other schedules was tried, and nothing was reached
	EachFault   bool // every fault that can happen has happened in a run of its own
	Failures    []*Failure
	Unsteady    []Unsteady
	Timings     []*Failure // what fails only if a goroutine is held up for long: warnings
	Tolerated   bool       // that it is unsteady makes no command fail
	Accepted    bool       // that it fails makes no command fail: the baseline has all that was found
	Notable     bool       // its notes are shown though it passes
	Err         error

	parallel bool // it has called t.Parallel
}

// Of is what it is a result of, in a word.
func (r *Result) Of() string {
	if r.Program {
		return "program"
	}
	return "test"
}

// ShownRuns is how many runs were made as a user sees it: a warm-up run counts if no run comes
// after it.
func (r *Result) ShownRuns() uint64 {
	if r.onlyWarmUp() {
		return 1
	}
	return r.Runs
}

// ShownSteps is how many steps those runs made.
func (r *Result) ShownSteps() uint64 {
	if r.onlyWarmUp() && r.Steps == 0 && len(r.Failures) > 0 {
		return r.Failures[0].Steps
	}
	return r.Steps
}

// ShownDistinct is how many different interleavings they were.
func (r *Result) ShownDistinct() int {
	if r.onlyWarmUp() {
		return max(1, r.Distinct)
	}
	return r.Distinct
}

// onlyWarmUp reports whether the warm-up run was made and no other.
func (r *Result) onlyWarmUp() bool {
	skips := r.Verdict == "skip" && r.Steps > 0
	return r.Runs == 0 && (skips || len(r.Failures)+len(r.Unsteady) > 0)
}

// Plural is a number with its noun, like 1 run or 2 runs.
func Plural(n uint64, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// Fails reports whether the test has a verdict that makes a command fail.
func (r *Result) Fails() bool {
	return r.Verdict == "fail" || r.Verdict == "unsteady" && !r.Tolerated
}

// remark notes something that is shown though the test passes.
func (r *Result) remark(format string, args ...any) {
	r.Notable = true
	r.note(format, args...)
}

// Controlled reports whether every step of every run was under control.
func (r *Result) Controlled() bool { return r.External == 0 }

// NoteOutside notes that runs have left control, if they have.
func (r *Result) NoteOutside() {
	if r.External > 0 {
		r.note("not fully controlled: %s came from outside the run", Plural(r.External, "wake-up"))
	}
}

// Note notes something about the test, once.
func (r *Result) Note(format string, args ...any) { r.note(format, args...) }

func (r *Result) note(format string, args ...any) {
	n := fmt.Sprintf(format, args...)
	for _, old := range r.Notes {
		if old == n {
			return
		}
	}
	r.Notes = append(r.Notes, n)
}

func (r *Result) warn(format string, args ...any) {
	r.Warnings = append(r.Warnings, fmt.Sprintf(format, args...))
}

// Tests lists the top-level tests that Run and Skip select, and how many examples
// and fuzz targets there are beside them.
func (r *Runner) Tests(ctx context.Context) (tests []string, others int, err error) {
	e := r.worker(ctx, &job{mode: "list", wall: r.wall()}, nil)
	if e.err != nil {
		return nil, 0, e.err
	}
	proved := false
	for _, l := range e.lines {
		word, rest, _ := strings.Cut(l, " ")
		switch word {
		case "canary":
			proved = rest != "0"
		case "test":
			name, err := strconv.Unquote(rest)
			if err != nil {
				return nil, 0, fmt.Errorf("the test binary listed a test in a way that makes no sense: %s", l)
			}
			tests = append(tests, name)
		case "others":
			if !proved {
				return nil, 0, ErrNoControl
			}
			return tests, int(atoi(rest)), nil
		}
	}
	if !proved && e.lines == nil && !e.inRun {
		return nil, 0, e.notBegun(r.Program != "")
	}
	return nil, 0, fmt.Errorf("the test binary ended before it ran a test; it printed:\n%s", strings.TrimSpace(string(e.out)))
}
