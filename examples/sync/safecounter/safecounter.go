package safecounter

import (
	"maps"
	"sync"
)

// Counter counts by name. The zero value counts from 0. It must not be copied: a copy of
// its lock guards nothing.
type Counter struct {
	mu     sync.Mutex
	counts map[string]int // guarded by mu
}

// Inc counts one, and returns how many there are now.
func (c *Counter) Inc(name string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.counts == nil {
		c.counts = make(map[string]int)
	}
	c.counts[name]++
	return c.counts[name]
}

// Value returns how many there are.
func (c *Counter) Value(name string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.counts[name]
}

// Snapshot returns a counter of its own that begins with what this one has counted so
// far. The lock is new, and the map is copied.
func (c *Counter) Snapshot() *Counter {
	c.mu.Lock()
	defer c.mu.Unlock()
	return &Counter{counts: maps.Clone(c.counts)}
}
