package operators

import (
	"errors"
	"sync"
)

type lockCounter struct {
	sync.Mutex
	mu sync.Mutex
	n  int
}

func (c *lockCounter) deferred() {
	c.mu.Lock() // guards n
	defer c.mu.Unlock()
	c.n++
}

func (c *lockCounter) embedded() { c.Lock(); c.n++; c.Unlock() }

func (c *lockCounter) severalUnlocks(limit int) error {
	c.mu.Lock()
	if c.n >= limit {
		c.mu.Unlock()
		return errors.New("full")
	}
	c.n++
	c.mu.Unlock()

	c.mu.Lock()
	defer func() {
		c.n--
		c.mu.Unlock()
	}()
	return nil
}

func (c *lockCounter) literal() func() {
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.n++
	}
}

// A lock that is unlocked elsewhere is left alone.
func (c *lockCounter) begin() { c.mu.Lock() }

func (c *lockCounter) end() { c.mu.Unlock() }

// So is what is no lock of package sync.
type door struct{}

func (door) Lock() {}

func (door) Unlock() {}

func (d door) pass() {
	d.Lock()
	defer d.Unlock()
}

func throughLocker(l sync.Locker, n *int) {
	l.Lock()
	*n++
	l.Unlock()
}

// The variable must be used.
func local(n *int) {
	var mu, other sync.Mutex
	func() {
		mu.Lock()
		defer mu.Unlock()
		*n++
	}()
	other.Lock()
	*n--
	other.Unlock()
	_ = &other
	first, c := mu, new(lockCounter)
	first = other
	c.mu.Lock()
	*n++
	c.mu.Unlock()
	first.Lock()
	*n++
	first.Unlock()
}
