package bridge

import (
	"context"
	"slices"
	"testing"
)

// flattening is what Bridge and its wrong versions have in common.
type flattening func(ctx context.Context, streams <-chan (<-chan int)) <-chan int

// pages returns streams of two values each. The last of them is not closed if it is not
// to be: its sender has stopped for some reason.
func pages(ctx context.Context, n int, lastCloses bool) <-chan (<-chan int) {
	streams := make(chan (<-chan int))
	go func() {
		defer close(streams)
		for page := range n {
			stream := make(chan int)
			select {
			case streams <- stream:
			case <-ctx.Done():
				return
			}
			for v := 2 * page; v < 2*page+2; v++ {
				select {
				case stream <- v:
				case <-ctx.Done():
					return
				}
			}
			if page < n-1 || lastCloses {
				close(stream)
			}
		}
	}()
	return streams
}

// inOrder reads to the end.
func inOrder(t *testing.T, bridge flattening) {
	var got []int
	for v := range bridge(t.Context(), pages(t.Context(), 3, true)) {
		got = append(got, v)
	}
	if want := []int{0, 1, 2, 3, 4, 5}; !slices.Equal(got, want) {
		t.Errorf("received %v, want %v", got, want)
	}
}

// openStream has a stream that does not end. The reader cancels when it has all.
func openStream(t *testing.T, bridge flattening) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	n := 0
	for v := range bridge(ctx, pages(ctx, 2, false)) {
		if v != n {
			t.Errorf("received %d, want %d", v, n)
		}
		if n++; n == 4 {
			break
		}
	}
}

// stopReading takes one value and goes.
func stopReading(t *testing.T, bridge flattening) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	<-bridge(ctx, pages(ctx, 3, true))
}

func TestInOrder(t *testing.T) { inOrder(t, Bridge[int]) }

func TestOpenStream(t *testing.T) { openStream(t, Bridge[int]) }

func TestStopReading(t *testing.T) { stopReading(t, Bridge[int]) }
