package runner

import (
	"context"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/chaosrun/chaosrun/internal/engine"
	"github.com/chaosrun/chaosrun/internal/search"
)

// sharesOut is how many shares of a search are under way. It does not depend on the number of
// processes, so neither does what is explored, nor in which order.
const sharesOut = 8

// divides reports whether a strategy's search can be divided.
func divides(strategy string) bool {
	_, ok := engine.NewStrategy(strategy, 1).(*engine.DPOR)
	return ok
}

// searchShare is some runs of a subtree.
type searchShare struct {
	of   *search.Job
	j    *job
	e    *ended
	done chan struct{}
}

// search explores all schedules, several subtrees at once.
func (c *campaign) search(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	tree, todo := search.New(), make(chan *searchShare, sharesOut)
	var workers sync.WaitGroup
	for range max(1, c.PerTest) {
		workers.Go(func() {
			for s := range todo {
				c.make(ctx, s)
				close(s.done)
			}
		})
	}
	defer workers.Wait()
	defer close(todo)
	defer cancel() // what is still under way is of no use
	defer func() { c.res.Left = c.advance.left(time.Since(c.start)) }()

	var out []*searchShare
	for n, given := 0, uint64(0); ; {
		for len(out) < sharesOut && c.runs()+given < c.Schedules {
			of := tree.Next(sharesOut)
			if of == nil {
				break
			}
			j := c.job("explore")
			j.count = min(chunkSize(n), c.Schedules-c.runs()-given)
			if j.alone = c.separate(); j.alone {
				j.count = 1
			}
			j.first, j.resume = 1, text(of.State())
			s := &searchShare{of: of, j: j, done: make(chan struct{})}
			todo <- s
			out = append(out, s)
			given += j.count
			n++
		}
		if len(out) == 0 {
			return
		}
		s := out[0]
		out = out[1:]
		<-s.done
		given -= s.j.count
		if s.e == nil || !c.merge(tree, s) {
			return
		}
		if c.goPast(ctx); c.stop(c.runs()) {
			return
		}
	}
}

// make makes the runs of a share, or none if no time is left.
func (c *campaign) make(ctx context.Context, s *searchShare) {
	c.Workers <- struct{}{}
	defer func() { <-c.Workers }()
	c.begin()
	if ctx.Err() != nil || c.overdue() {
		return
	}
	j := s.j
	if j.alone {
		if !c.prepare(ctx, 0, 1) {
			return
		}
	}
	c.confine(j)
	s.e = c.explore(ctx, j)
}

// merge takes in what a share did, and reports whether the search may go on.
func (c *campaign) merge(tree *search.Tree, s *searchShare) bool {
	s.j.shift = c.runs()
	next, ok := c.take(s.j, s.e, 0)
	none := ok && next <= s.j.first // the first run of the process has used it up
	c.mu.Lock()
	defer c.mu.Unlock()
	c.usedUp = c.usedUp || none
	switch {
	case none && !s.j.alone: // from now on each run has a process of its own
		tree.Return(s.of, s.of.State())
	case s.j.left == "" || none && s.j.alone:
		tree.Lose(s.of)
		if ok && (c.KeepGoing || c.OnlySteady) {
			c.res.note("a part of the search was lost with the process that died")
		}
	default:
		tree.Return(s.of, words(s.j.left))
	}
	var exact bool
	c.res.Explored, exact = tree.Explored()
	c.res.Complete = c.res.Explored == 1 && exact && c.res.Assumes.Whole()
	c.advance.add(c.res.Runs, c.res.Explored)
	return ok
}

// runs is how many runs were made.
func (c *campaign) runs() uint64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.res.Runs
}

// words is the state of a search as a worker writes it.
func words(text string) []uint32 {
	var state []uint32
	for _, f := range strings.Fields(text) {
		n, err := strconv.ParseUint(f, 10, 32)
		if err != nil {
			return nil
		}
		state = append(state, uint32(n))
	}
	return state
}
