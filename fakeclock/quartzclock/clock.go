// Package quartzclock is for tests of code that uses the Clock of github.com/coder/quartz. In a
// controlled run its [Clock] takes the place of quartz's Mock, including traps. It shows the
// virtual time of the run, like package time in the rest of the test.
package quartzclock

import (
	"context"
	"time"

	"github.com/coder/quartz"

	"github.com/chaosrun/chaosrun/fakeclock"
)

// Clock is a [quartz.Clock] that the test advances. It is safe for concurrent use.
type Clock struct {
	quartz.Clock
	traps traps
}

// New returns the clock of the run and stops the clock, as [fakeclock.Use] does with
// [fakeclock.Manual]: time passes only by the methods of the clock. It panics outside control.
func New() *Clock {
	fakeclock.Use(fakeclock.Manual)
	return &Clock{Clock: quartz.NewReal()}
}

// Advanced waits for the goroutines that an advance has woken.
type Advanced struct{}

// Wait waits until no other goroutine of the run is runnable; see [fakeclock.Wait]. It returns the
// error of the context if the context is done by then.
func (Advanced) Wait(ctx context.Context) error {
	fakeclock.Wait()
	return ctx.Err()
}

// MustWait is like Wait, but panics if there is an error.
func (a Advanced) MustWait(ctx context.Context) {
	if err := a.Wait(ctx); err != nil {
		panic("quartzclock: " + err.Error())
	}
}

// Advance is [fakeclock.Advance]. It panics if d is negative, and may advance past more than one
// timer.
func (*Clock) Advance(d time.Duration) Advanced {
	fakeclock.Advance(d)
	return Advanced{}
}

// Set is [fakeclock.AdvanceTo].
func (*Clock) Set(t time.Time) Advanced {
	fakeclock.AdvanceTo(t)
	return Advanced{}
}

// Peek returns the time until the next timer is due, of the timers that [fakeclock.Timers] counts.
// ok is false if there is none.
func (*Clock) Peek() (d time.Duration, ok bool) {
	timers := fakeclock.Timers()
	if len(timers) == 0 {
		return 0, false
	}
	return timers[0].In, true
}

// AdvanceNext advances to the next timer, as Peek reports it, and returns the duration of the
// advance: 0 if there is no timer.
func (c *Clock) AdvanceNext() (time.Duration, Advanced) {
	d, _ := c.Peek()
	return d, c.Advance(d)
}
