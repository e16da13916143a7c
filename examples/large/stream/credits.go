package stream

import (
	"context"
	"slices"
	"sync"
)

// Credits bound how many records are in flight, in all pipelines that share them. They
// are given out in the order in which they were asked for.
type Credits struct {
	mu      sync.Mutex
	free    int
	waiters []chan struct{} // closed when the credit is given
}

// NewCredits makes n credits.
func NewCredits(n int) *Credits { return &Credits{free: n} }

// Acquire waits for a credit, or until ctx is done.
func (c *Credits) Acquire(ctx context.Context) error {
	given := c.ask()
	select {
	case <-given:
		return nil
	case <-ctx.Done():
		c.withdraw(given) // from here on it is given or never will be
		select {
		case <-given:
			c.Release() // all the same, and somebody else may be waiting
		default:
		}
		return ctx.Err()
	}
}

// Release gives a credit back: to who has waited longest, if anybody does. It does so
// under the lock, so that who leaves the queue knows.
func (c *Credits) Release() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.waiters) == 0 {
		c.free++
		return
	}
	close(c.waiters[0])
	c.waiters = c.waiters[1:]
}

// Free is how many there are to be had.
func (c *Credits) Free() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.free
}

// ask takes a credit or a place in the queue for one.
func (c *Credits) ask() (given chan struct{}) {
	c.mu.Lock()
	defer c.mu.Unlock()
	given = make(chan struct{})
	if c.free > 0 {
		c.free--
		close(given)
	} else {
		c.waiters = append(c.waiters, given)
	}
	return given
}

// withdraw leaves the queue, if given is still in it.
func (c *Credits) withdraw(given chan struct{}) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if i := slices.Index(c.waiters, given); i >= 0 {
		c.waiters = slices.Delete(c.waiters, i, i+1)
	}
}
