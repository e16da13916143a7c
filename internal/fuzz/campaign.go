package fuzz

import (
	"context"
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

	mu        sync.Mutex
	corpus    *Corpus
	mutations mutations
	rng       engine.Rand
	handed    uint64 // runs that were handed out
	seeds     []Tape // those not run yet
	res       *runner.Result
	branches  uint64
	graphs    map[string]bool
	known     map[string]int // fingerprint -> failures like it
	over      bool
}

// maxGraphs bounds how many interleavings are told apart for the summary.
const maxGraphs = 1 << 20

// Run fuzzes the test until it fails, or the budget is used up.
func (c *Campaign) Run(ctx context.Context) *runner.Result {
	start := time.Now()
	c.res = &runner.Result{Test: c.Test}
	c.corpus = NewCorpus(c.Limits)
	c.graphs, c.known = make(map[string]bool), make(map[string]int)
	c.rng.Seed(c.Runner.Seed)
	c.res.Err = c.run(ctx)
	c.res.Elapsed = time.Since(start)
	c.res.Distinct, c.res.Pairs = len(c.graphs), c.corpus.Features()
	switch {
	case c.res.Err != nil:
		c.res.Verdict = "error"
	case len(c.res.Failures) > 0:
		c.res.Verdict = "fail"
	case c.res.Verdict == "":
		c.res.Verdict = "pass"
	}
	if c.res.External > 0 {
		c.res.Note("not fully controlled: %d wake-ups came from outside the run", c.res.External)
	}
	return c.res
}

func (c *Campaign) run(ctx context.Context) error {
	kept, err := c.Runner.ReplayKept(ctx, c.Test, c.res)
	if err != nil || len(c.res.Failures) > 0 && !c.Runner.KeepGoing {
		return err
	}
	c.seeds = []Tape{{Draw: 1}}
	for _, t := range kept {
		c.seeds = append(c.seeds, Tape{Draw: max(1, t.Run), Guide: t.Guide()})
	}
	timed := ctx
	if d := c.Runner.Duration; d > 0 {
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
	for e := range errs {
		if e != nil && timed.Err() == nil {
			err = e
		}
	}
	return err
}

// work runs batches until there is nothing more to do. ctx is for what is found, timed for
// the search.
func (c *Campaign) work(ctx, timed context.Context) error {
	m := c.Fed.NewMutants(c.Test)
	defer m.Close()
	for b := c.next(); b != nil; b = c.next() {
		for b.From < b.Count || b.From == 0 {
			out, err := m.Run(timed, b)
			if err != nil {
				c.end()
				return err
			}
			c.take(out)
			if out.Failed != runner.NoFailure {
				if err := c.failed(ctx, b, out); err != nil {
					c.end()
					return err
				}
			}
			if b.From = out.Next; b.Count == 0 {
				break
			}
		}
	}
	return nil
}

// end lets all workers end.
func (c *Campaign) end() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.over = true
}

// failed makes a failing run again, and keeps it if it is a new failure.
func (c *Campaign) failed(ctx context.Context, b *runner.Batch, out *runner.Batched) error {
	c.mu.Lock()
	run, over := c.res.Runs, c.over
	c.mu.Unlock()
	if over {
		return nil
	}
	f, err := c.Runner.Confirm(ctx, c.Test, b, out.Failed)
	if err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if f == nil {
		c.res.Note("run %d ended with %s once and did not do so again: it depends on what earlier runs left in package variables, or on something outside our control", run, out.How)
		return nil
	}
	f.Run = run
	fp := f.Trace.Fingerprint()
	c.known[fp]++
	if c.known[fp] > 1 || c.over {
		return nil
	}
	// Kept at once: what comes later may end us.
	if f.Recording, err = runner.Save(c.Runner.Artifacts, f.Trace); err != nil {
		return err
	}
	c.res.Failures = append(c.res.Failures, f)
	if !c.Runner.KeepGoing || out.Failed == runner.WarmUp {
		c.over = true
	}
	return nil
}

// next is the next batch, or nil if there is none.
func (c *Campaign) next() *runner.Batch {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.over || c.handed >= c.Runner.Schedules {
		return nil
	}
	b := &runner.Batch{Seed: c.rng.Uint64(), Count: batchSize, Weights: c.mutations.weights()}
	if len(c.seeds) > 0 {
		b.Draw, b.Guide = c.seeds[0].Draw, c.seeds[0].Guide
		c.seeds = c.seeds[1:]
	} else {
		e, other := c.corpus.choose(&c.rng), c.corpus.choose(&c.rng)
		if e == nil {
			return nil
		}
		b.Draw, b.Guide, b.Other = e.Draw, e.Guide, other.Guide
	}
	// The tape's own run is one too.
	b.Count = int(min(uint64(b.Count), c.Runner.Schedules-c.handed-1))
	c.handed += uint64(b.Count) + 1
	return b
}

// take takes in what became of a batch.
func (c *Campaign) take(out *runner.Batched) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.res.Runs += out.Runs
	c.res.Steps += out.Steps
	c.res.External += out.External
	for _, g := range out.Graphs {
		if len(c.graphs) < maxGraphs {
			c.graphs[g] = true
		}
	}
	c.mutations.took(out.Made)
	for _, n := range out.Counts {
		c.corpus.count(n.Feature, n.Runs)
	}
	for _, m := range out.Mutants {
		if c.corpus.add(Tape{m.Draw, m.Guide}, m.Features, m.Steps) && m.Index >= 0 {
			c.mutations.found[m.Mutation]++
		}
	}
	c.branches += out.Branches
	switch {
	case out.Skipped:
		c.res.Verdict, c.over = "skip", true
	case c.branches == 0 && c.res.Runs > 1 && out.Failed == runner.NoFailure:
		c.res.Sequential, c.over = true, true
	}
}
