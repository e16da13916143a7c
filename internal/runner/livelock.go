package runner

import (
	"context"
	"fmt"

	"github.com/chaosrun/chaosrun/internal/trace"
)

// A livelock is found after millions of steps, of which the last would say nothing of how it began. It is
// recorded as a run that is finished under a fair schedule much sooner, and ends soon after that: its recording
// is whole and can be made simpler. That such a run would not have ended is seen first, in one that
// is as fair as early and has all the steps that it may make.

// shortLivelocks are after how many steps such a run becomes fair. It makes as many again.
var shortLivelocks = [...]uint64{1 << 10, 1 << 13, 1 << 16}

// timesPlain is how many times the steps of the plain run it makes at least: a run that is only slow has
// ended by then.
const timesPlain = 32

// never is a step at which recording does not begin.
const never = 1 << 62

// shortLivelock records a livelock of which only the end was recorded as a short run, if there is one.
func (c *campaign) shortLivelock(ctx context.Context, f found, long *recorded) (*recorded, error) {
	if long.trace.From == 0 || f.alone || systematic(f.strategy) || long.trace.First > 0 {
		return long, nil
	}
	for _, n := range shortLivelocks {
		if f.run > 0 && n < timesPlain*c.res.Plain || 2*n >= f.steps {
			continue
		}
		j := c.recordJob(f)
		j.from, j.fair = never, n
		whole, err := c.record(ctx, j)
		if err != nil {
			return nil, err
		}
		if whole.kind != long.kind {
			continue
		}
		j = c.recordJob(f)
		j.from, j.maxSteps = 0, n
		short, err := c.record(ctx, j)
		if err != nil {
			return nil, err
		}
		if short.kind == long.kind && short.trace.Group() == long.trace.Group() {
			short.trace.Message = long.trace.Message
			short.trace.Notes = append(short.trace.Notes, fmt.Sprintf("recorded up to step %d, from which on the run goes on as it does there", short.trace.Steps))
			return short, nil
		}
	}
	return long, nil
}

// goesOn reports whether a run that was recorded as a short livelock does not end if it has all the steps
// that runs may make.
func (r *Runner) goesOn(ctx context.Context, t *trace.Trace) (bool, error) {
	j := r.again(t, "record", "directed")
	j.from, j.fair, j.maxSteps = never, t.MaxSteps, r.MaxSteps
	rec, err := r.follow(ctx, j, t.Plan())
	return err == nil && rec.kind == t.Kind, err
}
