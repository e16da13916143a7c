package runner

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/chaosrun/chaosrun/internal/trace"
)

// Cause is the choice after which a failure was inevitable.
type Cause struct {
	Event    int     // index in the recording of the event that holds the choice; -1: every schedule fails
	Choice   int     // number of the choice, from 1
	Choices  int     // that the run had
	Branches int     // runs behind each share
	Start    float64 // share of failing runs among those that go on at random from the start
	Before   float64 // from just before the choice
	After    float64 // from just after it: 1, or the largest there is
}

// FindCause goes back to choices of a failing run and lets it go on at random from there,
// branches times each, to find the choice from which on every branch fails in the same way.
// That the shares grow along the run is assumed, so that few points need to be looked at.
func (r *Runner) FindCause(ctx context.Context, t *trace.Trace, branches int, progress func(choice int, share float64)) (*Cause, error) {
	if t.Kind == "hang" || t.From > 0 || t.First > 0 || t.Run == 0 {
		return nil, errors.New("its cause cannot be looked for: it hangs, is not whole, needs other runs before it, or fails in the first run of every process")
	}
	tape := t.Tape()
	share := func(k int) (float64, error) {
		s, err := r.share(ctx, t, tape[:k], branches)
		if err == nil && progress != nil {
			progress(k, s)
		}
		return s, err
	}
	c := &Cause{Event: -1, Choices: len(tape), Branches: branches}
	var err error
	if c.Start, err = share(0); err != nil {
		return nil, err
	}
	if c.Start == 1 {
		c.Before, c.After = 1, 1
		return c, nil
	}
	lo, hi := 0, len(tape) // not inevitable after lo choices, inevitable after hi
	c.Before, c.After = c.Start, 1
	for hi-lo > 1 {
		mid := (lo + hi) / 2
		s, err := share(mid)
		if err != nil {
			return nil, err
		}
		if s == 1 {
			hi = mid
		} else {
			lo, c.Before = mid, s
		}
	}
	c.Choice = hi
	n := 0
	for i, e := range t.Events {
		if e.N > 1 {
			if n++; n == hi {
				c.Event = i
			}
		}
	}
	return c, nil
}

// share makes runs that begin with the tape and go on at random, and returns the share of
// those that fail like t.
func (r *Runner) share(ctx context.Context, t *trace.Trace, tape []uint32, branches int) (float64, error) {
	name, err := writeTape(tape)
	if err != nil {
		return 0, err
	}
	defer os.Remove(name)
	failed := 0
	for next := uint64(1); next <= uint64(branches); {
		j := &job{mode: "branch", test: t.Test, strategy: "random", leaks: t.Leaks, seed: t.Seed, first: next, count: uint64(branches) - next + 1, draw: t.Run, tape: name, maxSteps: t.MaxSteps, race: r.Race}
		if systematic(t.Strategy) {
			j.draw = 1
		}
		r.Workers <- struct{}{}
		e := r.worker(ctx, j, nil)
		<-r.Workers
		if e.err != nil {
			return 0, e.err
		}
		run, kind, reported := e.run, "", false
		for _, l := range e.lines {
			if rest, ok := strings.CutPrefix(l, "run "); ok {
				n, f, _ := strings.Cut(rest, " ")
				run, kind, reported = atoi(n), fields(f)["kind"], true
			}
		}
		switch {
		case reported && run == 0:
			return float64(failed) / float64(branches), nil
		case !reported && !e.inRun:
			return 0, fmt.Errorf("the test binary ended before a run began; it printed:\n%s", strings.TrimSpace(string(e.out)))
		case !reported:
			kind = diedKind(e)
		}
		if kind == t.Kind {
			failed++
		}
		next = run + 1
	}
	return float64(failed) / float64(branches), nil
}
