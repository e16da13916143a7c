package testing

import (
	"chaosrun/engine"
	"sync"
	"sync/atomic"
)

// chaosCanaryRuns is how many runs the canary gets. Each loses an update with a probability of
// about a half.
const chaosCanaryRuns = 100

// chaosCanary proves that this binary is under control: a program that loses an update under
// some schedules, and never under the plain one, must do so within a few runs. It returns the
// number of the run that does, from 1; 0: none.
func chaosCanary() uint64 {
	strat := new(engine.Random)
	for i := uint64(1); i <= chaosCanaryRuns; i++ {
		var n atomic.Int32
		chaosRun(func() {
			var wg sync.WaitGroup
			for range 2 {
				wg.Go(func() { n.Store(n.Load() + 1) })
			}
			wg.Wait()
		}, strat, engine.RunSeed(1, i), 0, i, nil, ^uint64(0))
		if n.Load() == 1 {
			return i
		}
	}
	return 0
}
