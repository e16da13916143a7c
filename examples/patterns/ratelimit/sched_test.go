package ratelimit

import (
	"sync/atomic"
	"testing"
	"time"

	"github.com/chaosrun/chaosrun/fakeclock"
	"github.com/chaosrun/chaosrun/sched"
)

// The clock stands still but when the test moves it: as many have passed as it says.
func TestByTheClock(t *testing.T) {
	sched.Test(t, func(t *testing.T) {
		const every, burst, callers = time.Minute, 2, 5
		l := New(every, burst)
		var passed atomic.Int32
		for range callers {
			go func() {
				if l.Wait(t.Context()) == nil {
					passed.Add(1)
				}
			}()
		}
		fakeclock.WaitForTimers(callers - burst)
		for n := int32(burst); ; n++ {
			fakeclock.Wait()
			sched.Always(passed.Load() == n, "no more and no fewer pass", "want", n, "passed", passed.Load())
			if n == callers {
				return
			}
			fakeclock.Advance(every - 1)
			fakeclock.Wait()
			sched.Always(passed.Load() == n, "nobody passes too early", "want", n, "passed", passed.Load())
			fakeclock.Advance(1)
		}
	}, sched.Schedules(200), sched.Clock(fakeclock.Manual))
}
