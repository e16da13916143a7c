package runner

import (
	"context"
	"errors"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/chaosrun/chaosrun/internal/trace"
)

// A test may be correct and yet run only once in a process: it registers a handler, defines a flag, or
// closes a server that a sync.Once has started. A failure of such a test in a later run of a
// process is no finding. So a failing run is made again alone, in a process that makes no other
// run. That it does not fail there may also be because what a process does once moves the
// schedule. So then the test is run as often in one process under the plain schedule, under which
// its first run has passed. If a later one fails, the exploration begins again with a process for
// every run.

// oncePerProcess is the note of a test that is explored so.
const oncePerProcess = "the test can run only once in a process, so each run has a process of its own"

// errOnce says that a failure needs earlier runs of the test in its process.
var errOnce = errors.New(oncePerProcess)

// isolated is the campaign again, with a process for every run, in what is left of its time.
func (c *campaign) isolated() *campaign {
	r := *c.Runner
	r.Isolate = true
	return c.anew(&r, oncePerProcess)
}

// anew is the campaign once more, in what is left of its time, with a remark that says why.
func (c *campaign) anew(r *Runner, why string) *campaign {
	res := &Result{Test: c.test, Bound: c.res.Bound, Started: c.res.Started}
	res.remark("%s", why)
	again := newCampaign(r, c.test, res)
	again.start, again.deadline, again.late = c.start, c.deadline, c.late
	if c.part != nil {
		again.part, again.next, again.state = c.part, c.part.First, c.part.State
	}
	return again
}

// prepare makes the warm-up run in a process of its own, for runs that are alone in theirs: it is
// a run like any other, and the strategy may learn from it. It reports whether the campaign may
// go on; first is the run after it that is made first. The caller holds a token of Workers.
func (c *campaign) prepare(ctx context.Context, index int, first uint64) bool {
	c.profiling.Lock()
	defer c.profiling.Unlock()
	if c.profiled {
		return c.profileOK
	}
	c.profiled = true
	j := c.newJob("profile", c.test, c.cov.strategy(index)) // weights do not change what is learned
	j.first, j.past, j.limit = first, true, c.limit()
	e := c.worker(ctx, j, nil)
	for _, l := range e.lines {
		if text, ok := strings.CutPrefix(l, "profile "); ok && e.err == nil {
			c.profile, e.err = tempText("chaosrun-profile-", text)
		}
	}
	if err := c.expect(ctx, j, e); err != nil {
		e.err = err
	}
	next, ok := c.take(j, e, index)
	c.profileOK = ok && next == j.first
	return c.profileOK
}

// closeProfile removes the profile's file.
func (c *campaign) closeProfile() {
	if c.profile != "" {
		_ = os.Remove(c.profile) // what cannot be removed is litter, and no reason to fail
	}
}

// makeProfile is what a strategy learns from the warm-up run, as a file that the caller removes;
// "" if it learns nothing or that run does not end.
func (r *Runner) makeProfile(ctx context.Context, j *job) (name string, err error) {
	if !learns(j.strategy) {
		return "", nil
	}
	p := *j
	p.mode, p.alone, p.tape, p.state, p.run = "profile", false, "", "", 0
	e := r.do(ctx, &p, nil)
	if e.err != nil {
		return "", e.err
	}
	for _, l := range e.lines {
		if text, ok := strings.CutPrefix(l, "profile "); ok {
			return tempText("chaosrun-profile-", text)
		}
	}
	return "", nil
}

// alone is how a failing run ends in a process that makes no run before it: nil if it does not
// fail there. repeated is the recording of it in a process that made runs before it, or nil.
func (c *campaign) alone(ctx context.Context, f found, repeated *recorded) (*recorded, error) {
	if repeated == nil || !systematic(f.strategy) { // else which schedule it had, only its plan says
		j := c.recordJob(f)
		j.alone, j.first = true, 0
		var err error
		if j.profile, err = c.makeProfile(ctx, j); err != nil {
			return nil, err
		}
		if j.profile != "" {
			defer os.Remove(j.profile)
		}
		rec, err := c.record(ctx, j)
		if err != nil || rec.kind != "" {
			return rec, err
		}
	}
	switch {
	case repeated == nil:
		return nil, nil
	case repeated.trace.From > 0:
		return repeated, nil // its schedule is not known as a whole: it counts as it was found
	}
	t := repeated.trace
	for _, plan := range postponed(t.Plan()) {
		j := c.again(t, "record", "directed")
		j.alone = true
		rec, err := c.follow(ctx, j, plan)
		if err != nil {
			return nil, err
		}
		if rec.kind == repeated.kind {
			return rec, nil
		}
	}
	return nil, nil
}

// mostPlain bounds how often a test is run under the plain schedule to see whether it can run more
// than once in a process.
const mostPlain = 500

// failsPlainly reports whether the test fails in the same way under the plain schedule, in a
// process that has made as many runs of it as that of f had: in the same run of each of two such
// processes, or it would be chance, and not without the runs before it.
func (c *campaign) failsPlainly(ctx context.Context, f found) (bool, error) {
	var failed [2]uint64
	for i := range failed {
		j := c.job("explore")
		j.strategy, j.hold = "roundrobin", hold{fixed: true}
		j.first, j.count, j.past = 1, min(f.run-min(f.first, f.run)+1, mostPlain), true
		e := c.do(ctx, j, nil)
		if e.err != nil {
			return false, e.err
		}
		last := e.last()
		if last == nil || last.report["kind"] != f.kind {
			return false, nil
		}
		failed[i] = last.number
	}
	if failed[0] != failed[1] {
		return false, nil
	}
	// If that run fails by itself too, its random numbers make it fail, and not the runs before it.
	j := c.job("record")
	j.run, j.strategy, j.hold, j.alone = failed[0], "roundrobin", hold{fixed: true}, true
	rec, err := c.record(ctx, j)
	return err == nil && rec.kind != f.kind, err
}

// postponed is a plan, and the plan with the choices of one of its goroutines some operations
// later: what happens once in a process happens in the run that is alone there, and moves what comes
// after it.
func postponed(p trace.Plan) []trace.Plan {
	const most, by = 12, 3
	plans := []trace.Plan{p}
	seen := make(map[uint32]bool)
	for _, x := range p {
		if seen[x.G] || x.Draw || x.Refine {
			continue
		}
		seen[x.G] = true
		for n := uint32(1); n <= by && len(plans) < most; n++ {
			q := slices.Clone(p)
			for i := range q {
				if q[i].G == x.G && !q[i].Draw && !q[i].Refine {
					q[i].N += n
				}
			}
			plans = append(plans, q)
		}
	}
	return plans
}

// mayNeedEarlier reports whether a failure could be one that only earlier runs of the process bring
// about. A goroutine that ticks forever is a leak only if a later run of a process leaves it.
func mayNeedEarlier(t *trace.Trace) bool {
	return t.Kind != "leak" || slices.ContainsFunc(t.Goroutine, func(s trace.Stuck) bool { return s.Status == "stuck" })
}

// grace is how much longer than its time a process may take.
func (r *Runner) grace() time.Duration { return max(time.Second, r.Duration/2) }

// limit is when a process is ended whatever it does: its deadline and a grace.
func (c *campaign) limit() time.Time {
	if c.deadline.IsZero() {
		return time.Time{}
	}
	if now := time.Now(); now.After(c.deadline) {
		return now.Add(c.grace())
	}
	return c.deadline.Add(c.grace())
}
