package hunt

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/chaosrun/chaosrun/internal/cilog"
	"github.com/chaosrun/chaosrun/internal/findings"
	"github.com/chaosrun/chaosrun/internal/runner"
	"github.com/chaosrun/chaosrun/internal/toolchain"
)

// Verdict is how the hunt for a goal has ended.
type Verdict string

// The verdicts.
const (
	Reproduced Verdict = "reproduced"
	Another    Verdict = "another failure" // it fails, and not as in the log
	NotFound   Verdict = "not from scheduling alone"
	Unknown    Verdict = "not known" // no run ended, or it could not be hunted: Err says why
)

// Answer is what there is to say of a goal.
type Answer struct {
	Goal          *cilog.Goal
	Verdict       Verdict
	Package, Test string // as they are now
	Ways          []*Way
	Took          time.Duration
	Err           error // why nothing can be said, or why the hunt has ended early

	// Of Reproduced: the run, what it has in common with the log, what is not known of that, and how
	// it was found.
	Found       *runner.Failure
	Why, Caveat string
	By          *Way
	Others      []Other
	OfTime      int // failures that are not the log's, and that a clock or a hold-up leads to that nobody has asked for
}

// Other is a failure of the test that is not the log's.
type Other struct {
	Failure *runner.Failure
	Why     string
	By      *Way
}

// Search says where a goal is looked for.
type Search struct {
	Strategies, Clocks []string
	ClocksGiven        bool // by the user: they are not put in another order
	Faults             string
	Commit             string // of the log; "": it is not known
	Budget             time.Duration
	Progress           func(w *Way, last *runner.Result, matches int)
}

// Hunt looks for one failure of a log.
func (w *Workshop) Hunt(ctx context.Context, g *cilog.Goal, s Search) *Answer {
	a := &Answer{Goal: g, Verdict: Unknown, Package: g.Package, Test: g.Test}
	start := time.Now()
	defer func() { a.Took = time.Since(start) }()
	if a.Err = huntable(g); a.Err != nil {
		return a
	}
	f, err := w.flavour(ctx, g)
	if err != nil {
		a.Err = err
		return a
	}
	r, test, err := w.test(ctx, f, g, g.Test)
	if err != nil {
		a.Err = err
		return a
	}
	a.Package, a.Test = r.Package, test
	start = time.Now()
	m := &matcher{goal: g, src: newSource(ctx, r.Root, s.Commit), dir: toolchain.FromRoot(r.Root, r.Dir)}
	a.Ways = w.ways(f, g, r, s)
	a.Err = Run(ctx, r, test, a.Ways, s.Budget, func(way *Way, last *runner.Result) bool {
		n := a.take(m, way, last)
		s.Progress(way, last, n)
		return a.Found != nil && !r.KeepGoing
	})
	if a.Found != nil && len(a.Found.Trace.Together) > 0 {
		if err := a.reduce(ctx, m); err != nil && a.Err == nil {
			a.Err = err
		}
	}
	a.judge(ctx)
	return a
}

// huntable says why a goal cannot be hunted, if it cannot.
func huntable(g *cilog.Goal) error {
	switch {
	case g.Test == "":
		return errors.New("the log does not say which test it was")
	case !strings.HasPrefix(g.Test, "Test"):
		return errors.New("it is no test: examples, benchmarks and fuzz targets do not run under control")
	}
	return nil
}

// take compares what a slice has found with the goal, and returns how many of its failures are the
// goal's.
func (a *Answer) take(m *matcher, way *Way, last *runner.Result) int {
	same := make(map[*runner.Failure]bool)
	matches := 0
	for _, f := range slices.Concat(last.Failures, last.Timings) {
		r := m.match(f.Trace)
		switch {
		case r.same:
			same[f] = true
			matches++
			if a.Found == nil || f == a.Found {
				a.Found, a.Why, a.Caveat, a.By = f, r.why, r.caveat, way
			}
		case way.implied || f.Timing:
		case way.ofTime(f):
			a.OfTime++
			a.pass()
		default:
			if id := findings.ID(f.Trace); !slices.ContainsFunc(a.Others, func(o Other) bool { return findings.ID(o.Failure.Trace) == id }) {
				a.Others = append(a.Others, Other{f, r.why, way})
			}
			a.pass()
		}
	}
	// Nobody has asked for these faults, clocks and hold-ups: that the test fails of them says nothing.
	other := func(f *runner.Failure) bool {
		return !same[f] && f != a.Found && (way.implied || !f.Timing && way.ofTime(f))
	}
	if way.implied || slices.ContainsFunc(last.Failures, other) {
		last.Failures = slices.DeleteFunc(last.Failures, other)
		last.Timings = slices.DeleteFunc(last.Timings, other)
		if way.implied {
			last.Unsteady = nil
		}
		if len(last.Failures) == 0 && last.Verdict != "skip" {
			last.Verdict = "pass"
		}
	}
	return matches
}

// pass lets the ways continue past failures that are not the log's: every slice would end with one.
func (a *Answer) pass() {
	for _, w := range a.Ways {
		w.keepGoing = true
	}
}

// ofTime reports whether the test fails only because time passes while goroutines can run, for longer
// than the user has said: a correct test may. A data race is one whatever the time.
func (w *Way) ofTime(f *runner.Failure) bool {
	held := f.HoldUp()
	return f.Kind != "race" && (w.hasty || w.unhurried > 0 && held >= w.unhurried)
}

func (a *Answer) judge(ctx context.Context) {
	switch {
	case a.Found != nil:
		a.Verdict = Reproduced
	case len(a.Others) > 0:
		a.Verdict = Another
	case a.Err != nil:
	case a.runs() == 0:
		a.Err = errors.New("no run ended in the time that -duration gives")
	default:
		a.Verdict = NotFound
	}
	if a.Err == nil && ctx.Err() != nil {
		a.Err = errors.New("the hunt was interrupted")
	}
}

// longerHoldUp is for how long a goroutine may be held up if the log speaks of time.
const longerHoldUp = 10 * time.Second

// ofTime is how errors speak of time that was over.
var ofTime = regexp.MustCompile(`(?i)deadline exceeded|time[d-]? ?out|took too long|too slow|not? (?:\w+ )?(?:with)?in \d|after \d[\d.]*(?:ms|s|m)\b|still (?:waiting|running)|never (?:satisfied|happened)|gave up`)

// SpeaksOfTime reports whether a failure says that something came too late.
func SpeaksOfTime(g *cilog.Goal) bool {
	return g.Kind != cilog.Timeout && ofTime.MatchString(g.Message+"\n"+g.Output)
}

// netFaults are the faults of the network that errors speak of.
var netFaults = []struct {
	says *regexp.Regexp
	plan string
}{
	{regexp.MustCompile(`(?i)connection reset by peer|broken pipe|use of closed network connection`), "net/write=reset#1"},
	{regexp.MustCompile(`(?i)connection refused`), "net/connect=refused#1"},
	{regexp.MustCompile(`\bEOF\b`), "net/write=halfclose#1"},
	{regexp.MustCompile(`(?i)no such host`), "net/lookup=notfound#1"},
	{regexp.MustCompile(`(?i)i/o timeout|Client\.Timeout|context deadline exceeded`), "net=latency(0..1s)"},
}

// impliedFaults are the faults that the message of a failure speaks of.
func impliedFaults(g *cilog.Goal) (plans []string) {
	for _, f := range netFaults {
		if f.says.MatchString(g.Message + "\n" + g.Output) {
			plans = append(plans, f.plan)
		}
	}
	return plans
}

// ways are what is tried for a goal, what is likeliest first: the test as it is, then what else the
// failure may come from.
func (w *Workshop) ways(f flavour, g *cilog.Goal, r *runner.Runner, s Search) []*Way {
	clocks, holdUp := s.Clocks, time.Duration(0)
	if SpeaksOfTime(g) {
		holdUp = longerHoldUp
		if !s.ClocksGiven {
			clocks = []string{"racing", "jitter:1s", "jitter:10ms", ""}
		}
	}
	faulty := r.Faults != "" && r.Faults != "none"
	var ways []*Way
	if faulty {
		ways = Ways(s.Strategies, clocks, []string{r.Faults})
	}
	ways = append(ways, Ways(s.Strategies, clocks, []string{""})...)
	more := func(setup *Setup, clocks []string, faults string, strategies ...string) {
		for _, x := range Ways(strategies, clocks, []string{faults}) {
			x.Setup, x.implied = setup, faults != ""
			ways = append(ways, x)
		}
	}
	few := clocks[:min(len(clocks), 2)]
	if strings.Contains(g.Test, "/") {
		more(&Setup{Name: "all of " + top(g.Test), prepare: func(ctx context.Context) (*runner.Runner, string, error) {
			return w.test(ctx, f, g, top(g.Test))
		}}, few, "", "auto", "pct")
	}
	if !f.race && !f.accesses {
		more(&Setup{Name: "accesses", prepare: func(ctx context.Context) (*runner.Runner, string, error) {
			return w.test(ctx, flavour{accesses: true}, g, g.Test)
		}}, few, "", "auto", "pct")
	}
	if len(together(g)) > 1 && !r.Asks {
		if g.OfAnotherTest() { // the test alone cannot have it
			ways = nil
		}
		more(&Setup{Name: "with the tests before and beside it", prepare: func(ctx context.Context) (*runner.Runner, string, error) {
			return w.runTogether(ctx, f, g)
		}}, few[:1], "", "auto", "random")
	}
	if !faulty && s.Faults == "" && w.Config.Net != "real" {
		for _, plan := range impliedFaults(g) {
			more(nil, clocks[:1], plan, "auto", "faults")
		}
	}
	for _, x := range ways {
		x.holdUp, x.unhurried = holdUp, r.HoldUp
		x.hasty = !s.ClocksGiven && (x.Clock == "racing" || x.Clock == "jitter:1s")
	}
	return ways
}
