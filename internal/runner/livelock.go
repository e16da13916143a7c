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
		if short.kind == long.kind && short.trace.Group() == long.trace.Group() && goesOnLike(short.trace.Events, long.trace.Events) {
			short.trace.Message = long.trace.Message
			short.trace.Notes = append(short.trace.Notes, fmt.Sprintf("the recording ends at step %d; after that the run repeats its last steps", short.trace.Steps))
			return short, nil
		}
	}
	return long, nil
}

// goesOnLike reports whether what the last part of a run does is all done at the end of another one, too: else
// it has not come to the loop that does not end.
func goesOnLike(short, long []trace.Event) bool {
	type act struct {
		g    int
		kind string
		at   trace.Frame
	}
	does := make(map[act]bool)
	for _, e := range long {
		does[act{e.G, e.Kind, e.At}] = true
	}
	for _, e := range short[len(short)-len(short)/4:] {
		if !does[act{e.G, e.Kind, e.At}] {
			return false
		}
	}
	return true
}

// endless returns a simpler run of a livelock, if it does not end either, or else that which was recorded.
func (r *Runner) endless(ctx context.Context, t, simpler *trace.Trace) (*trace.Trace, error) {
	if simpler == t || t.Kind != "livelock" {
		return simpler, nil
	}
	on, err := r.goesOn(ctx, simpler)
	if err != nil || !on {
		return t, err
	}
	simpler.Message = t.Message
	return simpler, nil
}

// goesOn reports whether a run that was recorded as a short livelock does not end if it has all the steps
// that runs may make.
func (r *Runner) goesOn(ctx context.Context, t *trace.Trace) (bool, error) {
	j := r.again(t, "record", "directed")
	j.from, j.fair, j.maxSteps = never, t.MaxSteps, r.MaxSteps
	rec, err := r.follow(ctx, j, t.Plan())
	return err == nil && rec.kind == t.Kind, err
}
