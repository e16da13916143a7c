package fuzz

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/chaosrun/chaosrun/internal/engine"
	"github.com/chaosrun/chaosrun/internal/runner"
)

// batchSize is how many mutations of one tape are run before another one is chosen.
const batchSize = 48

// Campaign fuzzes one test.
type Campaign struct {
	// Runner records and replays what is found, and says how much is run. Fed runs the
	// mutations: the same, or of a binary that counts edges of the code.
	Runner, Fed *runner.Runner
	Test        string
	Limits      Limits
	Merge       []string // artifacts folders whose tapes are tried too
	Tidy        bool     // mutate nothing: only leave the fewest tapes
	Progress    func(Progress)

	store *store

	mu        sync.Mutex
	corpus    *Corpus
	mutations mutations
	rng       engine.Rand
	handed    uint64 // runs that were handed out
	running   int    // batches
	idle      *sync.Cond
	seeds     []seed // those not run yet
	res       *runner.Result
	heard     *runner.Listener
	branches  uint64
	whole     uint64 // runs of batches that did not fail: of these branches has all
	graphs    map[uint64]bool
	known     map[string]bool // fingerprints of failures
	repeats   runner.Repeats
	over      bool
	start     time.Time
	sampled   uint64 // runs at the last sample of the coverage

	uncontained bool // there was a tape whose own run leaves goroutines behind
}

// maxGraphs bounds how many interleavings are told apart for the summary.
const maxGraphs = 1 << 18

// maxFailures ends a campaign that goes on after failures.
const maxFailures = 100

// Run fuzzes the test until it fails, or the budget is used up.
func (c *Campaign) Run(ctx context.Context) *runner.Result {
	c.start, c.sampled = time.Now(), 0
	c.res = &runner.Result{Test: c.Test, Started: c.start}
	c.corpus = NewCorpus(c.Limits)
	c.store = newStore(c.Runner.Artifacts, c.Runner.Package, c.Test)
	c.graphs, c.known, c.repeats = make(map[uint64]bool), make(map[string]bool), runner.Repeats{}
	c.rng.Seed(c.Runner.Seed)
	c.mutations, c.handed, c.branches, c.whole, c.over, c.uncontained = mutations{}, 0, 0, 0, false, false
	c.idle = sync.NewCond(&c.mu)
	c.heard = c.Runner.Listen(c.Test, c.res)
	stop := c.tell()
	c.res.Err = c.run(ctx)
	stop()
	if err := c.settle(); c.res.Err == nil {
		c.res.Err = err
	}
	c.res.Elapsed = time.Since(c.start)
	last := c.sample()
	c.res.Distinct, c.res.Pairs = last.Graphs, last.Pairs
	switch {
	case c.res.Err != nil:
		c.res.Verdict = "error"
	case len(c.res.Failures) > 0:
		c.res.Verdict = "fail"
	case c.res.Verdict == "":
		c.res.Verdict = "pass"
		if c.res.Runs > 0 && !c.Tidy {
			c.heard.Judge()
		}
	}
	if len(c.graphs) == maxGraphs {
		c.res.Note("there were more than %d distinct interleavings; no more are counted", maxGraphs)
	}
	c.res.NoteOutside()
	return c.res
}

func (c *Campaign) run(ctx context.Context) error {
	if c.Runner.Isolate {
		c.res.Warnings = append(c.res.Warnings, "not fuzzed: it asks for a process of its own for each run; chaosrun test does that")
		return nil
	}
	if err := c.collect(ctx); err != nil || len(c.res.Failures) > 0 && !c.Runner.KeepGoing {
		return err
	}
	timed := ctx
	if d := c.Runner.Duration; d > 0 && !c.Tidy {
		var cancel context.CancelFunc
		timed, cancel = context.WithTimeout(ctx, d)
		defer cancel()
	}
	errs := make(chan error, max(1, c.Runner.PerTest))
	var wg sync.WaitGroup
	for range cap(errs) {
		wg.Go(func() { errs <- c.work(ctx, timed) })
	}
	wg.Wait()
	close(errs)
	var err error
	for e := range errs {
		ended := errors.Is(e, context.DeadlineExceeded) || errors.Is(e, context.Canceled)
		if e != nil && err == nil && !ended {
			err = e
		}
	}
	if c.uncontained && c.corpus.Len() == 0 && len(c.res.Failures) == 0 {
		c.res.Warnings = append(c.res.Warnings, "not fuzzed: its runs leave goroutines behind that something could still wake, so each needs a process of its own; chaosrun test does that")
	}
	return err
}

// work runs batches until there is nothing more to do. ctx is for what is found, timed for
// the search.
func (c *Campaign) work(ctx, timed context.Context) error {
	m := c.Fed.NewMutants(c.Test)
	defer m.Close()
	for t := c.next(); t != nil; t = c.next() {
		err := c.batch(ctx, timed, m, t)
		c.mu.Lock()
		c.running--
		c.over = c.over || err != nil
		c.idle.Broadcast()
		c.mu.Unlock()
		if err != nil {
			return err
		}
	}
	return nil
}

// maxTries is how many times in a row the beginning of a batch is run again, if a process ends there and the
// failure is not confirmed.
const maxTries = 3

// batch runs one batch, in as many processes as it takes.
func (c *Campaign) batch(ctx, timed context.Context, m *runner.Mutants, t *task) error {
	for tries := 0; ; {
		out, err := m.Run(timed, &t.Batch)
		if err != nil {
			return err
		}
		once := false
		if err = c.take(t, out); err == nil && out.Failed != runner.NoFailure {
			once, err = c.failed(ctx, t, out)
		}
		if err != nil || c.ended() {
			return err
		}
		if once && out.Failed < 0 && tries < maxTries {
			tries++ // somebody ended the process before the tape's own run was over, maybe
			continue
		}
		if t.From = out.Next; t.From >= t.Count {
			return nil
		}
	}
}

func (c *Campaign) ended() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.over
}

// task is a batch and where its tape comes from.
type task struct {
	runner.Batch
	seed *seed // nil: the corpus
}

// next is the next batch, or nil if there is none. While there is nothing to mutate yet it waits
// for what others are running.
func (c *Campaign) next() *task {
	c.mu.Lock()
	defer c.mu.Unlock()
	for {
		if c.over || !c.Tidy && c.handed >= c.Runner.Schedules {
			return nil
		}
		if s := c.nextSeed(); s != nil {
			t := &task{Batch: runner.Batch{Draw: s.Draw, Guide: s.Guide}, seed: s}
			if s.file == "" && !c.Tidy {
				t.Count = batchSize
			}
			return c.hand(t)
		}
		if c.Tidy {
			return nil
		}
		if e := c.corpus.choose(&c.rng); e != nil {
			other := c.corpus.choose(&c.rng)
			return c.hand(&task{Batch: runner.Batch{Draw: e.Draw, Guide: e.Guide, Other: other.Guide, Count: batchSize}})
		}
		if c.running == 0 {
			return nil
		}
		c.idle.Wait()
	}
}

// hand hands out a batch. The caller holds c.mu.
func (c *Campaign) hand(t *task) *task {
	t.Seed, t.Weights = c.rng.Uint64(), c.mutations.weights()
	if !c.Tidy {
		// The tape's own run is one too.
		t.Count = int(min(uint64(t.Count), c.Runner.Schedules-c.handed-1))
	}
	c.handed += uint64(t.Count) + 1
	c.running++
	return t
}

// take takes in what became of a batch.
func (c *Campaign) take(t *task, out *runner.Batched) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.res.Runs += out.Runs
	c.res.Steps += out.Steps
	c.res.External += out.External
	c.branches += out.Branches
	if out.Failed == runner.NoFailure {
		c.whole += out.Runs
	}
	for _, g := range out.Graphs {
		if len(c.graphs) < maxGraphs {
			c.graphs[g] = true
		}
	}
	for _, line := range out.Said {
		c.heard.Hear(line)
	}
	c.mutations.took(out.Made)
	for _, n := range out.Counts {
		c.corpus.count(n.Feature, n.Runs)
	}
	for _, m := range out.Mutants {
		e := c.corpus.add(Tape{m.Draw, m.Guide}, m.Features, m.Steps)
		if e == nil {
			continue
		}
		if m.Index >= 0 {
			c.mutations.found[m.Mutation]++
		}
		var err error
		if e.name, err = c.store.save(e.Tape); err == nil {
			err = c.removeEvicted()
		}
		if err != nil {
			return err
		}
	}
	if c.res.Runs > c.sampled+c.sampled/10 {
		c.sample()
	}
	if out.Failed != runner.OwnRun && out.Failed != runner.WarmUp {
		if err := c.spent(t.seed); err != nil {
			return err
		}
	}
	c.uncontained = c.uncontained || out.Uncontained
	switch {
	case out.Skipped:
		c.res.Verdict, c.over = "skip", true
	case c.branches == 0 && c.whole > 1 && !c.uncontained && out.Failed == runner.NoFailure:
		c.res.Sequential, c.over = true, true
	}
	return nil
}

// failed makes a failing run again, and keeps it if it is a new failure. It reports whether the run fails only
// once.
func (c *Campaign) failed(ctx context.Context, t *task, out *runner.Batched) (once bool, err error) {
	c.mu.Lock()
	run, confirm := c.res.Runs, !c.over && c.repeats.Due(out.How)
	c.mu.Unlock()
	if !confirm {
		return false, nil
	}
	f, err := c.Runner.Confirm(ctx, c.Test, &t.Batch, out.Failed)
	if err != nil {
		return false, err
	}
	needsNet := f != nil && out.Failed == runner.WarmUp && c.Runner.NeedsNet(ctx, c.Test)
	c.mu.Lock()
	defer c.mu.Unlock()
	if needsNet {
		if !c.over {
			c.res.Warnings = append(c.res.Warnings, "not fuzzed: it fails on the virtual network and passes on the machine's; chaosrun test explores it there")
		}
		c.over = true
		return false, nil
	}
	if f == nil {
		c.res.Note("run %d ended with %s once and did not do so again: it depends on what earlier runs left in package variables, or on something outside our control", run, out.How)
		return true, nil
	}
	f.Run = run
	fp := f.Trace.Fingerprint()
	if c.known[fp] {
		c.repeats.Known(out.How)
		return false, nil
	}
	if c.over {
		return false, nil
	}
	c.known[fp] = true
	c.repeats.New(out.How)
	// Kept at once: what comes later may end us.
	if f.Recording, err = runner.Save(c.Runner.Artifacts, f.Trace); err != nil {
		return false, err
	}
	c.res.Failures = append(c.res.Failures, f)
	if !c.Runner.KeepGoing || out.Failed == runner.WarmUp || len(c.res.Failures) == maxFailures {
		c.over = true
	}
	return false, nil
}
