package runner

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"
)

// Together is the name of a test that a package does not have: in each of its runs, one process runs
// several tests of the package as go test does, those that call t.Parallel beside each other.
const Together = "together"

// testsOf are the tests that a run of a test has together; none if it has that test alone.
func (r *Runner) testsOf(test string) []string {
	if test == Together {
		return r.Together
	}
	return nil
}

// WithTogether is the runner with a test [Together] that has these tests.
func (r *Runner) WithTogether(tests []string) *Runner {
	rr := *r
	rr.Together = tests
	rr.Given = slices.DeleteFunc(slices.Clone(r.Given), func(g string) bool { return strings.HasPrefix(g, givenTests+"=") })
	rr.Given = append(rr.Given, givenTests+"="+strings.Join(tests, ","))
	return &rr
}

// exploreTogether explores tests that have passed by themselves in one run. If that fails, those that the
// failure does not need are left out.
func (r *Runner) exploreTogether(ctx context.Context, tests []string, sink Sink) *Result {
	if s, ok := sink.(Starter); ok {
		s.TestStarted(r.Package, Together)
	}
	rr := r.WithTogether(tests)
	rr.PerTest = max(1, cap(r.Workers))
	res := rr.ExploreTest(ctx, Together, nil)
	if res.Verdict == "pass" {
		res.note("%s", besides(tests)[0])
	}
	if r.KeepGoing || len(res.Failures) == 0 || len(tests) == 2 {
		return res
	}
	f := res.Failures[0]
	fewer := rr.FewestTogether(ctx, tests, nil, func(res *Result) bool {
		return len(res.Failures) > 0 && res.Failures[0].Kind == f.Kind && res.Failures[0].Message == f.Message
	})
	if fewer == nil {
		return res
	}
	fewer.After, fewer.Times = f.After, f.Times
	res.Failures[0] = fewer
	if f.Recording == "" || f.Recording == fewer.Recording {
		return res
	}
	if err := os.Remove(f.Recording); err != nil {
		res.note("the recording of all %d tests is still there: %v", len(tests), err)
	}
	return res
}

// How far a run with fewer tests is looked for, and all of them.
const (
	triesWithout = 30
	timeWithout  = 5 * time.Second
	timeToReduce = time.Minute
)

// FewestTogether leaves out tests that a failure does not need, large parts first (Zeller and
// Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", 2002), for as long as a few runs
// show the failure without them; those that keep names stay. It returns the failure with fewer tests, or nil
// if all are needed or the failure is not found again when its run is made simple.
func (r *Runner) FewestTogether(ctx context.Context, tests []string, keep func(i int) bool, found func(*Result) bool) *Failure {
	limited, cancel := context.WithTimeout(ctx, timeToReduce)
	defer cancel()
	need := make([]int, len(tests))
	for i := range need {
		need[i] = i
	}
	with := func(which []int) *Runner {
		var some []string
		for _, i := range which {
			some = append(some, tests[i])
		}
		rr := r.WithTogether(some)
		rr.KeepGoing, rr.Schedules, rr.Duration = false, min(r.Schedules, triesWithout), timeWithout
		return rr
	}
	for size := len(need) / 2; size > 0 && limited.Err() == nil; size /= 2 {
		for from := 0; from < len(need) && limited.Err() == nil; {
			var rest []int
			for at, i := range need {
				if at < from || at >= from+size || keep != nil && keep(i) {
					rest = append(rest, i)
				}
			}
			if len(rest) < len(need) && len(rest) > 1 && found(with(rest).Explore(limited, Together)) {
				need = rest
			} else {
				from += size
			}
		}
	}
	if len(need) == len(tests) {
		return nil
	}
	res := with(need).ExploreTest(ctx, Together, nil)
	if !found(res) {
		return nil
	}
	return res.Failures[0]
}

// besides notes in a recording which tests ran together.
func besides(tests []string) []string {
	const most = 5
	switch n := len(tests); {
	case n == 0:
		return nil
	case n > most:
		return []string{fmt.Sprintf("%s and %d more run together", strings.Join(tests[:most], ", "), n-most)}
	}
	return []string{strings.Join(tests, ", ") + " run together"}
}
