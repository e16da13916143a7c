package runner

import (
	"context"
	"sync"
	"time"

	"github.com/chaosrun/chaosrun/internal/search"
)

// searchShare is some runs of a subtree.
type searchShare struct {
	of   int // the search's job
	j    *job
	e    *ended
	done chan struct{}
}

// searchChunk is for how many runs a share of a search is. Nobody has to learn from the first one whether the test has
// anything to explore.
func searchChunk(n int) uint64 { return chunkSize(n + 1) }

// search explores all schedules, several subtrees at once.
func (c *campaign) search(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	whole, todo := search.NewSearch(), make(chan *searchShare, search.SharesOut)
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
		for whole.Ready() && c.runs()+given < c.Schedules {
			of, state, _ := whole.Next()
			j := c.job("explore")
			j.count = min(searchChunk(n), c.Schedules-c.runs()-given)
			if j.alone = c.separate(); j.alone {
				j.count = 1
			}
			j.first, j.resume = 1, state
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
		if s.e == nil || !c.merge(whole, s) {
			return
		}
		if c.goPast(ctx); c.stop(c.runs()) {
			return
		}
	}
}

// make makes the runs of a share, or none if no time is left.
func (c *campaign) make(ctx context.Context, s *searchShare) {
	defer c.token()()
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
func (c *campaign) merge(whole *search.Search, s *searchShare) bool {
	s.j.shift = c.runs()
	next, ok := c.take(s.j, s.e, 0)
	none := ok && next <= s.j.first // the first run of the process has used it up
	c.mu.Lock()
	defer c.mu.Unlock()
	c.usedUp = c.usedUp || none
	switch {
	case none && !s.j.alone: // from now on each run has a process of its own
		whole.GiveBack(s.of)
	case s.j.left == "" || none && s.j.alone:
		whole.Lose(s.of)
		if ok && (c.KeepGoing || c.OnlySteady) {
			c.res.note("a part of the search was lost with the process that died")
		}
	default:
		whole.Return(s.of, s.j.left, s.j.count)
	}
	var exact bool
	c.res.Explored, exact = whole.Explored()
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
