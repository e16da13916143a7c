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
// the recording which two steps change places in it. It tries the schedules with one of the choices
// left out, the last one first, or with one more if there are none.
func (r *Runner) isolate(ctx context.Context, t *trace.Trace) error {
	if len(t.Events) > mostIsolated {
		return nil
	}
	plan := t.Plan()
	near := func(yield func(trace.Plan) bool) {
		for i := len(plan) - 1; i >= 0; i-- {
			if !plan[i].Draw && !plan[i].Refine && !yield(plan.Without(i, i+1)) {
				return
			}
		}
		if len(plan) > 0 {
			return
		}
		for p := range t.Schedules(nil, 1, mostNear+1) {
			if len(p) > 0 && !yield(p) {
				return
			}
		}
	}
	tried := 0
	for p := range near {
		if tried++; tried > mostNear || ctx.Err() != nil {
			return nil
		}
		rec, err := r.follow(ctx, r.again(t, "record", "directed"), p)
		if err != nil {
			return err
		}
		if rec.kind != "" {
			continue
		}
		if first, second, ok := trace.Swapped(t, rec.trace); ok {
			t.Swap = []int{first, second}
			return nil
		}
	}
	return nil
}
