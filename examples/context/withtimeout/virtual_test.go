//go:build chaosrun

package withtimeout

import (
	"context"
	"errors"
	"testing"
	"time"
)

// These tests say when something happens, which only virtual time can tell.

//chaosrun:clock idle
func TestEndsAtDeadlineExactly(t *testing.T) {
	for _, c := range []struct{ parent, limit, want time.Duration }{
		{parent: time.Hour, limit: 3 * time.Second, want: 3 * time.Second},
		{parent: 2 * time.Second, limit: 3 * time.Second, want: 2 * time.Second},
		{parent: time.Second, limit: time.Second, want: time.Second},
	} {
		ctx, cancel := context.WithTimeout(t.Context(), c.parent)
		start := time.Now()
		_, err := Receive(ctx, make(chan int), c.limit)
		if took := time.Since(start).Round(time.Millisecond); took != c.want || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("parent %v, limit %v: %v after %v", c.parent, c.limit, err, took)
		}
		cancel()
	}
}

// TestCancelledBefore needs the limit to be far away, which in real time it is not.
//
//chaosrun:clock idle
func TestCancelledBefore(t *testing.T) { cancelledBefore(t, Receive[int]) }

// atDeadline sends a value at the very moment at which the limit is over.
func atDeadline(t *testing.T, limit time.Duration) (ch chan int, v int, err error) {
	ch = make(chan int, 1)
	go func() {
		time.Sleep(limit)
		ch <- 42
	}()
	v, err = Receive(t.Context(), ch, limit)
	return ch, v, err
}

// Either may be first. The value is never lost: it is returned, or still in ch.
func TestTieLosesNothing(t *testing.T) {
	ch, v, err := atDeadline(t, time.Second)
	if err != nil {
		v = <-ch
	}
	if v != 42 {
		t.Errorf("got %d, want 42", v)
	}
}
