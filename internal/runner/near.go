package runner

import (
	"context"
	"slices"
	"time"

	"github.com/chaosrun/chaosrun/internal/trace"
)

// Near is what became of runs near a recorded one.
type Near struct {
	Runs    uint64       // that were made
	Lost    uint64       // of them, those that failed, and not when they were made again in a process of their own
	Alone   bool         // each had a process of its own: the test can run only once in one
	Failure *trace.Trace // the first that fails; nil: none
}

// nearBatch is how many runs a process makes before the time is looked at.
const nearBatch = 32

// TryNear makes at most so many runs near a recorded one, within budget unless that is 0, until one fails:
// [trace.Trace.Near] says which. The test need not be the one that was recorded. There are none near a
// recording that is not whole, or that is of a hang, of which each could take long.
func (r *Runner) TryNear(ctx context.Context, rec *trace.Trace, most int, budget time.Duration) (*Near, error) {
	near := &Near{Alone: rec.Alone}
	if !shrinkable(rec) {
		return near, nil
	}
	base := *rec
	base.Run = max(1, rec.Run)            // the warm-up run's schedule cannot be chosen
	base.MaxSteps, base.Expected = 0, nil // those of the program as it is now are not known
	var end time.Time
	if budget > 0 {
		end = time.Now().Add(budget)
	}
	plans := slices.Collect(rec.Near(most))
	for len(plans) > 0 && (end.IsZero() || time.Now().Before(end)) {
		j := r.again(&base, "try", "directed")
		j.alone = near.Alone
		batch := plans[:min(nearBatch, len(plans))]
		if j.alone {
			batch = batch[:1]
		}
		at, kind, err := r.tryPlans(ctx, j, batch)
		if err != nil {
			return near, err
		}
		if at < 0 && kind != "" {
			at = 0 // the warm-up run fails, whatever the plan
		}
		if kind == "" {
			made := len(batch)
			if at >= 0 {
				made = at + 1 // it has used its process up
			}
			near.Runs += uint64(made)
			plans = plans[made:]
			continue
		}
		near.Runs += uint64(at)
		j = r.again(&base, "record", "directed")
		j.alone = near.Alone
		got, err := r.follow(ctx, j, plans[at])
		if err != nil {
			return near, err
		}
		if got.kind == "" {
			near.Runs++
			near.Lost++
			plans = plans[at+1:]
			continue
		}
		once, err := r.OnlyOnce(ctx, got.trace)
		if err != nil {
			return near, err
		}
		if once {
			near.Alone = true
			plans = plans[at:] // the same again, alone
			continue
		}
		near.Runs++
		near.Failure = got.trace
		return near, nil
	}
	return near, nil
}

// OnlyOnce reports whether a run fails because its process has run the test before: then that is no
// failure of the test, which can run only once in a process. See alone.go.
func (r *Runner) OnlyOnce(ctx context.Context, t *trace.Trace) (bool, error) {
	if t.Alone || t.Run == 0 || t.From > 0 || t.First > 0 || !mayNeedEarlier(t) {
		return false, nil
	}
	for _, plan := range postponed(t.Plan()) {
		j := r.again(t, "record", "directed")
		j.alone = true
		rec, err := r.follow(ctx, j, plan)
		if err != nil {
			return false, err
		}
		if rec.kind == t.Kind {
			return false, nil
		}
	}
	own := *r
	own.Seed, own.Clock, own.Faults, own.Leaks = t.Seed, t.Clock, t.Faults, t.Leaks
	c := newCampaign(&own, t.Test, &Result{})
	return c.failsPlainly(ctx, found{run: 1, first: 1, kind: t.Kind})
}
