package runner

import (
	"cmp"
	"context"
	"errors"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/chaosrun/chaosrun/internal/trace"
)

// Explore runs one test under many schedules.
func (r *Runner) Explore(ctx context.Context, test string) *Result {
	c := newCampaign(r, test, &Result{Test: test, Bound: bound(r.Strategy), Started: time.Now()}).whole(ctx)
	if c.killed != "" && c.res.Verdict == "pass" && !c.KeepGoing && c.part == nil {
		c = c.anew(c.Runner, c.killed)
		c.run(ctx)
	}
	c.res.Elapsed = time.Since(c.start) // c.start is when the first process started
	c.res.Budget = c.budget()
	return c.res
}

// whole makes the runs, and begins again where those say that the test needs another way to run. It returns the
// campaign that counts.
func (c *campaign) whole(ctx context.Context) *campaign {
	c.run(ctx)
	if c.mayNeedNet() {
		if real := c.onNet(ctx); real != nil {
			c = real
		}
	}
	if c.once {
		c = c.isolated()
		c.run(ctx)
	}
	return c
}

func newCampaign(r *Runner, test string, res *Result) *campaign {
	c := &campaign{Runner: r, test: test, res: res, start: time.Now(), blind: noRun}
	res.Program = r.Program != ""
	for _, what := range r.Stated[test] {
		c.props.add(what, false)
	}
	c.expectFaults()
	return c
}

// campaign is the exploration of one test.
type campaign struct {
	*Runner
	test     string
	start    time.Time
	deadline time.Time

	mu        sync.Mutex
	res       *Result
	found     []found // failing runs, in order of their numbers
	leaks     []found // runs that leak and fail in no other way, likewise
	timings   []found // runs that fail because a goroutine was held up for long, likewise
	leaked    uint64  // how many of them there are, the warm-up run left out
	branches  uint64  // choices that had two options
	cov       coverage
	state     string // systematic: where the search goes on
	advance   advance
	begun     bool // a process was started
	props     properties
	waste     waste
	blind     uint64               // the first run that failed and was not gone past, or noRun
	kept      []*trace.Trace       // recordings of testdata/chaos that were replayed
	confirmed map[uint64]confirmed // by run
	short     map[int]bool         // chunks in which no more goroutines are held up for long: one run failed by that
	trial     trial
	foreseen  *recorded // the run from which failures are predicted; nil: it was not made yet
	once      bool      // a failure needs earlier runs in its process: the exploration is to begin again
	lost      bool      // a process died, and nobody knows the choices of its runs
	killed    string    // says that a worker was, which leaves the exploration without an end
	late      bool      // a process was ended because the time was over
	usedUp    bool      // the first run of every process leaves things behind with which no other can be made
	reaches   uint64    // how its processes have reached beyond themselves: see beyond.go

	looking  sync.Mutex      // held while failing runs are made again and others are explored
	steady   map[uint64]bool // runs that fail again
	looked   int             // failing runs that were made again for that
	unlooked int             // failing runs that nobody looked at
	passing  map[string]bool // looks of failures that did not come again
	alike    int             // others that look like them

	profiling sync.Mutex
	profiled  bool   // the warm-up run was made in a process of its own
	plain     uint64 // its steps
	profileOK bool   // and there is use in more
	profile   string // file of what the strategy learns from it, or ""

	expected atomic.Pointer[string] // with SameOutput: what each run has to print; nil: the plain run has not ended

	part *Part  // nil: the whole exploration
	next uint64 // of a part: the first run that was not made
	over bool   // of a part: nothing is left to make
}

// begin sets the deadline when the first process of the test starts.
func (c *campaign) begin() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.Duration > 0 && c.deadline.IsZero() {
		c.start = time.Now()
		c.res.Started = c.start
		c.deadline = c.start.Add(c.Duration)
	}
}

// found is a failing run as the worker saw it.
type found struct {
	run      uint64
	first    uint64 // first run of its process
	alone    bool   // it was the only run of its process
	kind     string
	hash     string
	steps    uint64
	died     *ended // it died, and this is how
	output   string
	hold     hold  // how goroutines were held up
	held     int64 // the longest that one was, in nanoseconds
	strategy string
	max      uint64 // after how many steps it was finished under a fair schedule, or would have been
	state    string // systematic: where its process began the search
}

func (c *campaign) run(ctx context.Context) {
	c.cov.init(c.Strategy)
	defer c.closeProfile()
	if c.res.Err = c.checkFaults(); c.res.Err == nil && c.begins() {
		c.res.Err = c.replayKept(ctx)
	}
	switch {
	case c.res.Err != nil:
	case len(c.res.Failures) > 0 && !c.KeepGoing:
		c.blind = 0
	case c.part != nil:
		c.share(ctx, 0, c.part.First, c.part.Count)
	case divides(c.Strategy):
		c.search(ctx)
	case systematic(c.Strategy):
		c.share(ctx, 0, 1, c.Schedules)
	default:
		c.sample(ctx)
	}
	c.judge(ctx)
}

// begins reports whether what comes before the first run belongs to it.
func (c *campaign) begins() bool { return c.part == nil || c.part.Begins }

// stop reports whether runs after number last need not be made.
func (c *campaign) stop(last uint64) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.res.Err != nil || c.res.Verdict == "skip" || c.once {
		return true
	}
	if c.KeepGoing {
		return false
	}
	return c.ends(c.found, last) || c.StopAtLeak && c.ends(c.leaks, last)
}

// overdue reports whether no time is left for another process. The first one is begun in any
// case.
func (c *campaign) overdue() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	begun := c.begun
	c.begun = true
	return c.late || begun && !c.deadline.IsZero() && time.Now().After(c.deadline)
}

// separate reports whether each run has a process of its own: it is asked for, or every process
// would begin with a run that fails, or uses it up, and end with it.
func (c *campaign) separate() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.Isolate || c.usedUp || len(c.found) > 0 && c.found[0].run == 0
}

// share makes count runs from number first on, the chunk with that index, in as many
// processes as it takes. It reports whether the campaign may go on.
func (c *campaign) share(ctx context.Context, index int, first, count uint64) bool {
	last := first + count - 1
	for first <= last {
		back := c.token()
		c.begin()
		if ctx.Err() != nil || c.stop(first) || c.overdue() {
			back()
			return false
		}
		j := c.job("explore")
		if c.separate() {
			if !c.prepare(ctx, index, first) || c.stop(first) {
				back()
				return false
			}
			j.alone, j.count = true, 1
		} else {
			j.count = last - first + 1
		}
		j.strategy = c.cov.strategy(index)
		j.hold.long = c.long(index)
		j.first, j.resume = first, c.state
		if index == 0 && c.begins() {
			c.try(j)
			j.foresee = c.foresees(j)
		}
		c.confine(j)
		e := c.explore(ctx, j)
		back()
		next, ok := c.take(j, e, index)
		c.goPast(ctx)
		if j.left != "" {
			c.state = j.left
		}
		if !ok {
			return false
		}
		if index == 0 && c.begins() && c.tried() {
			return true
		}
		if next <= first { // the first run of the process has used it up
			c.mu.Lock()
			c.usedUp = true
			c.mu.Unlock()
			if j.alone {
				next = first + 1
			}
		}
		first = next
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.res.Err == nil
}

// confine gives a job that explores what is known when its process starts: until when it has time,
// whether it goes past leaks, and, if its run is alone there, what the warm-up run was.
func (c *campaign) confine(j *job) {
	if j.alone {
		j.profile, j.plain, j.expected = c.profile, c.plain, c.expected.Load()
	}
	j.deadline, j.limit, j.past = c.deadline, c.limit(), !c.StopAtLeak || c.KeepGoing
}

// explore runs a worker, which goes on where the last one has stopped if the strategy is
// systematic.
func (c *campaign) explore(ctx context.Context, j *job) *ended {
	if j.resume != "" {
		name, err := tempText("chaosrun-state-", j.resume)
		if err != nil {
			return &ended{err: err}
		}
		defer os.Remove(name)
		j.state = name
	}
	if j.foresee {
		return c.foresee(ctx, j)
	}
	return c.worker(ctx, j, nil)
}

func (c *campaign) job(mode string) *job {
	j := c.newJob(mode, c.test, c.Strategy)
	j.alone, j.expected = c.Isolate, c.expected.Load()
	if c.Duration > 0 {
		j.limit = time.Now().Add(c.Patience + c.grace()) // what is not explored has a budget of its own
	}
	return j
}

// judged are the failing runs that are looked at: all, or the first leak and the first
// failure of another kind.
func (c *campaign) judged() []found {
	others, leaks := c.found, c.leaks
	if !c.KeepGoing {
		if len(leaks) > 1 { // which may be another one
			c.blind = min(c.blind, leaks[1].run)
		}
		others, leaks = others[:min(1, len(others))], leaks[:min(1, len(leaks))]
		if len(others) > 0 {
			c.blind = min(c.blind, others[0].run)
		}
	}
	fs := slices.Concat(others, leaks)
	slices.SortFunc(fs, func(a, b found) int { return cmp.Compare(a.run, b.run) })
	if c.StopAtLeak && !c.KeepGoing && len(fs) > 0 {
		c.blind = fs[0].run
		fs = fs[:1]
	}
	return fs
}

// judge records what was found and gives the verdict.
func (c *campaign) judge(ctx context.Context) {
	res := c.res
	if res.Err != nil {
		res.Verdict = "error"
		return
	}
	err := c.confirmAll(ctx, c.judged())
	if err == nil {
		err = c.judgeTimings(ctx)
	}
	if errors.Is(err, errOnce) && !c.Isolate {
		c.once = true
		return
	}
	if err != nil {
		res.Err, res.Verdict = err, "error"
		return
	}
	if c.part == nil {
		res.Leak(c.leaked)
	}
	if c.begins() {
		if err := c.predict(ctx); err != nil {
			res.Err, res.Verdict = err, "error"
			return
		}
	}
	switch {
	case len(res.Failures) > 0:
		res.Verdict = "fail"
	case len(res.Unsteady) > 0:
		res.Verdict = "unsteady"
	case res.Verdict == "" && c.late && res.Runs == 0:
		res.Verdict = "unfinished"
	case res.Verdict == "":
		res.Verdict = "pass"
	}
	res.Distinct, res.Pairs = c.cov.distinct()
	res.Behaviour = c.cov.behaviour(res.Runs, res.Steps)
	c.seen(res.Runs, res.Distinct, res.Pairs)
	res.Missed = res.missed(c.Strategy)
	if !systematic(c.Strategy) && !res.Sequential {
		res.Unseen = c.cov.unseen(res.Runs)
	}
	if res.Verdict == "pass" && c.part == nil {
		res.Unmet = c.props.unmet(res.ShownRuns())
		res.Warnings = slices.Concat(res.Unmet, unfired(c.Faults, res))
		c.waste.judge(res)
	}
	if len(res.Failures) > 0 || len(c.found)+len(c.leaks)+len(c.timings) > 0 || c.late || res.External > 0 || res.Verdict == "skip" {
		res.Complete = false
	}
	if n := c.view().Note(); n != "" {
		res.note("%s", n)
	}
	res.NoteOutside()
}
