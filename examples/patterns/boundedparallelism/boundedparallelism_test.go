package boundedparallelism

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"sync/atomic"
	"testing"
)

func double(_ context.Context, n int) int { return 2 * n }

// parallel is what Map and its wrong versions have in common. The wrong ones do not
// keep the order and do not say that they were cancelled.
type parallel func(ctx context.Context, items []int, workers int, f func(context.Context, int) int) []int

func ours(ctx context.Context, items []int, workers int, f func(context.Context, int) int) []int {
	out, _ := Map(ctx, items, workers, f)
	return out
}

// allResults runs to the end.
func allResults(t *testing.T, run parallel) {
	items := []int{1, 2, 3, 4, 5}
	got := run(t.Context(), items, 2, double)
	slices.Sort(got)
	if want := []int{2, 4, 6, 8, 10}; !slices.Equal(got, want) {
		t.Errorf("results %v, want %v", got, want)
	}
}

// cancelled cancels at some time. What counts is that run returns and leaves nobody;
// results that are there must be results.
func cancelled(t *testing.T, run parallel) {
	ctx, cancel := context.WithCancel(t.Context())
	go cancel()
	for _, v := range run(ctx, []int{1, 2, 3, 4, 5}, 2, double) {
		if v < 2 || v > 10 || v%2 != 0 {
			t.Errorf("result %d is of no item", v)
		}
	}
}

func TestAllResults(t *testing.T) { allResults(t, ours) }

func TestCancelled(t *testing.T) { cancelled(t, ours) }

func TestOrderKept(t *testing.T) {
	got, err := Map(t.Context(), []string{"a", "bb", "", "dddd"}, 3, func(_ context.Context, s string) int { return len(s) })
	if want := []int{1, 2, 0, 4}; err != nil || !slices.Equal(got, want) {
		t.Errorf("got %v, %v, want %v", got, err, want)
	}
}

func TestAtMostWorkers(t *testing.T) {
	const workers = 2
	var inside, most atomic.Int32
	_, err := Map(t.Context(), make([]int, 6), workers, func(context.Context, int) int {
		n := inside.Add(1)
		for m := most.Load(); n > m && !most.CompareAndSwap(m, n); m = most.Load() {
		}
		runtime.Gosched()
		inside.Add(-1)
		return 0
	})
	if err != nil || most.Load() > workers {
		t.Errorf("%d at once, error %v; want at most %d", most.Load(), err, workers)
	}
}

// Either all was handed out before the cancel, and the results are complete, or there
// is an error.
func TestResultsOrError(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	go cancel()
	got, err := Map(ctx, []int{1, 2, 3}, 2, double)
	switch {
	case err == nil && !slices.Equal(got, []int{2, 4, 6}):
		t.Errorf("no error and results %v", got)
	case err != nil && (got != nil || !errors.Is(err, context.Canceled)):
		t.Errorf("error %v with results %v", err, got)
	}
}

func TestNoItems(t *testing.T) {
	if got, err := Map(t.Context(), nil, 4, double); len(got) != 0 || err != nil {
		t.Errorf("got %v, %v for no items", got, err)
	}
}
