package pipeline

import (
	"context"
	"slices"
	"testing"

	"github.com/leanovate/gopter/gen"

	"github.com/chaosrun/chaosrun/proptest"
)

func square(n int) int { return n * n }
func small(n int) bool { return n%10 < 5 }
func collect(in <-chan int) (all []int) {
	for v := range in {
		all = append(all, v)
	}
	return all
}

// sequential is what the pipeline computes, without a goroutine.
func sequential(values []int) (all []int) {
	for _, v := range values {
		if n := square(v); small(n) {
			all = append(all, n)
		}
	}
	return all
}

// build puts the three stages together, each from some implementation.
type build func(ctx context.Context, values []int) <-chan int

func stages(ctx context.Context, values []int) <-chan int {
	return Filter(ctx, Map(ctx, Generate(ctx, values...), square), small)
}

// sameAsSequential runs the pipeline to its end and compares.
func sameAsSequential(t *testing.T, pipe build, values []int) {
	got, want := collect(pipe(t.Context(), values)), sequential(values)
	if !slices.Equal(got, want) {
		t.Errorf("pipeline of %v gave %v, want %v", values, got, want)
	}
}

// stopAtFirst takes one value and leaves. Whoever consumes a pipeline may do so.
func stopAtFirst(t *testing.T, pipe build) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	if v := <-pipe(ctx, []int{1, 2, 3, 4}); v != 1 {
		t.Errorf("first value %d, want 1", v)
	}
}

func TestEqualsSequential(t *testing.T) {
	sameAsSequential(t, stages, nil)
	sameAsSequential(t, stages, []int{3})
	sameAsSequential(t, stages, []int{1, 2, 3, 4, 5})
}

// The inputs are drawn like the schedules, and made small like them if the test fails.
func TestEqualsSequentialForAnyInput(t *testing.T) {
	proptest.ForAll(t, gen.SliceOf(gen.IntRange(-9, 9)), func(t *testing.T, values []int) {
		sameAsSequential(t, stages, values)
	}, proptest.MaxSize(8))
}

func TestConsumerStops(t *testing.T) {
	stopAtFirst(t, stages)
}

// After a cancel the channel closes, so that a consumer that stays ends too. What it
// got is a beginning of what there was to get.
func TestCancelledIsPrefix(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	values := []int{1, 2, 5, 9, 11}
	pipe := stages(ctx, values)
	go cancel()
	got, want := collect(pipe), sequential(values)
	if len(got) > len(want) || !slices.Equal(got, want[:len(got)]) {
		t.Errorf("got %v, which does not begin %v", got, want)
	}
}
