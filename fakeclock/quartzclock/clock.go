// Package quartzclock is for tests of code that is written against the Clock of
// github.com/coder/quartz: its [Clock] takes the place of quartz's Mock in a controlled run, traps
// included. What it shows is the run's virtual time, which the rest of the test, package time
// included, sees too.
package quartzclock

import (
	"context"
	"time"

	"github.com/coder/quartz"

	"github.com/chaosrun/chaosrun/fakeclock"
)

// Clock is a [quartz.Clock] that moves when the test says so. It is safe for concurrent use.
type Clock struct {
	quartz.Clock
	traps traps
}

// New returns the run's clock and stops it, as [fakeclock.Use] does with [fakeclock.Manual]:
// time passes by the methods of the clock alone. It panics outside control.
func New() *Clock {
	fakeclock.Use(fakeclock.Manual)
	return &Clock{Clock: quartz.NewReal()}
}

// Advanced waits for what an advance has brought about.
type Advanced struct{}

// Wait waits until no other goroutine of the run can go on; see [fakeclock.Wait]. It returns
// the error of the context if that is done by then.
func (Advanced) Wait(ctx context.Context) error {
	fakeclock.Wait()
	return ctx.Err()
}

// MustWait is Wait, and panics instead of returning an error.
func (a Advanced) MustWait(ctx context.Context) {
	if err := a.Wait(ctx); err != nil {
		panic("quartzclock: " + err.Error())
	}
}

// Advance is [fakeclock.Advance]: it panics if d is negative, and may pass more than one
// timer.
func (*Clock) Advance(d time.Duration) Advanced {
	fakeclock.Advance(d)
	return Advanced{}
}

// Set is [fakeclock.AdvanceTo]: it does nothing if t has passed.
func (*Clock) Set(t time.Time) Advanced {
	fakeclock.AdvanceTo(t)
	return Advanced{}
}

// Peek is how long it takes until the next timer is due, of those that [fakeclock.Timers]
// counts; ok is false if there is none.
func (*Clock) Peek() (d time.Duration, ok bool) {
	timers := fakeclock.Timers()
	if len(timers) == 0 {
		return 0, false
	}
	return timers[0].In, true
}

// AdvanceNext advances to the next timer, as Peek has it, and returns by how much: 0 if there
// is none.
func (c *Clock) AdvanceNext() (time.Duration, Advanced) {
	d, _ := c.Peek()
	return d, c.Advance(d)
}
