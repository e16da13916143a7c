package dataraces

import (
	"sync"
	"sync/atomic"
)

// Counter counts under a lock. The zero value counts from 0. A lock is the way to go
// when there is more to keep together than one number.
type Counter struct {
	mu sync.Mutex
	n  int64 // guarded by mu
}

// Add adds one.
func (c *Counter) Add() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n++
}

// Value returns how often Add was called.
func (c *Counter) Value() int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.n
}

// AtomicCounter counts with an atomic variable. The zero value counts from 0.
type AtomicCounter struct {
	n atomic.Int64
}

// Add adds one.
func (c *AtomicCounter) Add() { c.n.Add(1) }

// Value returns how often Add was called.
func (c *AtomicCounter) Value() int64 { return c.n.Load() }
