package runner

import (
	"math"
	"slices"
	"strings"
	"time"

	"github.com/chaosrun/chaosrun/internal/engine"
)

// Budget is what a test was explored with, and how far: what its result can be held against.
type Budget struct {
	Strategy string `json:"strategy"` // as it was asked for
	Clock    string `json:"clock,omitempty"`
	Faults   string `json:"faults,omitempty"`
	Tags     string `json:"tags,omitempty"` // build tags
	Race     bool   `json:"race,omitempty"`
	Accesses bool   `json:"accesses,omitempty"`
	Given    string `json:"given,omitempty"` // what else was given that makes other tests, or other runs of them
	// HoldUp is how long goroutines were held up in some runs, if the strategy does that.
	HoldUp    time.Duration `json:"holdup,omitempty"`
	Schedules uint64        `json:"schedules"`          // that were looked at, the first run of the process included
	Complete  bool          `json:"complete,omitempty"` // none of the strategy's are left
	All       bool          `json:"all,omitempty"`      // none of any strategy's are left
	// Predicted says that failures were predicted and none was reached; of what it took to find a failure, that it was
	// predicted.
	Predicted bool `json:"predicted,omitempty"`
	// Members are the shares of a portfolio's strategies.
	Members map[string]Spent `json:"members,omitempty"`
}

// GivenFlags are flags that make other tests, or other runs of them. The last one is no flag: it lists
// the tests that run together.
var GivenFlags = []string{"mod", "modfile", "overlay", "ldflags", "gcflags", "parallel", "args", "run", "skip", "short", "leaks", "net", givenTests}

const givenTests = "tests"

// Given is what a budget has of flags, as name=value, and of files in place of a package.
func Given(flags, files []string) string {
	var given []string
	for _, flag := range flags {
		if name, value, _ := strings.Cut(flag, "="); slices.Contains(GivenFlags, name) && !asUsual(name, value) {
			given = append(given, flag)
		}
	}
	if len(files) > 0 {
		given = append(given, "files="+strings.Join(files, ","))
	}
	slices.Sort(given)
	return strings.Join(slices.Compact(given), " ")
}

// asUsual reports whether a flag makes the runs that the tests have without it.
func asUsual(name, value string) bool {
	switch name {
	case "run", "skip":
		return !strings.Contains(value, "/") // which tests are explored is known without it, but not which subtests
	case "short":
		return value == "false"
	case "leaks":
		return value == "proved"
	case "net":
		return value == "virtual"
	}
	return false
}

// Spent is what one strategy of a portfolio has done.
type Spent struct {
	Schedules int `json:"schedules"`
	New       int `json:"new"` // interleavings that were seen for the first time
}

// SameSettings reports whether two explorations choose among the same schedules.
func (b Budget) SameSettings(a Budget) bool {
	return b.Strategy == a.Strategy && b.within(a) && a.within(b)
}

// within reports whether what a may show can show under b's settings too, whatever the
// strategies.
func (b Budget) within(a Budget) bool {
	return b.Clock == a.Clock && b.Faults == a.Faults && b.HoldUp >= a.HoldUp && b.Builds(a)
}

// Builds reports whether b's test binary has the tests of a's, and sees what that sees.
func (b Budget) Builds(a Budget) bool {
	return b.Tags == a.Tags && b.Given == a.Given && (b.Race || !a.Race) && (b.Accesses || !a.Accesses)
}

// Covers reports whether an exploration with b has looked at least as well as one with a.
func (b Budget) Covers(a Budget) bool {
	switch {
	case !b.within(a):
		return false
	case b.All:
		return true
	case b.Strategy != a.Strategy, a.Predicted && !b.Predicted && !b.Complete:
		return false
	}
	return b.Complete || b.Schedules >= a.Schedules
}

// spent is the budget of an exploration all of whose runs were looked at.
func (r *Runner) spent(res *Result) Budget {
	return Budget{
		Strategy: r.Strategy, Clock: r.Clock, Faults: r.Faults, Tags: r.Tags, Race: r.Race, Accesses: r.Accesses, Given: Given(r.Given, r.Files),
		HoldUp: r.holdsUp(), Schedules: res.Runs + 1, Complete: res.Complete && !res.Pinned(), Predicted: res.Predicted,
		All: !res.Pinned() && (res.Complete && res.Bound == "" || res.Sequential && len(res.Failures) == 0),
	}
}

// Pinned reports whether other random numbers may make other runs.
func (res *Result) Pinned() bool { return res.Assumes&engine.PinnedNumbers != 0 }

// budget is what the campaign has spent; it is called when the campaign is through.
func (c *campaign) budget() Budget {
	b := c.spent(c.res)
	b.Schedules = min(b.Schedules, c.blind)
	if c.Strategy == "auto" {
		b.Members = c.cov.spent()
	}
	return b
}

// noRun is a number that no run has.
const noRun = math.MaxUint64

// Sample is how much was seen up to a moment of an exploration.
type Sample struct {
	Runs    uint64        `json:"runs"`
	Elapsed time.Duration `json:"elapsed"`
	Graphs  int           `json:"graphs"` // different happens-before graphs
	Pairs   int           `json:"pairs"`  // different pairs of dependent operations
}

// mostSamples bounds a series: when there are more, every second one is left out.
const mostSamples = 64

// Series is how coverage grew. It never holds more than mostSamples samples.
type Series []Sample

// Add adds the newest sample.
func (s *Series) Add(x Sample) {
	if n := len(*s); n > 0 && (*s)[n-1].Runs >= x.Runs {
		(*s)[n-1] = x // nothing but time has passed
		return
	}
	if len(*s) == mostSamples {
		half := (*s)[:0]
		for i, old := range *s {
			if i%2 == 1 {
				half = append(half, old)
			}
		}
		*s = half
	}
	*s = append(*s, x)
}

// through says that a chunk is through, and adds what was seen so far to the series.
func (c *campaign) through(at int) {
	runs, graphs, pairs := c.cov.done(at)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.seen(min(uint64(runs), c.res.Runs), graphs, pairs)
}

func (c *campaign) seen(runs uint64, graphs, pairs int) {
	c.res.Series.Add(Sample{Runs: runs, Elapsed: time.Since(c.start), Graphs: graphs, Pairs: pairs})
}
