package runner

import (
	"context"
	"testing"

	"github.com/chaosrun/chaosrun/internal/toolchain"
)

const endless = `package busy

import (
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
)

// TestLost: if the second store comes first, nobody sets stop again.
func TestLost(t *testing.T) {
	var stop atomic.Bool
	go stop.Store(false)
	go stop.Store(true)
	for !stop.Load() {
		runtime.Gosched()
	}
}

// TestSlowOrLost: a schedule with one preemption makes the test slow, and only one with two lets it run for
// ever. The slow one is the simpler, and no livelock.
func TestSlowOrLost(t *testing.T) {
	var a, b, slow, lost atomic.Int32
	var wg sync.WaitGroup
	wg.Go(func() {
		a.Store(1)
		a.Store(2)
		b.Store(1)
		b.Store(2)
	})
	wg.Go(func() {
		if a.Load() == 1 {
			slow.Store(1)
			if b.Load() == 1 {
				lost.Store(1)
			}
		}
	})
	wg.Wait()
	for n := 0; slow.Load() == 1 && n < 100_000 || lost.Load() == 1; n++ {
		runtime.Gosched()
	}
}
`

// TestLivelocksAreWhole: the recording of a livelock has its beginning, few steps, and a schedule that
// does not end.
func TestLivelocksAreWhole(t *testing.T) {
	r := runnerOf(t, toolchain.Config{}, endless)
	r.Schedules, r.Strategy, r.Shrink = 2000, "random", 0
	for _, test := range []string{"TestLost", "TestSlowOrLost"} {
		res := r.Explore(context.Background(), test)
		if res.Err != nil || len(res.Failures) != 1 || res.Failures[0].Kind != "livelock" {
			t.Fatalf("%s: %v, %d failures", test, res.Err, len(res.Failures))
		}
		rec := res.Failures[0].Trace
		if rec.From > 0 || len(rec.Events) > 1<<16 || rec.MaxSteps > 1<<16 {
			t.Errorf("%s: %d events from step %d on, of a run that is fair after %d", test, len(rec.Events), rec.From, rec.MaxSteps)
		}
		simple, err := r.Simplify(context.Background(), rec, 0, false, nil)
		if err != nil {
			t.Fatalf("%s: %v", test, err)
		}
		if on, err := r.goesOn(context.Background(), simple); err != nil || !on {
			t.Errorf("%s: the simpler schedule ends: %v, %v; %s", test, on, err, simple.Cost())
		}
	}
}
