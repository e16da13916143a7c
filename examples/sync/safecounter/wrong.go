//go:build chaosrun

package safecounter

// clone copies what p points to. go vet warns of a copy of a lock, but does not see this
// one.
func clone[T any](p *T) *T {
	v := *p
	return &v
}

// snapshotCopied copies the struct, lock and all. If somebody holds the lock just then,
// it is held in the copy too, and nobody gives it back there. The map is not copied: two
// locks guard it now.
func snapshotCopied(c *Counter) *Counter { return clone(c) }

// careless gives the lock back where it expects to leave.
type careless struct{ Counter }

func (c *careless) Value(name string) int {
	c.mu.Lock()
	if c.counts == nil {
		return 0
	}
	n := c.counts[name]
	c.mu.Unlock()
	return n
}

// stepwise has a lock for each step. Between the two, others count.
type stepwise struct{ Counter }

func (c *stepwise) Inc(name string) int {
	n := c.Value(name) + 1
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.counts == nil {
		c.counts = make(map[string]int)
	}
	c.counts[name] = n
	return n
}
