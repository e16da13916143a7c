package heartbeat

import (
	"context"
	"slices"
	"testing"
	"time"
)

// working is what Work and its wrong versions have in common.
type working func(ctx context.Context, interval time.Duration, items []int, f func(context.Context, int) int) (<-chan struct{}, <-chan int)

func double(_ context.Context, n int) int { return 2 * n }

// beatsIgnored reads the results, and does not listen to the beats.
func beatsIgnored(t *testing.T, work working) {
	_, results := work(t.Context(), time.Millisecond, []int{1, 2, 3}, double)
	var got []int
	for r := range results {
		got = append(got, r)
	}
	if want := []int{2, 4, 6}; !slices.Equal(got, want) {
		t.Errorf("results %v, want %v", got, want)
	}
}

func TestBeatsIgnored(t *testing.T) { beatsIgnored(t, Work[int, int]) }

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	beats, results := Work(ctx, time.Hour, []int{1, 2}, func(ctx context.Context, n int) int {
		<-ctx.Done()
		return 2 * n
	})
	go cancel()
	for range results { // one may have been sent before the cancel was heard
	}
	for range beats {
	}
}
