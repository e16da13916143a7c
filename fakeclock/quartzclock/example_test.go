package quartzclock_test

import (
	"testing"
	"time"

	"github.com/coder/quartz"

	"github.com/chaosrun/chaosrun/fakeclock/quartzclock"
	"github.com/chaosrun/chaosrun/sched"
)

// A test of code that takes a quartz.Clock keeps its lines but the one that makes the clock.
func ExampleNew() {
	expire := func(clock quartz.Clock, expired *bool) {
		clock.AfterFunc(time.Hour, func() { *expired = true })
	}
	_ = func(t *testing.T) { // func TestExpire(t *testing.T)
		sched.Test(t, func(t *testing.T) {
			clock := quartzclock.New() // was: quartz.NewMock(t)
			expired := false
			expire(clock, &expired)
			clock.Advance(time.Hour).MustWait(t.Context())
			if !expired {
				t.Error("not expired")
			}
		})
	}
}

// A trap holds up a call, so that the clock can move just before it.
func ExampleClock_Trap() {
	_ = func(t *testing.T, work func(quartz.Clock)) { // inside a body
		clock := quartzclock.New()
		trap := clock.Trap().NewTimer("retry")
		defer trap.Close()
		go work(clock)
		call := trap.MustWait(t.Context())
		t.Log(call.Duration) // how long it is about to wait
		clock.Advance(time.Minute)
		call.MustRelease(t.Context())
	}
}
