package runner

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/chaosrun/chaosrun/internal/engine"
)

// Part is a part of the exploration of a test: as many of the runs First, First+1, … as its
// bounds allow. Whoever adds the parts together draws the conclusions that need them all.
type Part struct {
	First, Count uint64
	Duration     time.Duration // real time; 0: no limit
	State        string        // of a systematic strategy: where it goes on
	Begins       bool          // what comes before the first run belongs to it: kept recordings and predictions
}

// Seen is what the runs of a part have seen, beside what its Result says.
type Seen struct {
	Next       uint64 // the first run that was not made
	Over       bool   // nothing is left to make: skipped, sequential, complete, or the state was lost
	State      string // of a systematic strategy
	Graphs     []string
	Pairs      []string
	Members    [len(engine.AutoMembers)]int // runs of each member of a portfolio
	Properties []Property
	Discards   uint64
	Undecided  uint64
	Leaks      uint64 // runs that leak
	Failing    bool   // a run failed, also if it did not do so again
}

// Property is what a test says must happen in some run.
type Property struct {
	What string `json:"what"`
	Met  bool   `json:"met,omitempty"`
}

// ExplorePart makes the runs of a part, in one process at a time, and records those that fail.
// They are neither made simple nor saved. The test's own options are not asked for.
func (r *Runner) ExplorePart(ctx context.Context, test string, p Part) (*Result, *Seen) {
	rr := *r
	rr.Duration = p.Duration
	c := newCampaign(&rr, test, &Result{Test: test, Bound: bound(r.Strategy)})
	c.part, c.next, c.state = &p, p.First, p.State
	c = c.whole(ctx)
	c.res.Elapsed = time.Since(c.start)
	s := &Seen{Next: c.next, Over: c.over, State: c.state, Discards: c.waste.discards, Undecided: c.waste.undecided, Leaks: c.leaked}
	s.Failing = len(c.found)+len(c.leaks)+len(c.timings) > 0
	for _, chunk := range c.cov.chunks {
		s.Graphs, s.Pairs, s.Members = chunk.graphs, chunk.pairs, chunk.runs
	}
	for _, what := range c.props.order {
		s.Properties = append(s.Properties, Property{what, c.props.met[what]})
	}
	return c.res, s
}

// Asked is the runner with the test's own options in place of the settings that were not
// given explicitly. Its tests are not asked again.
func (r *Runner) Asked(ctx context.Context, test string) (*Runner, error) {
	rr, err := r.asked(ctx, test)
	rr.Asks = false
	return rr, err
}

// Expected is the failure that must be found by the test's own word, or nil.
func (r *Runner) Expected() *Expect { return r.expect }

// Simple puts a simpler run that fails in the same way in place of a failure's, if there is
// one and time for it.
func (r *Runner) Simple(ctx context.Context, f *Failure) error {
	if r.Shrink <= 0 || ctx.Err() != nil {
		return nil
	}
	return r.simplify(ctx, f)
}

// Totals are what the parts of a test have seen together, as far as conclusions follow from it.
type Totals struct {
	Properties []Property
	Discards   uint64
	Undecided  uint64
	Plans      map[string]*Result // for each plan of faults, what the runs with it have seen
}

// Conclude gives a passing test the warnings that only all of its runs allow.
func (r *Result) Conclude(t Totals) {
	if r.Verdict != "pass" {
		return
	}
	var p properties
	for _, q := range t.Properties {
		p.add(q.What, q.Met)
	}
	r.Unmet = p.unmet(r.ShownRuns())
	r.Warnings = slices.Clone(r.Unmet)
	for _, plan := range slices.Sorted(maps.Keys(t.Plans)) {
		r.Warnings = append(r.Warnings, unfired(plan, t.Plans[plan])...)
	}
	waste{t.Discards, t.Undecided}.judge(r)
}

// Leak notes how many of the runs leak, if one was recorded and more do.
func (r *Result) Leak(runs uint64) {
	if runs > 1 && len(r.Failures) > 0 {
		r.note("%d of %d runs leak", runs, r.Runs)
	}
}

// Saw notes what was seen of a failpoint.
func (r *Result) Saw(p FaultPoint) {
	c := campaign{res: r}
	q := c.point(p.Name)
	q.Seen, q.Fired = q.Seen || p.Seen, q.Fired || p.Fired
}

// Apply turns the result of a test with a stated bug into a verdict.
func (e Expect) Apply(res *Result) { e.apply(res) }

// Weighted is the strategy for a part whose members have made so many runs before, of which so
// many showed something new: a portfolio is given weights, and any other stays as it is.
func Weighted(strategy string, runs, news [len(engine.AutoMembers)]int) string {
	if strategy != "auto" {
		return strategy
	}
	return strategy + ":" + weights(runs, news)
}

// PartSize is a good number of runs for the n-th part, from 0, of a test's exploration: the
// first one tells whether there is anything to explore, and each of them starts a process.
func PartSize(n int) uint64 {
	if n == 0 {
		return trialRuns
	}
	return chunkSize(n)
}

// Ordered reports whether a strategy's parts come one after the other: it explores every schedule
// once, and its search cannot be divided.
func Ordered(strategy string) bool { return systematic(strategy) && !divides(strategy) }

// Divides reports whether a strategy's search can be divided, as package search does.
func Divides(strategy string) bool { return divides(strategy) }

// Configured is the runner under a configuration of a campaign. A strategy, a plan and a seed
// that the user did not name leave the test its own. weighted, if not "", is the strategy with
// weights.
func (r *Runner) Configured(strategy, weighted, clock, plan string, seed uint64) (*Runner, error) {
	rr := *r
	if r.Explicit[flagStrategy] {
		rr.Strategy = strategy
	}
	if rr.Strategy == strategy && weighted != "" {
		rr.Strategy = weighted
	}
	if r.Explicit[flagSeed] {
		rr.Seed = seed
	}
	rr.Clock = clock
	var err error
	if plan != "" {
		rr.Faults, err = resolve(plan, rr.Points, false)
	}
	return &rr, err
}
