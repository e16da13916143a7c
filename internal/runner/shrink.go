package runner

import (
	"context"
	"fmt"
	"iter"
	"os"
	"strings"
	"time"

	"github.com/chaosrun/chaosrun/internal/trace"
)

// Simplify looks for a simpler schedule that fails in the same way as t: first with fewer
// preemptions, then with fewer choices that are not the plain ones, then with inputs that their
// generators' own shrinkers make simpler, then with smaller numbers drawn by the test, then
// with fewer steps.
// It stops when nothing can be left out any more, when ctx is done, or after budget, if
// that is not 0, and returns the simplest run that it has found: t itself if there is none.
// progress, which may be nil, is told of every improvement.
//
// It leaves out parts of the schedule, large ones first (Zeller and Hildebrandt,
// "Simplifying and Isolating Failure-Inducing Input", 2002), and then searches the
// schedules with fewer preemptions than the best that it has, more of them if thorough.
func (r *Runner) Simplify(ctx context.Context, t *trace.Trace, budget time.Duration, thorough bool, progress func(trace.Cost)) (*trace.Trace, error) {
	if !shrinkable(t) {
		return t, nil
	}
	whole := ctx
	if budget > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, budget)
		defer cancel()
	}
	s := r.shrinker(t)
	s.progress = progress
	if thorough {
		s.runs = searchThorough
	}
	err := s.run(ctx)
	best, endlessErr := r.endless(whole, t, s.best)
	if endlessErr != nil && whole.Err() == nil {
		return t, endlessErr
	}
	if best == t {
		s.best, s.cost = t, t.Cost()
	}
	if s.best != t {
		s.best.Notes = append(s.best.Notes, fmt.Sprintf("shrunk from %s to %s", t.Cost(), s.cost))
	}
	if err == nil && s.best.Swap == nil {
		err = r.isolate(ctx, s.best)
	}
	if ctx.Err() != nil {
		err = nil // time is up, and what there is counts
	}
	return s.best, err
}

// shrinkable reports whether there is a simpler run to look for: one that takes long to fail, or
// whose recording is not whole, is left as it is.
func shrinkable(t *trace.Trace) bool {
	return t.Kind != "hang" && t.From == 0 && t.First == 0 && len(t.Events) > 0
}

func (r *Runner) shrinker(t *trace.Trace) *shrinker {
	return &shrinker{Runner: r, best: t, cost: t.Cost(), want: t.Fingerprint(), orig: t, runs: searchRuns}
}

// shrinker is the search for a simpler schedule.
type shrinker struct {
	*Runner
	orig     *trace.Trace
	best     *trace.Trace
	cost     trace.Cost
	want     string // fingerprint
	progress func(trace.Cost)
	runs     uint64 // of a search
}

func (s *shrinker) run(ctx context.Context) error {
	for {
		before := s.cost
		if _, err := s.shorter(ctx); err != nil {
			return err
		}
		for size := len(s.best.Plan()); size > 0 && ctx.Err() == nil; {
			better, err := s.leaveOut(ctx, size)
			if err != nil {
				return err
			}
			if !better || size > len(s.best.Plan()) {
				size = min(size/2, len(s.best.Plan()))
			}
		}
		for _, pass := range []func(context.Context) (bool, error){s.searchDrawn, s.leaveOutDraws, s.refine, s.smaller, s.earlier} {
			if _, err := pass(ctx); err != nil {
				return err
			}
		}
		if err := s.search(ctx); err != nil {
			return err
		}
		if ctx.Err() != nil || s.cost == before {
			return nil
		}
	}
}

// leaveOut leaves out as many parts of the plan of that size as it can.
func (s *shrinker) leaveOut(ctx context.Context, size int) (bool, error) {
	plan := s.best.Plan()
	for part := 0; ctx.Err() == nil; {
		p, at, err := s.first(ctx, plan.Parts(size, part))
		if err != nil {
			return false, err
		}
		if at < 0 {
			break
		}
		part += at
		plan = p
	}
	if len(plan) < len(s.best.Plan()) {
		if better, err := s.keep(ctx, plan); better || err != nil {
			return better, err
		}
	}
	return s.improve(ctx, s.best.Plan().Parts(size, 0)) // one at a time
}

// leaveOutDraws leaves out numbers that the program drew, while the schedule is moved: with
// what is left out operations may go, and those after them have other numbers.
func (s *shrinker) leaveOutDraws(ctx context.Context) (bool, error) {
	plan, any := s.best.Plan(), false
	for at := 0; at < len(plan) && ctx.Err() == nil; {
		if !plan[at].Draw {
			at++
			continue
		}
		rest := plan.Without(at, at+1)
		p, found, err := s.first(ctx, rest.Moved(), s.best.Schedules(rest, min(1, s.cost.Preemptions), fewSchedules))
		if err != nil {
			return false, err
		}
		if found < 0 {
			at++
			continue
		}
		plan, any = p, true
	}
	if !any {
		return false, nil
	}
	return s.keep(ctx, plan)
}

// refineWays is how many ways to make an input simpler are tried: the first ones.
const (
	refineWays = 1000
	movedWays  = 100 // with each way to move the schedule
)

// How many schedules are tried for the same numbers: with one of them left out, and to have
// fewer preemptions.
const (
	fewSchedules  = 400
	manySchedules = 4000
)

// refine makes inputs simpler by their generators' shrinkers, as long as one of the ways
// still fails.
func (s *shrinker) refine(ctx context.Context) (bool, error) {
	any := false
	for _, end := range s.best.Unrefined() {
		plan := s.best.Plan()
		n := len(plan)
		for ctx.Err() == nil {
			p, found, err := s.first(ctx, plan.Refined(end, refineWays), func(yield func(trace.Plan) bool) {
				for q := range plan.Moved() {
					for r := range q.Refined(end, movedWays) {
						if !yield(r) {
							return
						}
					}
				}
			})
			if err != nil {
				return any, err
			}
			if found < 0 {
				break
			}
			plan = p
			end.N++ // where the next way is asked for
			n = 0
		}
		if n == 0 {
			better, err := s.keep(ctx, plan)
			if err != nil {
				return any, err
			}
			any = any || better
		}
	}
	return any, nil
}

// earlier moves preemptions to where the run is shorter, one after the other.
func (s *shrinker) earlier(ctx context.Context) (bool, error) {
	for any := false; ; any = true {
		better, err := s.improve(ctx, s.best.Plan().Earlier())
		if err != nil || !better || ctx.Err() != nil {
			return any, err
		}
	}
}

// smaller makes the numbers smaller that the program drew, one after the other.
func (s *shrinker) smaller(ctx context.Context) (bool, error) {
	plan, any := s.best.Plan(), false
	for at := 0; at < len(plan) && ctx.Err() == nil; {
		p, found, err := s.first(ctx, plan.Smaller(at))
		if err != nil {
			return false, err
		}
		if found < 0 {
			at++
			continue
		}
		plan, any = p, true
	}
	if !any {
		return false, nil
	}
	return s.keep(ctx, plan)
}

// first returns the first plan that fails as wanted and its index, or an index of -1. Whether it
// fails at the same place is for keep to say.
func (s *shrinker) first(ctx context.Context, lists ...trace.Plans) (trace.Plan, int, error) {
	t := s.tries(lists...)
	defer t.stop()
	return t.first(ctx)
}

// improve tries plans and keeps the first that is simpler.
func (s *shrinker) improve(ctx context.Context, plans trace.Plans) (bool, error) {
	t := s.tries(plans)
	defer t.stop()
	for ctx.Err() == nil {
		p, at, err := t.first(ctx)
		if err != nil || at < 0 {
			return false, err
		}
		if better, err := s.keep(ctx, p); better || err != nil {
			return better, err
		}
	}
	return false, nil
}

// tries are plans to try, in order. A process gets as many of them at once as have batchSize
// exceptions together.
type tries struct {
	s     *shrinker
	next  func() (trace.Plan, bool)
	stop  func()
	batch []trace.Plan
	tried int
}

// batchSize bounds the memory that plans take, and the file that a worker reads them from.
const batchSize = 1 << 18

func (s *shrinker) tries(lists ...trace.Plans) *tries {
	next, stop := iter.Pull(func(yield func(trace.Plan) bool) {
		for _, plans := range lists {
			for p := range plans {
				if !yield(p) {
					return
				}
			}
		}
	})
	return &tries{s: s, next: next, stop: stop}
}

// fill makes the next batch, and reports whether there is one.
func (t *tries) fill() bool {
	for size := 0; size < batchSize; {
		p, ok := t.next()
		if !ok {
			break
		}
		t.batch = append(t.batch, p)
		size += len(p) + 1
	}
	return len(t.batch) > 0
}

// first returns the next plan that fails as wanted, and how many are tried before it, or -1.
func (t *tries) first(ctx context.Context) (trace.Plan, int, error) {
	for ctx.Err() == nil && (len(t.batch) > 0 || t.fill()) {
		i, failed, err := t.s.try(ctx, t.batch)
		if err != nil {
			return nil, -1, err
		}
		if i < 0 {
			i = len(t.batch) - 1 // all pass
		}
		p := t.batch[i]
		t.batch = t.batch[i+1:]
		t.tried += i + 1
		if failed {
			return p, t.tried - 1, nil
		}
	}
	return nil, -1, nil
}

// try makes runs of the plans, in order, until one fails as wanted. It returns the index
// of the last run made, or -1 if all pass.
func (s *shrinker) try(ctx context.Context, plans []trace.Plan) (at int, failed bool, err error) {
	if s.orig.Run == 0 {
		return 0, true, nil // every process begins with that run: it is made when it is recorded
	}
	j := s.job("try")
	j.past = s.orig.Kind != "leak"
	at, kind, err := s.tryPlans(ctx, j, plans)
	return at, kind == s.orig.Kind, err
}

// tryPlans makes runs of the plans, in order, in one process, until one fails or uses up
// the process. It returns its index and how it failed, if it did, or -1 if all pass.
func (r *Runner) tryPlans(ctx context.Context, j *job, plans []trace.Plan) (at int, kind string, err error) {
	if j.alone {
		plans = plans[:1] // a process makes no other run
	}
	var b strings.Builder
	for _, p := range plans {
		ns := p.Numbers()
		fmt.Fprintln(&b, len(ns))
		for _, n := range ns {
			fmt.Fprintln(&b, n)
		}
	}
	name, err := tempText("chaosrun-plans-", b.String())
	if err != nil {
		return 0, "", err
	}
	defer os.Remove(name)
	j.plans = name
	e := r.do(ctx, j, nil)
	if e.err != nil {
		return 0, "", e.err
	}
	last := e.last()
	if last == nil || last.died && last.number == 0 {
		return 0, "", e.noRun()
	}
	return int(last.number) - 1, last.report["kind"], nil
}

// again is a job that makes the pinned random draws of a recorded run.
func (r *Runner) again(t *trace.Trace, mode, strategy string) *job {
	j := r.like(t, mode, strategy)
	j.draw = t.Run
	if systematic(t.Strategy) && t.Run > 0 {
		j.draw = 1
	}
	return j
}

// like is a job with all that was settled for a recorded run, but for its choices.
func (r *Runner) like(t *trace.Trace, mode, strategy string) *job {
	return &job{
		mode: mode, alone: t.Alone, test: t.Test, tests: t.Together, strategy: strategy, leaks: t.Leaks, seed: t.Seed, run: t.Run, maxSteps: t.MaxSteps,
		race: r.Race, calls: t.Calls, faults: t.Faults, clock: t.Clock, ignore: t.Ignore, wall: t.Wall, hold: held(t), same: t.Same, expected: t.Expected, of: t,
	}
}

// follow records the run of a job along a plan.
func (r *Runner) follow(ctx context.Context, j *job, p trace.Plan) (*recorded, error) {
	name, err := writeTape(p.Numbers())
	if err != nil {
		return nil, err
	}
	defer os.Remove(name)
	j.state = name
	return r.record(ctx, j)
}

func (s *shrinker) job(mode string) *job { return s.again(s.orig, mode, "directed") }

// keep records a run of the plan, and takes it as the best if it is.
func (s *shrinker) keep(ctx context.Context, p trace.Plan) (bool, error) {
	rec, err := s.follow(ctx, s.job("record"), p)
	if err != nil {
		return false, err
	}
	return s.take(rec), nil
}

// take takes a recorded run as the best if it fails as wanted and is simpler.
func (s *shrinker) take(rec *recorded) bool {
	t := rec.trace
	if rec.kind != s.orig.Kind || t.Fingerprint() != s.want || !t.Cost().Less(s.cost) {
		return false
	}
	s.best, s.cost = t, t.Cost()
	if s.progress != nil {
		s.progress(s.cost)
	}
	return true
}

// The search for fewer preemptions is bounded: within a campaign by few runs, so that what
// it finds does not depend on the machine's speed.
const (
	searchRuns     = 5000
	searchThorough = 1_000_000
)

// search explores the schedules with fewer preemptions than the best has.
func (s *shrinker) search(ctx context.Context) error {
	if len(s.best.Plan().Draws()) > 0 || s.orig.Alone {
		return nil // see searchDrawn; and with a process for each run it takes too long
	}
	for s.orig.Run > 0 && s.cost.Preemptions > 0 && ctx.Err() == nil {
		j := s.job("explore")
		j.strategy = fmt.Sprintf("preempt:%d", s.cost.Preemptions-1)
		j.first, j.count = 1, s.runs
		if d, ok := ctx.Deadline(); ok {
			j.deadline = d
		}
		e := s.do(ctx, j, nil)
		if e.err != nil {
			return e.err
		}
		last := e.last()
		if last == nil || last.report["kind"] != s.orig.Kind {
			return nil
		}
		run := last.number
		j.mode, j.run, j.count, j.first = "record", run, 0, 0
		if run > 1 {
			j.first = 1
		}
		rec, err := s.record(ctx, j)
		if err != nil || !s.take(rec) {
			return err
		}
	}
	return nil
}

// searchDrawn is search with the numbers that the program drew: an exhaustive strategy would
// take other ones.
func (s *shrinker) searchDrawn(ctx context.Context) (bool, error) {
	any := false
	for s.orig.Run > 0 && s.cost.Preemptions > 0 && len(s.best.Plan().Draws()) > 0 && ctx.Err() == nil {
		better, err := s.improve(ctx, s.best.Schedules(s.best.Plan(), s.cost.Preemptions-1, manySchedules))
		if err != nil || !better {
			return any, err
		}
		any = true
	}
	return any, nil
}
