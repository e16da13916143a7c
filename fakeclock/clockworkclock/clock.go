// Package clockworkclock is for tests of code that uses the Clock of
// github.com/jonboulle/clockwork. In a controlled run its [Clock] takes the place of clockwork's
// FakeClock. It shows the virtual time of the run, like package time in the rest of the test.
package clockworkclock

import (
	"context"
	"time"

	"github.com/jonboulle/clockwork"

	"github.com/chaosrun/chaosrun/fakeclock"
)

// Clock is a [clockwork.Clock] that the test advances, with the methods of clockwork's FakeClock.
// It is safe for concurrent use.
type Clock struct{ clockwork.Clock }

// New returns the clock of the run and stops the clock, as [fakeclock.Use] does with
// [fakeclock.Manual]: time passes only by Advance. It panics outside control.
func New() *Clock {
	fakeclock.Use(fakeclock.Manual)
	return &Clock{clockwork.NewRealClock()}
}

// Advance is [fakeclock.Advance]. It panics if d is negative.
func (*Clock) Advance(d time.Duration) { fakeclock.Advance(d) }

// BlockUntil waits until n goroutines wait for the clock. It is [fakeclock.WaitForTimers], and
// counts the same timers.
func (*Clock) BlockUntil(n int) { fakeclock.WaitForTimers(n) }

// BlockUntilContext is like BlockUntil, but returns the error of the context if the context is
// done first.
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
