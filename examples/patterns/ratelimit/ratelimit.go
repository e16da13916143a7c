package ratelimit

import (
	"context"
	"sync"
	"time"
)

// Limiter lets one pass every so often, and after a pause up to a number of them at
// once. It is a token bucket without a goroutine to fill it: what has come in by now
// follows from the time.
type Limiter struct {
	every time.Duration
	burst int

	mu   sync.Mutex
	full time.Time // when the bucket will be full again; guarded by mu
}

// New returns a limiter that lets burst pass at once, and then one every so often. With
// a burst of 1, it is a steady one.
func New(every time.Duration, burst int) *Limiter {
	return &Limiter{every: every, burst: burst}
}

// Wait waits for its turn. It returns an error when ctx is done before; its turn is
// lost then.
func (l *Limiter) Wait(ctx context.Context) error {
	timer := time.NewTimer(time.Until(l.reserve(time.Now())))
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// reserve takes one token and returns when it may be used.
func (l *Limiter) reserve(now time.Time) time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.full.Before(now) {
		l.full = now // it does not become fuller than full
	}
	at := l.full.Add(-time.Duration(l.burst-1) * l.every)
	l.full = l.full.Add(l.every)
	return at
}
