//go:build chaosrun

package heartbeat

import (
	"context"
	"testing"
	"time"
)

// These tests listen to beats, whose times only virtual time can tell exactly.

// watch listens for some time and fails if there is no beat for longer than the
// interval.
func watch(t *testing.T, beats <-chan struct{}, interval, total time.Duration) {
	end := time.After(total)
	last := time.Now()
	for {
		select {
		case _, ok := <-beats:
			if !ok {
				return
			}
			last = time.Now()
		case <-time.After(interval + interval/2):
			t.Fatalf("no beat for %v: taken for dead", time.Since(last))
		case <-end:
			return
		}
	}
}

// longWork has one item that takes ten intervals.
func longWork(t *testing.T, work working) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	beats, results := work(ctx, time.Second, []int{1}, func(ctx context.Context, n int) int {
		select {
		case <-time.After(10 * time.Second):
		case <-ctx.Done():
		}
		return 2 * n
	})
	watch(t, beats, time.Second, 9*time.Second)
	if r := <-results; r != 2 {
		t.Errorf("result %d, want 2", r)
	}
}

// resultsUnread has quick items, and nobody who takes the results for a while.
func resultsUnread(t *testing.T, work working) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	beats, results := work(ctx, time.Second, []int{1, 2}, double)
	watch(t, beats, time.Second, 9*time.Second)
	if a, b := <-results, <-results; a != 2 || b != 4 {
		t.Errorf("results %d, %d, want 2, 4", a, b)
	}
}

//chaosrun:clock idle
func TestLongWork(t *testing.T) { longWork(t, Work[int, int]) }

//chaosrun:clock idle
func TestResultsUnread(t *testing.T) { resultsUnread(t, Work[int, int]) }
