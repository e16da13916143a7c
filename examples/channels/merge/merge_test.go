package merge

import (
	"context"
	"slices"
	"testing"
)

// merging is what Merge and its wrong versions have in common.
type merging func(ctx context.Context, a, b <-chan int) <-chan int

// source sends values until ctx is done, and closes its channel.
func source(ctx context.Context, values ...int) <-chan int {
	ch := make(chan int)
	go func() {
		defer close(ch)
		for _, v := range values {
			select {
			case ch <- v:
			case <-ctx.Done():
				return
			}
		}
	}()
	return ch
}

// allOfBoth reads to the end. Everything arrives, and what one source sends arrives in
// its order.
func allOfBoth(t *testing.T, merge merging) {
	var odd, even []int
	for v := range merge(t.Context(), source(t.Context(), 1, 3, 5), source(t.Context(), 2, 4)) {
		if v%2 == 1 {
			odd = append(odd, v)
		} else {
			even = append(even, v)
		}
	}
	if !slices.Equal(odd, []int{1, 3, 5}) || !slices.Equal(even, []int{2, 4}) {
		t.Errorf("received %v of the one and %v of the other", odd, even)
	}
}

// stopEarly reads one value and is content. Whoever starts goroutines cleans up.
func stopEarly(t *testing.T, merge merging) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	<-merge(ctx, source(ctx, 1, 3, 5), source(ctx, 2, 4))
}

func TestAllOfBoth(t *testing.T) { allOfBoth(t, Merge[int]) }

func TestStopEarly(t *testing.T) { stopEarly(t, Merge[int]) }

func TestOneIsNil(t *testing.T) {
	if v, ok := <-Merge(t.Context(), nil, source(t.Context(), 7)); v != 7 || !ok {
		t.Errorf("received %d, %v, want 7", v, ok)
	}
}
