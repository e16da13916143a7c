package semaphore

import (
	"context"
	"errors"
	"runtime"
	"sync/atomic"
	"testing"
)

// each is what Each and its wrong versions have in common.
type each func(ctx context.Context, limit int, items []int, f func(int)) error

// allAtMostThree has ten items and three places.
func allAtMostThree(t *testing.T, each each) {
	const limit = 3
	var inside, ran atomic.Int32
	err := each(t.Context(), limit, make([]int, 10), func(int) {
		defer inside.Add(-1)
		if n := inside.Add(1); n > limit {
			t.Errorf("%d at once, want at most %d", n, limit)
		}
		runtime.Gosched()
		ran.Add(1)
	})
	if err != nil || ran.Load() != 10 {
		t.Errorf("returned %v after %d calls, want 10", err, ran.Load())
	}
}

// cancelled cancels while the only place is taken. The call under way ends, and there
// are never two.
func cancelled(t *testing.T, each each) {
	ctx, cancel := context.WithCancel(t.Context())
	var inside, ran atomic.Int32
	err := each(ctx, 1, make([]int, 3), func(int) {
		defer inside.Add(-1)
		if n := inside.Add(1); n > 1 {
			t.Errorf("%d at once, want one", n)
		}
		cancel()
		runtime.Gosched()
		ran.Add(1)
	})
	if n := ran.Load(); n < 1 || n > 3 || (err == nil) != (n == 3) || (err != nil && !errors.Is(err, context.Canceled)) {
		t.Errorf("returned %v after %d calls", err, n)
	}
}

func TestAllAtMostThree(t *testing.T) { allAtMostThree(t, Each[int]) }

func TestCancelled(t *testing.T) { cancelled(t, Each[int]) }

func TestReleaseWithoutAcquire(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("released what was not acquired")
		}
	}()
	New(1).Release()
}
