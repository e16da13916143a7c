package withtimeout

import (
	"context"
	"errors"
	"testing"
	"time"
)

// receive is what Receive and its wrong versions have in common.
type receive func(ctx context.Context, ch <-chan int, limit time.Duration) (int, error)

// readyAtDeadline calls when both have happened: the value is there, and the time is
// over.
func readyAtDeadline(t *testing.T, receive receive) {
	ch := make(chan int, 1)
	ch <- 42
	if v, err := receive(t.Context(), ch, 0); v != 42 || err != nil {
		t.Errorf("got %d, %v for a value that was there", v, err)
	}
}

// cancelledBefore cancels the caller's context long before the limit.
func cancelledBefore(t *testing.T, receive receive) {
	ctx, cancel := context.WithCancel(t.Context())
	go cancel()
	if _, err := receive(ctx, make(chan int), 10*time.Millisecond); !errors.Is(err, context.Canceled) {
		t.Errorf("got error %v, want %v", err, context.Canceled)
	}
}

func TestReadyAtDeadline(t *testing.T) { readyAtDeadline(t, Receive[int]) }

//chaosrun:clock idle
func TestValueInTime(t *testing.T) {
	ch := make(chan int)
	go func() { ch <- 42 }()
	if v, err := Receive(t.Context(), ch, time.Hour); v != 42 || err != nil {
		t.Errorf("got %d, %v, want 42", v, err)
	}
}

func TestNoValue(t *testing.T) {
	if _, err := Receive(t.Context(), make(chan int), time.Millisecond); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got error %v, want %v", err, context.DeadlineExceeded)
	}
}

func TestParentIsOver(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 0)
	defer cancel()
	if _, err := Receive(ctx, make(chan int), time.Hour); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got error %v, want %v", err, context.DeadlineExceeded)
	}
}
