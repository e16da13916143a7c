package runner

import (
	"context"
	"errors"
	"os"

	"github.com/chaosrun/chaosrun/internal/trace"
)

// Cause is the choice after which a failure was inevitable.
type Cause struct {
	Event    int     // index in the recording of the event that holds the choice; -1: every schedule fails
	Choice   int     // number of the choice, from 1
	Choices  int     // that the run had
	Branches int     // runs behind each share
	Start    float64 // share of failing runs among those that go on at random from the start
	Before   float64 // from just before the choice; from just after it, all fail
}

// FindCause goes back to choices of a failing run and lets it go on at random from there,
// branches times each, to find the choice from which on every branch fails in the same way.
// That the shares grow along the run is assumed, so that few points need to be looked at.
func (r *Runner) FindCause(ctx context.Context, t *trace.Trace, branches int) (*Cause, error) {
	if t.Kind == "hang" || t.From > 0 || t.First > 0 || t.Run == 0 || len(t.Events) == 0 {
		return nil, errors.New("its cause cannot be looked for: it hangs, is not whole, needs other runs before it, or fails in the first run of every process")
	}
	tape := t.Tape()
	share := func(k int) (float64, error) { return r.share(ctx, t, tape[:k], branches) }
	c := &Cause{Event: -1, Choices: len(tape), Branches: branches}
	var err error
	if c.Start, err = share(0); err != nil {
		return nil, err
	}
	if c.Start == 1 {
		c.Before = 1
		return c, nil
	}
	lo, hi := 0, len(tape) // not inevitable after lo choices, inevitable after hi
	c.Before = c.Start
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
		j := r.again(t, "branch", "random")
		j.first, j.count, j.tape = next, uint64(branches)-next+1, name
		if j.alone {
			j.count = 1
		}
		e := r.do(ctx, j, nil)
		if e.err != nil {
			return 0, e.err
		}
		last := e.last()
		if last == nil {
			return 0, e.noRun()
		}
		if last.number == 0 && !last.died {
			break // the rest passes
		}
		if last.report["kind"] == t.Kind {
			failed++
		}
		next = last.number + 1
	}
	return float64(failed) / float64(branches), nil
}
