package runner

import (
	"context"
	"slices"
	"strings"

	"github.com/chaosrun/chaosrun/internal/trace"
)

// maxPredicted is how many steps a run may have, on average, that is looked at.
const maxPredicted = 20_000

// predict looks at a run that passes for what another schedule could make of it, and tries
// to reach that. What is reached is a failure like any other; the rest is noted if it is
// asked for.
func (c *campaign) predict(ctx context.Context) error {
	if len(c.found)+len(c.leaks)+len(c.res.Failures) > 0 || c.late || c.res.Err != nil || c.res.Verdict == "skip" || c.res.Sequential || c.res.Complete || c.res.External > 0 || ctx.Err() != nil {
		return nil
	}
	if c.res.Steps > maxPredicted*max(1, c.res.Runs) {
		return nil // recording such a run takes longer than many of its schedules
	}
	rec := c.foreseen
	if rec == nil {
		var err error
		j := c.job("record")
		j.run, j.strategy = 1, "random"
		if rec, err = c.record(ctx, j); err != nil {
			return err
		}
	}
	if rec.kind != "" {
		return nil // a failure under random is none of the strategy that was asked for
	}
	var plans []trace.Plan
	var of []trace.Prediction // of each plan
	predictions := rec.trace.Predict()
	drawn := rec.trace.Plan().Draws()
	for _, p := range predictions {
		for _, plan := range p.Plans {
			plans, of = append(plans, append(slices.Clone(drawn), plan...)), append(of, p)
		}
	}
	for len(plans) > 0 && ctx.Err() == nil {
		at, kind, err := c.tryPlans(ctx, c.directed("try"), plans)
		if err != nil {
			return err
		}
		if at < 0 {
			break
		}
		if kind != "" {
			f, err := c.reach(ctx, plans[at], of[at])
			if f != nil || err != nil {
				return err
			}
		}
		plans, of = plans[at+1:], of[at+1:]
	}
	if c.Warn {
		for _, p := range predictions {
			c.res.note("another schedule may have it, but it was not reached: %s", p.What)
		}
	}
	c.res.Predicted = ctx.Err() == nil
	return nil
}

// foresees reports whether a process that explores is to record a run at its end: one with what is covered, which is
// written then, is not, since that run may end it.
func (c *campaign) foresees(j *job) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return !systematic(c.Strategy) && !j.alone && c.Program == "" && c.CoverDir == "" && len(c.found)+len(c.leaks) == 0 && c.res.External == 0
}

// foresee lets a process that explores record a run at its end, and takes the recording. A process less is
// started then. Without one, because the process found something or died, predict makes the run itself.
func (c *campaign) foresee(ctx context.Context, j *job) *ended {
	events, err := tempFile("chaosrun-events-")
	if err != nil {
		return &ended{err: err}
	}
	defer events.Close()
	e := c.worker(ctx, j, events)
	at := slices.Index(e.lines, "foresees")
	if e.err != nil || at < 0 {
		return e
	}
	lines := e.lines[at:] // what that run says is not said by one of the exploration
	e.lines = e.lines[:at]
	kind, ok := strings.CutPrefix(lines[len(lines)-1], "foreseen kind=")
	switch {
	case !ok && e.inRun:
		c.foreseen = &recorded{kind: diedKind(e)}
	case ok:
		rec := &recorded{kind: kind, trace: c.header(j)}
		rec.trace.MaxSteps = e.max
		if e.err = c.readEvents(ctx, rec.trace, events, lines); e.err == nil {
			c.foreseen = rec
		}
	}
	return e
}

// directed is a job for the plans of run 1.
func (c *campaign) directed(mode string) *job {
	j := c.job(mode)
	j.strategy, j.run, j.draw = "directed", 1, 1
	return j
}

// reach records a run that follows a plan, and takes it as a failure if it is one.
func (c *campaign) reach(ctx context.Context, plan trace.Plan, p trace.Prediction) (*Failure, error) {
	rec, err := c.follow(ctx, c.directed("record"), plan)
	if err != nil || rec.kind == "" {
		return nil, err
	}
	t := rec.trace
	t.Strategy = "random" // the run's pinned random numbers are those of run 1
	t.NotePrediction(p.What)
	f := &Failure{Kind: rec.kind, Message: t.Message, Run: 1, Steps: t.Steps, Trace: t, After: c.res.Runs + 1, Times: 1}
	c.res.Failures = append(c.res.Failures, f)
	return f, nil
}
