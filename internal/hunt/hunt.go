// Package hunt spends a whole budget of time on one test that fails now and then: it explores
// it in many ways, strategies with clock policies with fault plans, and says what it has tried.
// If a log tells of the failure, each failing run is compared with it, and the hunt is for that one.
//
// The time is dealt out in rounds. In each, every way gets the same slice of time, with a seed
// of its own, and the slices grow from round to round: so every way is tried soon, and none
// for long in vain. A way that has nothing left to try makes room for the others.
package hunt

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/chaosrun/chaosrun/internal/engine"
	"github.com/chaosrun/chaosrun/internal/findings"
	"github.com/chaosrun/chaosrun/internal/runner"
)

// Way is one way to explore the test, and what has become of it.
type Way struct {
	Strategy string
	Clock    string // "": the test's own
	Faults   string // "": the test's own
	Setup    *Setup // what is run, and how it is built; nil: the runner's test as it is
	Rounds   int

	keepGoing bool           // past failures: they are not the one that is hunted
	implied   bool           // its faults are those that a log speaks of, and not the user's
	hasty     bool           // its clock, which nobody has asked for, runs ahead of goroutines that are quick enough
	least     time.Duration  // of a slice: no run has ended in less
	unhurried time.Duration  // a hold-up from which on a failure is of time, as the user has said; 0: none is
	holdUp    time.Duration  // for how long a goroutine may be held up, at least; 0: longHoldUp
	Done      string         // why there is no use in more, or ""
	Result    *runner.Result // of all rounds; nil if there was no time for it
}

// Strategies are what is tried if nothing else is asked for. Those that find most bugs soonest
// come first.
var Strategies = []string{"auto", "dpor", "pct", "pos", "surw", "preempt:2", "surw:chan", "surw:lock", "random"}

// Ways are all combinations: each strategy with the first clock and plan before the next.
func Ways(strategies, clocks, faults []string) []*Way {
	var ways []*Way
	for _, f := range faults {
		for _, c := range clocks {
			for _, s := range strategies {
				ways = append(ways, &Way{Strategy: s, Clock: c, Faults: f})
			}
		}
	}
	return ways
}

// rounds is how many rounds the budget is meant for, leastSlice the shortest slice.
const (
	rounds     = 3
	leastSlice = 500 * time.Millisecond
)

// Run explores the test in all ways until the budget is spent, nothing is left to try, or enough,
// which is told of every slice that is through, says so.
func Run(ctx context.Context, r *runner.Runner, test string, ways []*Way, budget time.Duration, enough func(w *Way, last *runner.Result) bool) error {
	end := time.Now().Add(budget)
	slice := max(leastSlice, budget/time.Duration(len(ways)*(1<<rounds-1)))
	for round := 0; ; round++ {
		tried := 0
		for i, w := range ways {
			left := time.Until(end)
			if left <= 0 || ctx.Err() != nil {
				return nil
			}
			if w.Done != "" {
				continue
			}
			tried++
			if w.Setup != nil && w.Setup.build(ctx, &end) != nil {
				w.Done = "it could not be built: " + firstLine(w.Setup.err)
				continue
			}
			this := max(min(slice, max(left/time.Duration(open(ways[i:])), leastSlice)), w.least)
			res := w.explore(ctx, r, test, round, min(this, left))
			if res.Verdict == "error" {
				if ctx.Err() != nil {
					return nil
				}
				if w.Setup != nil {
					w.Done = "it could not run: " + firstLine(res.Err)
					continue
				}
				return fmt.Errorf("%s: %w", w, res.Err)
			}
			if res.Verdict == "skip" && w.Setup == nil {
				return errors.New("the test skips itself")
			}
			if res.Runs == 0 && len(res.Failures) == 0 {
				w.least = 8 * this
			}
			w.take(res)
			if enough(w, res) {
				return nil
			}
			w.close(ways)
		}
		if tried == 0 {
			return nil
		}
		slice *= 2
	}
}

// open is how many ways are left to try.
func open(ways []*Way) int {
	n := 0
	for _, w := range ways {
		if w.Done == "" {
			n++
		}
	}
	return n
}

// firstLine is the first line of an error.
func firstLine(err error) string {
	line, _, _ := strings.Cut(strings.TrimSpace(err.Error()), "\n")
	return line
}

// longHoldUp is for how long a goroutine may be held up: what fails by that is what is hunted.
const longHoldUp = 100 * time.Millisecond

// explore makes a slice's runs.
func (w *Way) explore(ctx context.Context, r *runner.Runner, test string, round int, slice time.Duration) *runner.Result {
	if w.Setup != nil {
		r, test = w.Setup.runner, w.Setup.test
	}
	rr := w.exploring(r, round, slice, 1<<40)
	rr.KeepGoing = r.KeepGoing || w.keepGoing
	return rr.ExploreTest(ctx, test, nil)
}

// exploring is the runner of a way's slice.
func (w *Way) exploring(r *runner.Runner, round int, slice time.Duration, schedules uint64) *runner.Runner {
	rr := *r
	rr.Strategy, rr.Duration, rr.Schedules, rr.Seed = w.Strategy, slice, schedules, r.Seed+uint64(round)
	rr.Clock, rr.Faults = w.Clock, w.Faults
	rr.StopAtLeak = true
	rr.HoldUp = max(rr.HoldUp, longHoldUp, w.holdUp)
	rr.Explicit = map[string]bool{"strategy": true, "duration": true, "schedules": true, "seed": true}
	for flag, given := range r.Explicit {
		rr.Explicit[flag] = rr.Explicit[flag] || given
	}
	rr.Explicit["faults"] = w.Faults != ""
	return &rr
}

// close says of the ways that have nothing left to try that they are done.
func (w *Way) close(ways []*Way) {
	b := w.Result.Budget
	switch {
	case b.All && w.Result.Sequential:
		for _, o := range ways {
			if w.alike(o) {
				o.Done = "no choice has two options"
			}
		}
	case b.All:
		for _, o := range ways {
			if w.alike(o) {
				o.Done = "no schedule is left"
			}
		}
	case b.Complete:
		w.Done = "no schedule within the bound is left"
	}
}

// alike reports whether two ways choose among the same schedules.
func (w *Way) alike(o *Way) bool {
	return o.Clock == w.Clock && o.Faults == w.Faults && o.Setup == w.Setup
}

// take puts a round's result to those before it.
func (w *Way) take(res *runner.Result) {
	w.Rounds++
	old := w.Result
	w.Result = res
	if old == nil {
		return
	}
	for _, f := range res.Failures {
		f.After += old.Budget.Schedules
	}
	for _, f := range slices.Backward(old.Failures) {
		id := findings.ID(f.Trace)
		if i := slices.IndexFunc(res.Failures, func(g *runner.Failure) bool { return findings.ID(g.Trace) == id }); i >= 0 {
			f.Times += res.Failures[i].Times
			res.Failures = slices.Delete(res.Failures, i, i+1)
		}
		res.Failures = slices.Insert(res.Failures, 0, f)
	}
	res.Timings = warnings(res.Failures, slices.Concat(old.Timings, res.Timings))
	if len(res.Failures) > 0 && !res.Expected {
		res.Verdict = "fail"
	}
	if res.Verdict == "unfinished" && old.Verdict == "pass" {
		res.Verdict = "pass"
	}
	if res.Unsteady = append(old.Unsteady, res.Unsteady...); len(res.Unsteady) > 0 && res.Verdict == "pass" {
		res.Verdict = "unsteady"
	}
	for _, x := range res.Series {
		old.Series = append(old.Series, runner.Sample{
			Runs: old.Runs + x.Runs, Elapsed: old.Elapsed + x.Elapsed,
			Graphs: max(old.Distinct, x.Graphs), Pairs: max(old.Pairs, x.Pairs),
		})
	}
	res.Series = old.Series
	res.Started = old.Started
	res.Runs += old.Runs
	res.Steps += old.Steps
	res.External += old.External
	res.Elapsed += old.Elapsed
	res.Distinct, res.Pairs = max(res.Distinct, old.Distinct), max(res.Pairs, old.Pairs)
	if _, again := engine.NewStrategy(w.Strategy, 1).(engine.Systematic); again {
		res.Budget.Schedules = max(res.Budget.Schedules, old.Budget.Schedules) // it began from the start
	} else {
		res.Budget.Schedules += old.Budget.Schedules
	}
	for name, s := range old.Budget.Members {
		now := res.Budget.Members[name]
		res.Budget.Members[name] = runner.Spent{Schedules: now.Schedules + s.Schedules, New: now.New + s.New}
	}
	for i := range res.Faults {
		for _, p := range old.Faults {
			if p.Name == res.Faults[i].Name {
				res.Faults[i].Seen = res.Faults[i].Seen || p.Seen
				res.Faults[i].Fired = res.Faults[i].Fired || p.Fired
			}
		}
	}
}

// warnings are the timing warnings of all rounds, each once, without those that a failure is like.
func warnings(failures, timings []*runner.Failure) []*runner.Failure {
	seen := make(map[string]bool)
	for _, f := range failures {
		seen[findings.ID(f.Trace)] = true
	}
	return slices.DeleteFunc(timings, func(f *runner.Failure) bool {
		id := findings.ID(f.Trace)
		before := seen[id]
		seen[id] = true
		return before
	})
}

// String names the way.
func (w *Way) String() string {
	s := w.Strategy
	if w.Setup != nil {
		s += ", " + w.Setup.Name
	}
	if w.Clock != "" {
		s += ", clock " + w.Clock
	}
	if w.Faults != "" {
		s += ", faults " + w.Faults
	}
	return s
}
