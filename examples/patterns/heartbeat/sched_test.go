package heartbeat

import (
	"context"
	"testing"
	"time"

	"github.com/chaosrun/chaosrun/fakeclock"
	"github.com/chaosrun/chaosrun/inject"
	"github.com/chaosrun/chaosrun/sched"
)

// Somebody sets the clock of the machine, and its timers are late: whoever listens still hears a
// beat in every three intervals while there is work.
func TestClockIsSet(t *testing.T) {
	sched.Test(t, func(t *testing.T) {
		begin := time.Now()
		const interval = time.Second
		beats, results := Work(t.Context(), interval, []int{1, 2}, func(_ context.Context, n int) int {
			time.Sleep(5 * interval)
			return n
		})
		heard := time.Now()
		for results != nil {
			select {
			case _, ok := <-beats:
				silence := time.Since(heard)
				sched.Always(!ok || silence <= 3*interval, "the beat goes on", "silence", silence)
				heard = time.Now()
				if !ok {
					beats = nil
				}
			case _, ok := <-results:
				if !ok {
					results = nil
				}
			}
		}
		far := time.Now().Round(0).Sub(begin.Round(0)) - time.Since(begin)
		sched.Sometimes(far.Abs() > time.Hour, "the clock is set far")
	}, sched.Schedules(200), sched.Clock(fakeclock.Jitter(500*time.Millisecond)),
		sched.Faults(inject.Plan{Point: inject.Clock, Do: inject.Jump(-24*time.Hour, 24*time.Hour), Max: 2, Percent: 20}))
}
