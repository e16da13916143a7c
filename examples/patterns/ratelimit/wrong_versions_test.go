//go:build chaosrun

package ratelimit

import (
	"context"
	"sync"
	"time"
)

// bucket is a channel of tokens that a goroutine fills.
type bucket chan struct{}

func (b bucket) Wait(ctx context.Context) error {
	select {
	case <-b:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func fullBucket(burst int) bucket {
	b := make(bucket, burst)
	for range burst {
		b <- struct{}{}
	}
	return b
}

// newTicking fills its bucket for ever, whether or not somebody still takes from it.
func newTicking(_ context.Context, every time.Duration, burst int) limiter {
	b := fullBucket(burst)
	go func() {
		for range time.Tick(every) {
			b <- struct{}{}
		}
	}()
	return b
}

// newWaiting ends with ctx. When the bucket is full, it stands before it with one more
// token in its hand.
func newWaiting(ctx context.Context, every time.Duration, burst int) limiter {
	b := fullBucket(burst)
	go func() {
		ticker := time.NewTicker(every)
		defer ticker.Stop()
		for {
			select {
			case <-ticker.C:
			case <-ctx.Done():
				return
			}
			select {
			case b <- struct{}{}:
			case <-ctx.Done():
				return
			}
		}
	}()
	return b
}

// windowed counts how many have passed since the last full window began. At the end of
// one window and the beginning of the next, twice as many pass.
type windowed struct {
	window time.Duration
	most   int

	mu    sync.Mutex
	begin time.Time // guarded by mu
	n     int       // guarded by mu
}

func newWindowed(_ context.Context, every time.Duration, burst int) limiter {
	return &windowed{window: every * time.Duration(burst), most: burst, begin: time.Now()}
}

func (w *windowed) Wait(ctx context.Context) error {
	for {
		w.mu.Lock()
		now := time.Now()
		for now.Sub(w.begin) >= w.window {
			w.begin, w.n = w.begin.Add(w.window), 0
		}
		next := w.begin.Add(w.window)
		if w.n < w.most {
			w.n++
			w.mu.Unlock()
			return nil
		}
		w.mu.Unlock()
		select {
		case <-time.After(next.Sub(now)):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
