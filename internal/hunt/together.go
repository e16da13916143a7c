package hunt

import (
	"context"
	"errors"
	"os"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/chaosrun/chaosrun/internal/cilog"
	"github.com/chaosrun/chaosrun/internal/runner"
)

// A test may fail only after others, or beside them, because of what they leave in the process. Those of the
// log are then explored in one run, in the log's order.

const mostTogether = 50 // tests before it, and as many beside it

// together are the tests that a goal's test ran with, in order, itself among them.
func together(g *cilog.Goal) []string {
	before := g.Before[max(0, len(g.Before)-mostTogether):]
	beside := g.Beside[:min(len(g.Beside), mostTogether)]
	all := append(slices.Clone(before), top(g.Test))
	for _, t := range beside {
		if !slices.Contains(all, t) {
			all = append(all, t)
		}
	}
	return slices.DeleteFunc(all, func(t string) bool { return !strings.HasPrefix(t, "Test") })
}

// repeated is what package testing adds to the name of a test that is there again.
var repeated = regexp.MustCompile(`^([^/]*?)#\d\d(/|$)`)

// ranTogether is the name that a test of a run has in the log.
func ranTogether(name string) string { return repeated.ReplaceAllString(name, "$1$2") }

// runTogether builds a goal's test with those that ran before and beside it in the log.
func (w *Workshop) runTogether(ctx context.Context, f flavour, g *cilog.Goal) (*runner.Runner, string, error) {
	r, _, err := w.test(ctx, f, g, top(g.Test))
	if err != nil {
		return nil, "", err
	}
	r.Run, r.Isolate = "", true // what the tests leave behind must not be there when they begin
	there, _, err := r.Tests(ctx)
	if err != nil {
		return nil, "", err
	}
	tests := slices.DeleteFunc(together(g), func(t string) bool { return !slices.Contains(there, t) })
	if len(tests) < 2 {
		return nil, "", errors.New("the tests beside it are not in its package any more")
	}
	return r.WithTogether(tests), runner.Together, nil
}

// How far a run without some of the tests is looked for.
const (
	triesWithout = 30
	timeWithout  = 5 * time.Second
)

// reduce puts a run with fewer tests in place of one that was found with all of them.
func (a *Answer) reduce(ctx context.Context, m *matcher) error {
	all := a.By.Setup.runner.Together
	// The test itself is the last of its name: those before it are repetitions.
	own := len(all) - 1
	for all[own] != top(a.Goal.Test) {
		own--
	}
	r := a.By.exploring(a.By.Setup.runner, a.By.Rounds-1, timeWithout, triesWithout)
	f := r.FewestTogether(ctx, all, func(i int) bool { return i == own }, func(res *runner.Result) bool {
		return len(res.Failures) > 0 && m.match(res.Failures[0].Trace).same
	})
	if f == nil {
		return nil
	}
	old := a.Found.Recording
	f.After, f.Times = a.Found.After, a.Found.Times
	*a.Found = *f
	if old != f.Recording {
		return os.Remove(old)
	}
	return nil
}
