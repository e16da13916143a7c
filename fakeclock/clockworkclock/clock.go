// Package clockworkclock is for tests of code that is written against the Clock of
// github.com/jonboulle/clockwork: its [Clock] takes the place of clockwork's FakeClock in a
// controlled run. What it shows is the run's virtual time, which the rest of the test, package
// time included, sees too.
package clockworkclock

import (
	"context"
	"time"

	"github.com/jonboulle/clockwork"

	"github.com/chaosrun/chaosrun/fakeclock"
)

// Clock is a [clockwork.Clock] that moves when the test says so, with the methods of
// clockwork's FakeClock. It is safe for concurrent use.
type Clock struct{ clockwork.Clock }

// New returns the run's clock and stops it, as [fakeclock.Use] does with [fakeclock.Manual]:
// time passes by Advance alone. It panics outside control.
func New() *Clock {
	fakeclock.Use(fakeclock.Manual)
	return &Clock{clockwork.NewRealClock()}
}

// Advance is [fakeclock.Advance]: it panics if d is negative.
func (*Clock) Advance(d time.Duration) { fakeclock.Advance(d) }

// BlockUntil waits until n goroutines wait for the clock: it is [fakeclock.WaitForTimers], and
// counts what that counts.
func (*Clock) BlockUntil(n int) { fakeclock.WaitForTimers(n) }

// BlockUntilContext is BlockUntil, and gives up with the context's error when that is done.
func (*Clock) BlockUntilContext(ctx context.Context, n int) error {
	for len(fakeclock.Timers()) < n {
		if err := ctx.Err(); err != nil {
			return err
		}
		if fakeclock.Wait(); len(fakeclock.Timers()) < n {
			// Nobody can go on, so nobody will wait for the clock.
			<-ctx.Done()
		}
	}
	return nil
}
