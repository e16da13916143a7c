package runner

import (
	"context"
	"slices"
	"time"
)

// A failure that does not come again ends the exploration of a test as any other does, unless the
// user has said that it is a warning. Then a failing run is made again at once, and if it does not
// fail the exploration goes on as if it had passed.

// goPast makes the failing runs again that the exploration would end with, and leaves those out
// that do not fail again. The caller holds no token of Workers.
func (c *campaign) goPast(ctx context.Context) {
	if !c.OnlySteady || c.KeepGoing {
		return // with KeepGoing it does not end with them
	}
	c.looking.Lock()
	defer c.looking.Unlock()
	for _, list := range []*[]found{&c.found, &c.leaks} {
		for c.goPastFirst(ctx, list) {
		}
	}
}

// goPastFirst looks at the first failing run of a list, and reports whether it was left out.
func (c *campaign) goPastFirst(ctx context.Context, list *[]found) bool {
	c.mu.Lock()
	none := len(*list) == 0 || c.res.Err != nil || c.steady[(*list)[0].run]
	var f found
	if !none {
		f = (*list)[0]
	}
	c.mu.Unlock()
	if none || ctx.Err() != nil || c.looked > 0 && !c.deadline.IsZero() && time.Now().After(c.deadline) {
		return false // no more runs are made, and who judges looks at it
	}
	left := c.looked >= mostConfirmed
	var fail *Failure
	var err error
	if !left {
		c.looked++
		fail, err = c.confirm(ctx, f)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case left:
		c.unlooked++
	case fail != nil || err != nil: // an error is found again when the runs are judged
		if c.steady == nil {
			c.steady = make(map[uint64]bool)
		}
		c.steady[f.run] = true
		return false
	}
	*list = slices.DeleteFunc(*list, func(g found) bool { return g.run == f.run })
	return true
}

// ends reports whether the first of these failing runs ends the exploration for runs after number
// last. What may be gone past does not, until it is known not to be. The caller holds c.mu.
func (c *campaign) ends(fs []found, last uint64) bool {
	return len(fs) > 0 && fs[0].run <= last && (!c.OnlySteady || c.steady[fs[0].run])
}

// addUnsteady keeps a failure that did not come again; one that looks like another is only counted.
func (c *campaign) addUnsteady(look string, u Unsteady) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.passing[look] || len(c.res.Unsteady) >= mostUnsteady {
		c.alike++
		return
	}
	if c.passing == nil {
		c.passing = make(map[string]bool)
	}
	c.passing[look] = true
	c.res.note("run %d ended with %s once and did not do so again: it depends on something outside our control", u.Run, u.Kind)
	c.res.Unsteady = append(c.res.Unsteady, u)
}

// mostUnsteady bounds how many failures of a test that did not come again are told.
const mostUnsteady = 20

// judgeUnsteady says what is left to say of failures that did not come again, when all are known.
func (c *campaign) judgeUnsteady() {
	switch {
	case c.alike == 1:
		c.res.note("1 more run failed so and did not do so again")
	case c.alike > 1:
		c.res.note("%d more runs failed so and did not do so again", c.alike)
	}
	if c.unlooked > 0 {
		c.res.note("%d more failing runs were not looked at", c.unlooked)
	}
	if len(c.res.Unsteady) > 0 {
		c.res.Complete = false
	}
}
