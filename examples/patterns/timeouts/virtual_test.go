//go:build chaosrun

package timeouts

import (
	"errors"
	"testing"
	"time"
)

// These tests say when something happens, which only virtual time can tell.

//chaosrun:clock idle
func TestNeverLater(t *testing.T) {
	for _, work := range []time.Duration{0, time.Second, 3 * time.Second, time.Hour} {
		start := time.Now()
		v, err := Do(3*time.Second, func() int {
			time.Sleep(work)
			return 42
		})
		took := time.Since(start).Round(time.Millisecond) // steps take time
		switch {
		case err == nil && (v != 42 || took != work):
			t.Errorf("work of %v: got %d after %v", work, v, took)
		case err != nil && (!errors.Is(err, ErrTimeout) || took != 3*time.Second || work < took):
			t.Errorf("work of %v: error %v after %v", work, err, took)
		}
	}
}

// dripping has a value every second for a minute. The limit is 3.5 seconds.
func dripping(t *testing.T, collect collect) {
	ch := make(chan int)
	quit := make(chan struct{})
	defer close(quit)
	go func() {
		for i := range 60 {
			time.Sleep(time.Second)
			select {
			case ch <- i:
			case <-quit:
				return
			}
		}
	}()
	start := time.Now()
	got := collect(3500*time.Millisecond, ch)
	if took := time.Since(start).Round(time.Millisecond); len(got) != 3 || took != 3500*time.Millisecond {
		t.Errorf("%d values after %v, want 3 after 3.5s", len(got), took)
	}
}

//chaosrun:clock idle
func TestDripping(t *testing.T) { dripping(t, Collect[int]) }
