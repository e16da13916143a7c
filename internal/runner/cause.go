package runner

import (
	"context"
	"errors"
	"math/bits"
	"os"
	"time"

	"github.com/chaosrun/chaosrun/internal/trace"
)

// Cause is the choice after which a failure was inevitable.
type Cause struct {
	Event    int     // index in the recording of the event that holds the choice; -1: every schedule fails
	Choice   int     // number of the choice, from 1
	Choices  int     // that the run had
	Branches int     // runs behind each share, at most
	Fewest   int     // and at least
	Start    float64 // share of failing runs among those that go on at random from the start
	Before   float64 // from just before the choice; from just after it, all fail
}

// How much a search for a cause does if nothing else is asked for.
const (
	usualBranches  = 50
	fewestBranches = 10 // however long they take
	causeTime      = 4 * time.Second
)

// FindCause goes back to choices of a failing run and lets it go on at random from there,
// branches times each, to find the choice from which on every branch fails in the same way. With 0 branches
// there are 50, or as many as a few seconds are enough for.
// That the shares grow along the run is assumed, so that few points need to be looked at.
func (r *Runner) FindCause(ctx context.Context, t *trace.Trace, branches int) (*Cause, error) {
	switch {
	case t.Kind == "hang":
		return nil, errors.New("cause cannot look at a hang: a goroutine that never reaches a scheduling point leaves no choice")
	case t.From > 0:
		return nil, errors.New("cause needs a whole run, and the recording has only its last steps")
	case t.First > 0:
		return nil, errors.New("cause needs a run that fails in a process of its own, and this one needs the runs before it in its process")
	case len(t.Events) == 0:
		return nil, errors.New("the recording has no steps")
	}
	tape := t.Tape()
	s := &causeSearch{r: r, t: t, branches: branches, points: 2 + bits.Len(uint(len(tape)))}
	if branches == 0 {
		s.branches, s.deadline = usualBranches, time.Now().Add(causeTime)
	}
	c := &Cause{Event: -1, Choices: len(tape)}
	failed, n, err := s.at(ctx, nil, false)
	if err != nil {
		return nil, err
	}
	c.Start, c.Branches = float64(failed)/float64(n), n
	c.Fewest = n
	if failed == n {
		c.Before = 1
		return c, nil
	}
	lo, hi := 0, len(tape) // not inevitable after lo choices, inevitable after hi
	for hi-lo > 1 {
		mid := (lo + hi) / 2
		failed, n, err := s.at(ctx, tape[:mid], true)
		if err != nil {
			return nil, err
		}
		if failed == n {
			hi = mid
			c.take(n)
		} else {
			lo = mid
		}
	}
	if c.Before = c.Start; lo > 0 {
		failed, n, err := s.at(ctx, tape[:lo], false)
		if err != nil {
			return nil, err
		}
		c.Before = float64(failed) / float64(n)
		c.take(n)
	}
	c.Choice = hi
	n = 0
	for i, e := range t.Events {
		if e.N > 1 {
			if n++; n == hi {
				c.Event = i
			}
		}
	}
	return c, nil
}

// take notes how many runs are behind a share.
func (c *Cause) take(n int) { c.Branches, c.Fewest = max(c.Branches, n), min(c.Fewest, n) }

// causeSearch looks at points of a run.
type causeSearch struct {
	r        *Runner
	t        *trace.Trace
	branches int
	points   int       // that are still to be looked at, at most
	deadline time.Time // by when all points are meant to be looked at; zero: there is none
}

// at makes runs that begin with the tape and go on at random, and returns how many of them fail like the
// recorded one, and of how many. If only whether all fail is asked, it ends with the first one that does not.
func (s *causeSearch) at(ctx context.Context, tape []uint32, onlyAll bool) (failed, n int, err error) {
	name, err := writeTape(tape)
	if err != nil {
		return 0, 0, err
	}
	defer os.Remove(name)
	var until time.Time
	if !s.deadline.IsZero() {
		until = time.Now().Add(time.Until(s.deadline) / time.Duration(max(s.points, 1)))
	}
	s.points--
	for n < s.branches {
		if n >= fewestBranches && !until.IsZero() && time.Now().After(until) {
			break
		}
		j := s.r.again(s.t, "branch", "random")
		j.alone = j.alone || s.t.Run == 0 // else the warm-up run fails first
		j.first, j.count, j.tape = uint64(n)+1, uint64(s.branches-n), name
		if j.alone {
			j.count = 1
		}
		e := s.r.do(ctx, j, nil)
		if e.err != nil {
			return 0, 0, e.err
		}
		last := e.last()
		if last == nil {
			return 0, 0, e.noRun()
		}
		passed := int(last.number) - n - 1 // before the one that the process ended with
		switch {
		case last.number == 0 && !last.died:
			return failed, n + int(j.count), nil // the rest passes
		case last.report["kind"] == s.t.Kind:
			failed++
		default:
			passed++
		}
		n = int(last.number)
		if onlyAll && passed > 0 {
			break
		}
	}
	return failed, n, nil
}
