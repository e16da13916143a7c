package runner

import (
	"context"
	"errors"
	"slices"

	"github.com/chaosrun/chaosrun/internal/engine"
)

// The first runs of a test tell whether there is anything to explore, and whether its runs can share a process. Until
// they are through no more than one process makes runs. It goes on with the next runs at once.

// trialRuns is how many runs those are.
const trialRuns = 20

// trial is what is known of the first runs; the campaign's mu guards it.
type trial struct {
	over bool
	tell func() // called when they are through; nil: nobody waits for that
	long bool   // one of them failed because a goroutine was held up for long: no more goroutines are
}

// try lets the process of a job say when the first runs are through, and end if there is nothing to explore.
func (c *campaign) try(j *job) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.trial.over {
		j.trial, j.still, j.tried = trialRuns, c.still(), c.endTrial
	}
}

// tried draws the conclusion if the first runs are through and their processes have not done so: each of them may have
// ended with a run that fails. It reports whether there is nothing to explore.
func (c *campaign) tried() bool {
	c.mu.Lock()
	undecided := !c.trial.over && c.res.Runs >= trialRuns
	if undecided && c.still() {
		c.res.Sequential, c.over = true, true
	}
	sequential := c.res.Sequential
	c.mu.Unlock()
	if undecided {
		c.endTrial(0)
	}
	return sequential
}

// endTrial says that the first runs are through. held is the longest that a goroutine was held up in one of them that
// failed and was gone past, in nanoseconds.
func (c *campaign) endTrial(held int64) {
	c.mu.Lock()
	c.trial.over = true
	c.trial.long = c.trial.long || c.timing(held)
	tell := c.trial.tell
	c.mu.Unlock()
	if tell != nil {
		tell()
	}
}

// still reports whether no choice of the runs so far had two options: they differed in their random numbers alone.
// Of a run that died nobody knows the choices. Where goroutines may be held up past a timer there are options, whether
// or not one of these runs had them. The caller holds c.mu.
func (c *campaign) still() bool {
	return !systematic(c.Strategy) && !c.lost && c.branches == 0 && c.res.Assumes&engine.HoldUpsLeft == 0 && c.res.External == 0
}

// sequential reports whether the test has nothing to explore.
func (c *campaign) sequential() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.res.Sequential
}

// check looks at the first failing run before more are made: if it needs earlier runs in its
// process, so do others, and the exploration begins again.
func (c *campaign) check(ctx context.Context) bool {
	c.mu.Lock()
	found := slices.Clone(c.found)
	c.mu.Unlock()
	if len(found) == 0 || c.Isolate || found[0].run == 0 || found[0].run > trialRuns {
		return true
	}
	c.looking.Lock()
	defer c.looking.Unlock()
	if _, err := c.confirm(ctx, found[0]); !errors.Is(err, errOnce) {
		return true
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.once = true
	return false
}

// long reports whether goroutines may be held up for long in runs of a chunk.
func (c *campaign) long(index int) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return !c.short[index] && !c.trial.long
}
