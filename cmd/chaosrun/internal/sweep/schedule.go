package sweep

import (
	"time"

	"github.com/chaosrun/chaosrun/internal/runner"
)

// How long a share may take.
const (
	shortShare = 250 * time.Millisecond
	longShare  = 10 * time.Second
)

// firstCost is how long a share is taken to last before there was one, in seconds.
const firstCost = 0.05

// freshWeight is how much more of the budget goes to a test whose every schedule shows something
// new than to one that shows nothing new any more.
const freshWeight = 8

// Next hands out a share, or returns nil if none can be begun now. Tests have had the same
// share of the time, each second counted less the more new behaviour they show (stride
// scheduling; Waldspurger and Weihl 1995); so have the configurations of a test.
func (c *Campaign) Next() *Share {
	var t *test
	for _, u := range c.tests {
		if u.ready() != nil && (t == nil || u.pass < t.pass) {
			t = u
		}
	}
	if t == nil {
		return nil
	}
	x := t.ready()
	s := &Share{
		Package: t.pkg, Test: t.name, Config: x.config, Part: x.part, First: x.todo[0].first,
		Begins: !t.begun, State: x.state, Known: t.known(), Duration: c.slice(),
	}
	if t.limit > 0 {
		s.Duration = min(s.Duration, max(t.limit-t.res.Elapsed, 1))
	}
	if x.parts > 0 {
		s.Strategy = runner.Weighted(x.config.Strategy, x.runs, x.news)
	}
	s.Count = min(runner.PartSize(x.parts), x.todo[0].last-s.First+1)
	if x.search != nil {
		var most uint64
		s.Job, s.State, most = x.search.Next()
		s.Count = min(s.Count, most)
	}
	x.take(s.First, s.First+s.Count-1)
	t.begun = true
	x.busy++
	t.busy++
	x.owed[s.First] = t.charge(x, x.estimate())
	return s
}

// ready is the configuration that comes next, or nil if none can be begun now.
func (t *test) ready() *cell {
	if t.closed {
		return nil
	}
	var best *cell
	for _, x := range t.cells {
		// The first share of a test tells whether it can run at all, and that of a
		// configuration how it is explored.
		wait := x.busy > 0 && (x.ordered || x.parts == 0) || t.busy > 0 && t.res.Runs == 0
		if x.left() && !wait && (best == nil || x.pass < best.pass) {
			best = x
		}
	}
	return best
}

// estimate is how long the next share of a configuration will take, in seconds.
func (x *cell) estimate() float64 {
	if x.cost == 0 {
		return firstCost
	}
	return x.cost
}

// charge counts the seconds of a share, for the test and for its configuration, and returns what
// it has counted.
func (t *test) charge(x *cell, seconds float64) (c charge) {
	fresh := 0.0
	for _, y := range t.cells {
		fresh = max(fresh, y.fresh)
	}
	c = charge{seconds / (1 + freshWeight*fresh), seconds / (1 + freshWeight*x.fresh)}
	t.pass += c.test
	x.pass += c.cell
	return c
}

type charge struct{ test, cell float64 }

// Returned takes in that a share that was handed out is no longer under way. It comes before
// Done; without Done, its runs are to be made by another share.
func (c *Campaign) Returned(s Share) {
	t, x := c.find(s)
	if t == nil {
		return
	}
	x.busy--
	t.busy--
	t.pass -= x.owed[s.First].test
	x.pass -= x.owed[s.First].cell
	delete(x.owed, s.First)
}

// GiveBack says that nothing of a share was made.
func (c *Campaign) GiveBack(s Share) {
	if _, x := c.find(s); x != nil {
		if x.search != nil {
			x.search.GiveBack(s.Job)
		}
		x.todo = append([]span{{first: s.First, last: s.First + s.Count - 1}}, x.todo...)
	}
}

// slice is how long a share may take: so that a campaign with a limit comes to every test
// several times.
func (c *Campaign) slice() time.Duration {
	if c.Spec.Duration == 0 {
		return longShare
	}
	n := len(c.tests) * len(c.Spec.Configs())
	return min(max(c.Spec.Duration*time.Duration(c.width())/time.Duration(4*max(n, 1)), shortShare), longShare, max(c.Left(), 1))
}

// Left is what is left of the campaign's time, if it has a limit.
func (c *Campaign) Left() time.Duration { return c.Spec.Duration - c.used }

// Tick says how much time the campaign has used.
func (c *Campaign) Tick(used time.Duration) { c.used = max(c.used, used) }

// Spent reports whether the campaign's time is up.
func (c *Campaign) Spent() bool { return c.Spec.Duration > 0 && c.Left() <= 0 }
