package dataraces

import (
	"sync"
	"testing"
)

// counter is what the counters have in common.
type counter interface {
	Add()
	Value() int64
}

// countsAll counts from several goroutines, and looks only when they have ended.
func countsAll(t *testing.T, c counter) {
	const goroutines, each = 3, 2
	var wg sync.WaitGroup
	for range goroutines {
		wg.Go(func() {
			for range each {
				c.Add()
			}
		})
	}
	wg.Wait()
	if got := c.Value(); got != goroutines*each {
		t.Errorf("counted %d, want %d", got, goroutines*each)
	}
}

// neverBack looks while somebody counts: a later look never sees less.
func neverBack(t *testing.T, c counter) {
	const adds = 3
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for range adds {
			c.Add()
		}
	}()
	first := c.Value()
	second := c.Value()
	if first > second || second > adds {
		t.Errorf("saw %d, then %d", first, second)
	}
	<-ended
}

func TestCounter(t *testing.T) {
	countsAll(t, new(Counter))
	neverBack(t, new(Counter))
}

func TestAtomicCounter(t *testing.T) {
	countsAll(t, new(AtomicCounter))
	neverBack(t, new(AtomicCounter))
}
