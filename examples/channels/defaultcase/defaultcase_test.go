package defaultcase

import (
	"sync/atomic"
	"testing"
)

// notifier is what Notifier and its wrong versions have in common.
type notifier interface {
	Notify()
	Changed() <-chan struct{}
}

// lastIsSeen changes a value some times, with a notification each. The other side looks
// whenever it is told to, and must come to see the last value.
func lastIsSeen(t *testing.T, n notifier) {
	const last = 3
	var value atomic.Int32
	go func() {
		for range last {
			value.Add(1)
			n.Notify()
		}
	}()
	for value.Load() < last {
		<-n.Changed()
	}
}

func TestLastIsSeen(t *testing.T) { lastIsSeen(t, New()) }

// Nobody listens, and that is no reason to wait.
func TestNeverBlocks(t *testing.T) {
	n := New()
	for range 3 {
		n.Notify()
	}
	<-n.Changed()
	select {
	case <-n.Changed():
		t.Error("told twice, and nothing has changed since")
	default:
	}
}
