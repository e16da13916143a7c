package hunt

import (
	"context"
	"fmt"
	"os"
	"regexp"
	"strings"
	"time"

	"github.com/chaosrun/chaosrun/internal/runner"
)

// A failure that was found with all tests that ran before and beside it in the log mostly needs one
// or two of them. Those that it does not need are left out, large parts first (Zeller and
// Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", 2002), for as long as a few runs
// show the failure without them.

// How far a run without some of the tests is looked for, and all of them.
const (
	triesWithout = 30
	timeWithout  = 5 * time.Second
	timeToReduce = time.Minute
)

// subtests are the names that tests have as subtests of one test.
func subtests(tests []string) []string {
	seen := make(map[string]int)
	names := make([]string, len(tests))
	for i, t := range tests {
		names[i] = t
		if n := seen[t]; n > 0 {
			names[i] = fmt.Sprintf("%s#%02d", t, n)
		}
		seen[t]++
	}
	return names
}

// only is the pattern that selects some subtests of the test that runs all.
func only(names []string) string {
	quoted := make([]string, len(names))
	for i, n := range names {
		quoted[i] = regexp.QuoteMeta(n)
	}
	return "^" + togetherTest + "$/^(" + strings.Join(quoted, "|") + ")$"
}

// reduce puts a run with fewer tests in place of one that was found with all of them, and keeps
// which they are.
func (a *Answer) reduce(ctx context.Context, m *matcher) error {
	ctx, cancel := context.WithTimeout(ctx, timeToReduce)
	defer cancel()
	a.With = subtests(a.By.Setup.tests)
	with := func(names []string) *runner.Runner {
		r := *a.By.Setup.runner
		r.Run, r.KeepGoing = only(names), false
		return a.By.exploring(&r, a.By.Rounds-1, timeWithout, triesWithout)
	}
	found := func(res *runner.Result) bool {
		return len(res.Failures) > 0 && m.match(res.Failures[0].Trace).same
	}
	// The test itself is the last of its name: those before it are repetitions.
	last := 0
	for i, n := range a.With {
		if ranTogether(togetherPrefix+n) == top(a.Goal.Test) {
			last = i
		}
	}
	own, need := a.With[last], a.With
	for size := len(need) / 2; size > 0 && ctx.Err() == nil; size /= 2 {
		for from := 0; from < len(need) && ctx.Err() == nil; {
			var rest []string
			for i, n := range need {
				if i < from || i >= from+size || n == own {
					rest = append(rest, n)
				}
			}
			if len(rest) < len(need) && len(rest) > 1 && found(with(rest).Explore(ctx, togetherTest)) {
				need = rest
			} else {
				from += size
			}
		}
	}
	if len(need) == len(a.With) {
		return nil
	}
	res := with(need).ExploreTest(context.WithoutCancel(ctx), togetherTest, nil)
	if res.Err != nil || !found(res) {
		return res.Err // what there is counts
	}
	f, old := res.Failures[0], a.Found.Recording
	f.After, f.Times = a.Found.After, a.Found.Times
	*a.Found, a.With = *f, need
	if old != f.Recording {
		return os.Remove(old)
	}
	return nil
}
