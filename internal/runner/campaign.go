package runner

import (
	"cmp"
	"context"
	"errors"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/chaosrun/chaosrun/internal/engine"
	"github.com/chaosrun/chaosrun/internal/trace"
)

// Runs are handed out in chunks, so that which process makes which run does not
// depend on how many processes there are. The first chunk is small: it tells whether
// the test has anything to explore. Those that follow grow, since each starts a process.
const (
	firstChunk = 20
	chunk      = 250
	doublings  = 4
)

// chunkSize is the number of runs in a chunk.
func chunkSize(index int) uint64 {
	if index == 0 {
		return firstChunk
	}
	return chunk << min((index-1)/2, doublings)
}

// Explore runs one test under many schedules.
func (r *Runner) Explore(ctx context.Context, test string) *Result {
	c := newCampaign(r, test, &Result{Test: test, Bound: bound(r.Strategy), Started: time.Now()})
	if c.run(ctx); c.once {
		c = c.isolated()
		c.run(ctx)
	} else if c.killed != "" && c.res.Verdict == "pass" && !c.KeepGoing && c.part == nil {
		c = c.anew(c.Runner, c.killed)
		c.run(ctx)
	}
	c.res.Elapsed = time.Since(c.start) // c.start is when the first process started
	c.res.Budget = c.budget()
	return c.res
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
	once      bool                 // a failure needs earlier runs in its process: the exploration is to begin again
	killed    string               // says that a worker was, which leaves the exploration without an end
	late      bool                 // a process was ended because the time was over
	usedUp    bool                 // the first run of every process leaves things behind with which no other can be made

	looking  sync.Mutex      // held while failing runs are made again that may be gone past
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
		ok := c.share(ctx, 0, c.part.First, c.part.Count)
		c.ifSequential(ok && c.part.Begins && !systematic(c.Strategy), c.part.Count)
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

// ifSequential ends the exploration if no choice of the first runs had two options: they differed
// in their random numbers alone. Of a run that died nobody knows the choices. Where goroutines may be held
// up past a timer there are options, whether or not one of these runs had them.
func (c *campaign) ifSequential(ok bool, runs uint64) {
	died := slices.ContainsFunc(c.found, func(f found) bool { return f.died != nil })
	if ok && !died && c.branches == 0 && c.res.Assumes&engine.HoldUpsLeft == 0 && c.res.External == 0 && runs >= firstChunk {
		c.res.Sequential, c.over = true, true
	}
}

// sample makes the runs in chunks, several at once.
func (c *campaign) sample(ctx context.Context) {
	n := min(firstChunk, c.Schedules)
	ok := c.share(ctx, 0, 1, n)
	c.through(0)
	c.ifSequential(ok, n)
	if !ok || c.stop(n) || c.res.Sequential || !c.check(ctx) {
		return
	}
	// As many chunks are under way as processes may be, begun in order.
	var mu sync.Mutex
	at, first := 0, n+1
	next := func() (int, uint64) {
		mu.Lock()
		defer mu.Unlock()
		at++
		first += chunkSize(at)
		return at, first - chunkSize(at)
	}
	var wg sync.WaitGroup
	for range max(1, c.PerTest) {
		wg.Go(func() {
			for {
				at, first := next()
				if first > c.Schedules || !c.sampleChunk(ctx, at, first) {
					return
				}
			}
		})
	}
	wg.Wait()
}

// sampleChunk makes the runs of one chunk, and reports whether there is use in more.
func (c *campaign) sampleChunk(ctx context.Context, at int, first uint64) bool {
	defer c.through(at)
	c.cov.wait(at)
	if c.Saturate && c.cov.saturated(at) {
		c.mu.Lock()
		c.res.Saturated = true
		c.mu.Unlock()
		return false
	}
	return c.share(ctx, at, first, min(chunkSize(at), c.Schedules-first+1))
}

// stop reports whether runs after number last need not be made.
func (c *campaign) stop(last uint64) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.res.Err != nil || c.res.Verdict == "skip" {
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

// check looks at the first failing run before more are made: if it needs earlier runs in its
// process, so do others, and the exploration begins again.
func (c *campaign) check(ctx context.Context) bool {
	if len(c.found) == 0 || c.Isolate || c.found[0].run == 0 {
		return true
	}
	_, err := c.confirm(ctx, c.found[0])
	return !errors.Is(err, errOnce)
}

// share makes count runs from number first on, the chunk with that index, in as many
// processes as it takes. It reports whether the campaign may go on.
func (c *campaign) share(ctx context.Context, index int, first, count uint64) bool {
	last := first + count - 1
	for first <= last {
		c.Workers <- struct{}{}
		c.begin()
		if ctx.Err() != nil || c.stop(first) || c.overdue() {
			<-c.Workers
			return false
		}
		j := c.job("explore")
		if c.separate() {
			if !c.prepare(ctx, index, first) || c.stop(first) {
				<-c.Workers
				return false
			}
			j.alone, j.count = true, 1
		} else {
			j.count = last - first + 1
		}
		j.strategy = c.cov.strategy(index)
		j.hold.long = !c.short[index] && !c.short[0]
		j.first, j.resume = first, c.state
		c.confine(j)
		e := c.explore(ctx, j)
		<-c.Workers
		next, ok := c.take(j, e, index)
		c.goPast(ctx)
		if j.left != "" {
			c.state = j.left
		}
		if !ok {
			return false
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

// take takes in what a worker did, and returns the first run it has not made.
func (c *campaign) take(j *job, e *ended, index int) (next uint64, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	last := j.first + j.count - 1
	if e.err != nil {
		if c.res.Err == nil {
			c.res.Err = e.err
		}
		return 0, false
	}
	next = last + 1
	reported := false
	for _, l := range e.lines {
		if c.said(l) {
			continue
		}
		word, rest, _ := strings.Cut(l, " ")
		switch word {
		case "end":
			reported = true
			next = c.end(j, rest)
		case "graphs", "pairs", "members":
			c.cov.add(index, word, strings.Fields(rest))
		case "explored":
			f := append(strings.Fields(rest), "", "", "")
			c.res.Explored, _ = strconv.ParseFloat(f[0], 64)
			c.res.Assumes |= engine.Assumptions(atoi(f[2]))
			c.res.Complete = c.res.Explored == 1 && f[1] == "true" && c.res.Assumes.Whole()
		case "state":
			j.left = rest
		case "run":
			reported = true
			n, kv, _ := strings.Cut(rest, " ")
			f := fields(kv)
			run := atoi(n)
			if f["kind"] != "" {
				c.add(index, found{run: j.shifted(run), first: j.first + j.shift, alone: j.alone, kind: f["kind"], hash: f["hash"], steps: atoi(f["steps"]), output: e.since(int64(atoi(f["out"]))), hold: j.hold, max: e.max, held: int64(atoi(f["held"])), strategy: j.strategy, state: j.resume})
			}
			if f["kind"] != "" && f["past"] != "true" {
				next = max(run+1, j.first)
				c.next = next
			}
		}
	}
	if reported {
		return next, true
	}
	if e.late {
		c.late = true
		if e.inRun {
			c.res.remark("run %d was not finished when the time of -duration was over: it had made %d steps", max(1, j.shifted(e.run)), e.steps)
			if e.run >= j.first {
				c.res.Runs += e.run - j.first
			}
		}
		c.next = max(e.run, j.first)
		return 0, false
	}
	if !e.inRun {
		c.res.Err = &EarlyEnd{strings.TrimSpace(string(e.out))}
		return 0, false
	}
	// The process died in run e.run: that is the finding.
	c.add(index, found{run: j.shifted(e.run), first: j.first + j.shift, alone: j.alone, kind: diedKind(e), steps: e.steps, died: e, output: string(e.out), hold: j.hold, max: e.max, held: e.held, strategy: j.strategy, state: j.resume})
	if e.run >= j.first {
		c.res.Runs += e.run - j.first + 1
	}
	c.next = max(e.run+1, j.first)
	if systematic(j.strategy) && !(c.part == nil && divides(j.strategy)) && j.mode == "explore" {
		c.over = true
		c.res.note("the search ends here: its state was lost with the process that died in run %d", max(1, e.run))
		return last + 1, true
	}
	return c.next, true
}

// shifted is the number of a run of the worker in the campaign.
func (j *job) shifted(run uint64) uint64 {
	if run == 0 {
		return 0 // the warm-up run
	}
	return run + j.shift
}

// EarlyEnd is why no run was made: the test binary ended in its initialization, in TestMain,
// or before it had begun a run.
type EarlyEnd struct{ Output string }

func (e *EarlyEnd) Error() string {
	return "the test binary ended before the test ran; it printed:\n" + e.Output
}

// end takes in an "end" line and returns the next run to make.
func (c *campaign) end(j *job, rest string) uint64 {
	why, _, _ := strings.Cut(rest, " ")
	f := fields(rest)
	runs := atoi(f["runs"])
	c.res.Runs += runs
	c.res.Steps += atoi(f["steps"])
	if j.mode == "profile" {
		c.plain = atoi(f["steps"])
	}
	c.res.External += atoi(f["external"])
	c.branches += atoi(f["branches"])
	c.res.Assumes |= engine.Assumptions(atoi(f["assumed"]))
	c.res.Plain = max(c.res.Plain, atoi(f["plain"]))
	c.res.Goroutines = max(c.res.Goroutines, atoi(f["goroutines"]))
	c.leaked += atoi(f["leaks"])
	c.res.parallel = c.res.parallel || f["parallel"] == "true"
	c.next = j.first + runs
	c.over = why == "skipped" || why == "sequential" || why == "complete"
	const all = 1 << 62 // no more runs need to be made
	switch {
	case why == "skipped":
		c.res.Verdict = "skip"
		return all
	case why == "sequential":
		c.res.Sequential = true
		return all
	case why == "complete" && j.strategy == eachFault:
		c.res.EachFault = true
		return all
	case why == "deadline", why == "complete":
		return all
	case strings.HasPrefix(why, "behind=") && !j.alone:
		c.res.note("goroutines that something could still wake were left behind, so each run had a process of its own")
	}
	return j.first + runs
}

// add keeps the failing runs in order of their numbers; the caller holds c.mu. Of the runs that
// leak, which may be all, it keeps the first ones.
func (c *campaign) add(index int, f found) {
	list := &c.found
	if c.timing(f.held) {
		list = &c.timings
		if c.short == nil {
			c.short = make(map[int]bool)
		}
		c.short[index] = true
	} else if f.kind == "leak" {
		list = &c.leaks
	}
	at, known := slices.BinarySearchFunc(*list, f.run, func(g found, run uint64) int { return cmp.Compare(g.run, run) })
	if known {
		return // the warm-up run fails in every process
	}
	*list = slices.Insert(*list, at, f)
	if len(c.leaks) > mostConfirmed {
		c.leaks = c.leaks[:mostConfirmed]
	}
	if len(c.timings) > mostConfirmed {
		c.timings = c.timings[:mostConfirmed]
	}
	if at >= mostConfirmed {
		(*list)[min(at, len(*list)-1)].output = "" // nobody looks at it
	}
}

func diedKind(e *ended) string {
	switch {
	case e.hung:
		return "hang"
	case e.dying == dyingPanic:
		return "panic"
	case e.dying == dyingExit:
		return "exit"
	}
	return "fatal"
}

// judged are the failing runs that are looked at: all, or the first leak and the first
// failure of another kind.
func (c *campaign) judged() []found {
	others, leaks := c.found, c.leaks
	if !c.KeepGoing {
		others, leaks = others[:min(1, len(others))], leaks[:min(1, len(leaks))]
		if len(others) > 0 {
			c.blind = others[0].run
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
	if res.External > 0 {
		res.note("not fully controlled: %d wake-ups came from outside the run", res.External)
	}
}
