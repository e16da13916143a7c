package ratelimit

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"
)

// limiter is what Limiter and its wrong versions have in common.
type limiter interface {
	Wait(context.Context) error
}

// newLimiter makes one. ctx is done when it is not needed any more.
type newLimiter func(ctx context.Context, every time.Duration, burst int) limiter

func ours(_ context.Context, every time.Duration, burst int) limiter { return New(every, burst) }

// allPass has more at the limiter than it lets pass at once. All pass in the end.
func allPass(t *testing.T, newLimiter newLimiter) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	l := newLimiter(ctx, time.Millisecond, 2)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if err := l.Wait(t.Context()); err != nil {
				t.Errorf("error %v", err)
			}
		})
	}
	wg.Wait()
}

func TestAllPass(t *testing.T) { allPass(t, ours) }

//chaosrun:clock idle
func TestGivesUp(t *testing.T) {
	l := New(time.Hour, 1)
	if err := l.Wait(t.Context()); err != nil {
		t.Errorf("the first: error %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	go cancel()
	if err := l.Wait(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("the second: error %v, want %v", err, context.Canceled)
	}
}
