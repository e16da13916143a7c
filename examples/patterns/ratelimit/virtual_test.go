//go:build chaosrun

package ratelimit

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"
)

// These tests say when somebody passes, which only virtual time can tell.

// anyWindow has several goroutines that come at different times, and looks at every
// stretch of time between two that passed.
func anyWindow(t *testing.T, newLimiter newLimiter) {
	const every, burst = time.Second, 3
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	l := newLimiter(ctx, every, burst)
	var mu sync.Mutex
	var passed []time.Time
	var wg sync.WaitGroup
	for i := range 3 {
		wg.Go(func() {
			time.Sleep(time.Duration(i) * 10500 * time.Millisecond)
			for range 5 {
				if err := l.Wait(ctx); err != nil {
					t.Errorf("error %v", err)
				}
				mu.Lock()
				passed = append(passed, time.Now())
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	slices.SortFunc(passed, time.Time.Compare)
	for i := range passed {
		for j := i; j < len(passed); j++ {
			window := passed[j].Sub(passed[i]).Round(time.Millisecond) // steps take time
			if n, most := j-i+1, burst+int(window/every); n > most {
				t.Fatalf("%d passed within %v, want at most %d", n, window, most)
			}
		}
	}
}

//chaosrun:clock idle
func TestAnyWindow(t *testing.T) { anyWindow(t, ours) }

// Nobody waits longer than necessary either.
//
//chaosrun:clock idle
func TestSteady(t *testing.T) {
	l := New(time.Second, 1)
	start := time.Now()
	for i := range 4 {
		l.Wait(t.Context())
		if got, want := time.Since(start).Round(time.Millisecond), time.Duration(i)*time.Second; got != want {
			t.Errorf("number %d passed after %v, want %v", i, got, want)
		}
	}
}
