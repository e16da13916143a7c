//go:build chaosrun

package dataraces

import "sync"

// plainCounter adds without anything. The one line is a read, an addition and a write,
// and two goroutines may read the same number.
type plainCounter struct{ n int64 }

func (c *plainCounter) Add()         { c.n++ }
func (c *plainCounter) Value() int64 { return c.n }

// peekCounter locks to write and not to read: "it is only a number". The reader may see
// any old one, for nothing orders what it sees.
type peekCounter struct {
	mu sync.Mutex
	n  int64
}

func (c *peekCounter) Add() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n++
}

func (c *peekCounter) Value() int64 { return c.n }
