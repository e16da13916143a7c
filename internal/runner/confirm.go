package runner

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"time"

	"github.com/chaosrun/chaosrun/internal/trace"
)

// mostPerStep is how long a step of a run that is recorded may take, on average, on a busy machine.
const mostPerStep = 200 * time.Microsecond

// recordJob is a job that makes a failing run again as it was made.
func (c *campaign) recordJob(f found) *job {
	j := c.job("record")
	j.run, j.strategy, j.alone, j.hold, j.maxSteps = f.run, f.strategy, f.alone, f.hold, f.max
	if f.steps > maxRecorded {
		j.from = f.steps - lastRecorded
	}
	if !j.limit.IsZero() {
		j.limit = j.limit.Add(time.Duration(f.steps) * mostPerStep)
	}
	return j
}

// confirmed is what has become of a failing run that was made again.
type confirmed struct {
	fail *Failure
	err  error
}

// confirm makes a failing run again, in a fresh process, and records it. It returns nil if it does
// not fail again, and errOnce if it fails only after other runs of its process.
func (c *campaign) confirm(ctx context.Context, f found) (*Failure, error) {
	if known, ok := c.confirmed[f.run]; ok {
		return known.fail, known.err
	}
	fail, err := c.confirmNow(ctx, f)
	if c.confirmed == nil {
		c.confirmed = make(map[uint64]confirmed)
	}
	c.confirmed[f.run] = confirmed{fail, err}
	return fail, err
}

func (c *campaign) confirmNow(ctx context.Context, f found) (*Failure, error) {
	var rec *recorded
	var err error
	if f.kind == "hang" && f.run > 0 && !f.alone && !systematic(f.strategy) {
		rec, err = c.alone(ctx, f, nil) // to see it hang takes long: if it does, once is enough
	}
	switch {
	case err != nil || rec != nil:
	case f.alone || f.run == 0:
		rec, err = c.repeat(ctx, f)
	default:
		rec, err = c.confirmShared(ctx, f)
	}
	switch {
	case err != nil:
		return nil, err
	case rec == nil || rec.kind == "":
		return c.unrepeated(f), nil
	}
	if rec.kind == "livelock" {
		if rec, err = c.shortLivelock(ctx, f, rec); err != nil {
			return nil, err
		}
	}
	return &Failure{Kind: rec.kind, Message: rec.trace.Message, Run: f.run, Steps: rec.trace.Steps, Trace: rec.trace, After: f.run + 1, Times: 1}, nil
}

// confirmShared confirms a run whose process made others before it. The recording that it
// returns begins with the warm-up run, as the processes do that make it simple, unless it fails
// only without.
func (c *campaign) confirmShared(ctx context.Context, f found) (*recorded, error) {
	rec, err := c.repeat(ctx, f)
	if err != nil || rec.kind != "" && !mayNeedEarlier(rec.trace) {
		return rec, err
	}
	if rec.kind == "" {
		alone, err := c.alone(ctx, f, nil)
		if err != nil || alone != nil {
			return alone, err
		}
		again, err := c.repeatAll(ctx, f)
		if err != nil || again.kind == "" {
			return nil, err
		}
		if once, err := c.failsPlainly(ctx, f); once || err != nil {
			return nil, cmp.Or(err, errOnce)
		}
		again.trace.Notes = append(again.trace.Notes, fmt.Sprintf("needs the runs from %d on before it in the same process", f.first))
		again.trace.First = f.first
		return again, nil
	}
	alone, err := c.alone(ctx, f, rec)
	if err != nil {
		return nil, err
	}
	if alone != nil && alone.kind != rec.kind {
		return alone, nil
	}
	if alone != nil && alone.trace.Group() == rec.trace.Group() {
		return rec, nil
	}
	once, err := c.failsPlainly(ctx, f)
	switch {
	case once:
		return rec, errOnce
	case alone != nil:
		return alone, err
	}
	return rec, err
}

// repeat makes a run again as it was made: alone, or after a warm-up run.
func (c *campaign) repeat(ctx context.Context, f found) (*recorded, error) {
	j := c.recordJob(f)
	if f.alone && learns(f.strategy) {
		var err error
		if j.profile, err = c.makeProfile(ctx, j); err != nil {
			return nil, err
		}
		defer os.Remove(j.profile)
	}
	if f.alone && systematic(f.strategy) || divides(f.strategy) && (c.part != nil || f.run > searchChunk(0)) {
		j.from = 0 // without its whole tape it could not be replayed: no search that begins anew comes to it
	}
	if systematic(f.strategy) {
		// Which schedule the run had follows from the runs before it in its process.
		if f.run > f.first {
			j.first = f.first
		}
		if f.state != "" && (f.run > 0 || f.alone) { // the warm-up run is none of the search
			name, err := tempText("chaosrun-state-", f.state)
			if err != nil {
				return nil, err
			}
			defer os.Remove(name)
			j.state = name
		}
	}
	rec, err := c.recordWith(ctx, j)
	if err == nil && j.from > 0 && systematic(f.strategy) && f.run > 1 {
		rec.trace.First = 1 // its tape is not whole: to replay it is to search up to it again
	}
	return rec, err
}

// repeatAll makes a run again with those that came before it in its process.
func (c *campaign) repeatAll(ctx context.Context, f found) (*recorded, error) {
	if f.run <= f.first || systematic(f.strategy) {
		return &recorded{}, nil // that was tried
	}
	j := c.recordJob(f)
	j.first = f.first
	return c.recordWith(ctx, j)
}

// recordWith records a run. If the warm-up run fails before, it records that, which may pass then: something outside
// decides.
func (c *campaign) recordWith(ctx context.Context, j *job) (*recorded, error) {
	rec, err := c.record(ctx, j)
	if err != nil || !rec.early || rec.kind == "" {
		return rec, err
	}
	warm := c.recordJob(found{strategy: j.strategy, hold: j.hold, max: j.maxSteps})
	return c.record(ctx, warm)
}

// unrepeated takes in a failing run that does not fail again. A race that the detector has seen
// is one whether or not it comes again; a process that is killed from outside says nothing of
// the test.
func (c *campaign) unrepeated(f found) *Failure {
	if f.died != nil && f.kind == "fatal" && f.died.dying == 0 {
		c.mu.Lock()
		c.killed = fmt.Sprintf("a worker process was killed from outside in run %d, which passes when it is repeated", max(1, f.run))
		c.res.note("%s", c.killed)
		c.mu.Unlock()
		return nil
	}
	t := c.header(c.recordJob(f))
	t.Kind, t.Hash, t.Steps, t.Output, t.Cut = f.kind, f.hash, f.steps, f.output, f.died != nil
	if f.kind == "race" {
		if t.Races, t.Output = trace.FindRaces(t.Output, c.shorten); len(t.Races) > 0 {
			describe(t, &ended{})
			t.Notes = append(t.Notes, "the detector reported the race once; the run did not have it again when it was repeated, because it depends on something outside our control")
			return &Failure{Kind: f.kind, Message: t.Message, Run: f.run, Steps: f.steps, Trace: t, After: f.run + 1, Times: 1, Seen: true}
		}
	}
	died := f.died
	if died == nil {
		died = &ended{}
	}
	describe(t, died)
	c.addUnsteady(f.look(), Unsteady{Kind: f.kind, Run: max(1, f.run), Message: t.Message, Output: f.output})
	return nil
}

// mostConfirmed bounds how many failing runs of a test are made again with -keep-going.
const mostConfirmed = 100

// confirmAll makes failing runs again and keeps one of each kind and place. It leaves out runs
// whose very execution was recorded already.
func (c *campaign) confirmAll(ctx context.Context, fs []found) error {
	type execution struct{ kind, hash string }
	known := make(map[execution]*Failure)
	kept := make(map[string]*Failure)  // by fingerprint
	alike := make(map[string]*Failure) // by look: the last one
	for _, f := range c.res.Failures {
		kept[f.Trace.Fingerprint()] = f
	}
	confirming, left := c.confirming(), 0
	for _, f := range fs {
		x := execution{f.kind, f.hash}
		if old := known[x]; old != nil && f.hash != "" {
			old.again()
			continue
		}
		look := f.look()
		if !confirming.due(f.kind, look) || confirming.runs > 1 && ctx.Err() != nil {
			c.blind = min(c.blind, f.run)
			if old := alike[look]; old != nil && printsPlace(look) {
				old.again()
			} else if f.kind != "leak" { // how many runs leak is said
				left++
			}
			continue
		}
		fail, err := c.confirm(ctx, f)
		if err != nil {
			return err
		}
		if fail == nil {
			continue
		}
		mark := fail.Trace.Fingerprint()
		if old := kept[mark]; old != nil {
			old.again()
			fail = old
			confirming.Known(look)
		} else {
			kept[mark] = fail
			confirming.New(look)
			c.res.Failures = append(c.res.Failures, fail)
		}
		known[x], alike[look] = fail, fail
	}
	c.unlooked += left
	c.judgeUnsteady()
	return nil
}

// again counts one more run that fails like this. Of the runs that leak only some are
// looked at: how many there are is a note.
func (f *Failure) again() {
	if f.Kind != "leak" {
		f.Times++
	}
}
