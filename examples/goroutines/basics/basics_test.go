package basics

import (
	"sync/atomic"
	"testing"
)

// start is what Start and its wrong versions have in common.
type start func(fs ...func()) (wait func())

// bothRan looks at what was done when wait has returned.
func bothRan(t *testing.T, start start) {
	var named, inline atomic.Bool
	wait := start(func() { named.Store(true) }, func() { inline.Store(true) })
	wait()
	if !named.Load() || !inline.Load() {
		t.Errorf("after wait: the one ran: %v, the other: %v", named.Load(), inline.Load())
	}
}

func TestBothRan(t *testing.T) { bothRan(t, Start) }

// The functions need something that the caller does after Start: if Start waited for
// them, this would never end.
func TestReturnsAtOnce(t *testing.T) {
	release := make(chan struct{})
	wait := Start(func() { <-release }, func() { <-release })
	close(release)
	wait()
	wait()
}

func TestNothingToDo(t *testing.T) { Start()() }
