package leaks

import (
	"context"
	"testing"
)

// await is what Await and its wrong versions have in common.
type await func(ctx context.Context, ch <-chan int, use func(int)) <-chan struct{}

// cancelEarly walks away: no value is ever sent. It does not wait for the goroutine,
// for that is what callers do; that none is left is for chaosrun to see.
func cancelEarly(t *testing.T, start await) {
	ctx, cancel := context.WithCancel(t.Context())
	start(ctx, make(chan int), func(v int) { t.Errorf("use(%d), but nothing was sent", v) })
	cancel()
}

func TestCancelLeavesNothing(t *testing.T) {
	cancelEarly(t, Await[int])
}

func TestCancelEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	done := Await(ctx, make(chan int), func(int) {})
	cancel()
	<-done
}

func TestValueIsUsed(t *testing.T) {
	ch := make(chan int)
	got := 0
	done := Await(t.Context(), ch, func(v int) { got = v })
	ch <- 42
	<-done
	if got != 42 {
		t.Errorf("used %d, want 42", got)
	}
}

func TestClosedChannelEnds(t *testing.T) {
	ch := make(chan int)
	close(ch)
	<-Await(t.Context(), ch, func(v int) { t.Errorf("use(%d) of a closed channel", v) })
}

// TestValueOrCancel sends and cancels at the same time: the value is used or it is
// not, and the goroutine ends either way.
func TestValueOrCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	ch := make(chan int, 1)
	used := 0
	done := Await(ctx, ch, func(int) { used++ })
	go cancel()
	ch <- 42
	<-done
	if used > 1 {
		t.Errorf("used %d times", used)
	}
}
