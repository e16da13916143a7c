package ordone

import (
	"context"
	"slices"
	"testing"
)

// wrapping is what OrDone and its wrong versions have in common.
type wrapping func(ctx context.Context, ch <-chan int) <-chan int

// source sends 0, 1, 2, … n-1 and then closes, if it is to, until ctx is done.
func source(ctx context.Context, n int, closes bool) <-chan int {
	ch := make(chan int)
	go func() {
		for i := range n {
			select {
			case ch <- i:
			case <-ctx.Done():
				return
			}
		}
		if closes {
			close(ch)
		}
	}()
	return ch
}

// toTheEnd reads all of a channel that is closed.
func toTheEnd(t *testing.T, orDone wrapping) {
	var got []int
	for v := range orDone(t.Context(), source(t.Context(), 4, true)) {
		got = append(got, v)
	}
	if want := []int{0, 1, 2, 3}; !slices.Equal(got, want) {
		t.Errorf("received %v, want %v", got, want)
	}
}

// neverClosed reads a channel that nobody closes, and cancels at some time. What arrives
// is the beginning of what was sent, and the range ends.
func neverClosed(t *testing.T, orDone wrapping) {
	ctx, cancel := context.WithCancel(t.Context())
	go cancel()
	next := 0
	for v := range orDone(ctx, source(ctx, 3, false)) {
		if v != next {
			t.Errorf("received %d, want %d", v, next)
		}
		next++
	}
}

// stopReading takes one value and goes. It cancels, as one should.
func stopReading(t *testing.T, orDone wrapping) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	for range orDone(ctx, source(ctx, 4, true)) {
		break
	}
}

func TestToTheEnd(t *testing.T) { toTheEnd(t, OrDone[int]) }

func TestNeverClosed(t *testing.T) { neverClosed(t, OrDone[int]) }

func TestStopReading(t *testing.T) { stopReading(t, OrDone[int]) }
