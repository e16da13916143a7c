package runner

import (
	"context"

	"github.com/chaosrun/chaosrun/internal/trace"
)

// mostNear bounds the schedules that are tried to find one near a failing one that passes.
const mostNear = 12

// mostIsolated bounds the events of a run for which that is worth the time.
const mostIsolated = 50_000

// isolate looks for a schedule that passes and differs from a failing one in one choice, and notes in
// the recording which two steps change places in it, if they have to do with what fails. It tries the schedules
// with one of the choices left out, the last one first, or with one more if there are none.
func (r *Runner) isolate(ctx context.Context, t *trace.Trace) error {
	if len(t.Events) > mostIsolated {
		return nil
	}
	plan := t.Plan()
	type schedule struct {
		plan  trace.Plan
		order bool // it differs in who runs, and not in a value or a chance
	}
	near := func(yield func(schedule) bool) {
		for i := len(plan) - 1; i >= 0; i-- {
			if !plan[i].Draw && !plan[i].Refine && !yield(schedule{plan.Without(i, i+1), !plan[i].Value && plan[i].Chance == ""}) {
				return
			}
		}
		if len(plan) > 0 {
			return
		}
		for p := range t.Schedules(nil, 1, mostNear+1) {
			if len(p) > 0 && !yield(schedule{p, true}) {
				return
			}
		}
	}
	tried := 0
	best := trace.Swap{}
	for p := range near {
		if tried++; tried > mostNear || ctx.Err() != nil || best.About == trace.ConcernsObject {
			return nil
		}
		rec, err := r.follow(ctx, r.again(t, "record", "directed"), p.plan)
		if err != nil {
			return err
		}
		if rec.kind != "" {
			continue
		}
		switch s, ok := trace.Swapped(t, rec.trace); {
		case ok && s.About > best.About:
			best, t.Swap = s, []int{s.First, s.Second}
		case !ok && !p.order:
			return nil // what happens by chance decides, and no order
		}
	}
	return nil
}
