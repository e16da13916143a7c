//go:build chaosrun

package stream

// unlocking are Credits whose Release lets go of the lock before it wakes who is next,
// who would otherwise run into it. In between, the next is not in the queue any more and
// has not been given anything. If it is cancelled just then, it leaves without the
// credit, which goes to nobody: there is one less for ever.
type unlocking struct{ *Credits }

func (c unlocking) Release() {
	c.mu.Lock()
	if len(c.waiters) == 0 {
		c.free++
		c.mu.Unlock()
		return
	}
	next := c.waiters[0]
	c.waiters = c.waiters[1:]
	c.mu.Unlock()
	close(next)
}
