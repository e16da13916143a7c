package clockworkclock_test

import (
	"testing"
	"time"

	"github.com/jonboulle/clockwork"

	"github.com/chaosrun/chaosrun/fakeclock/clockworkclock"
	"github.com/chaosrun/chaosrun/sched"
)

// A test of code that takes a clockwork.Clock keeps its lines but the one that makes the
// clock.
func ExampleNew() {
	poll := func(clock clockwork.Clock, done chan<- bool) {
		clock.Sleep(time.Hour)
		done <- true
	}
	_ = func(t *testing.T) { // func TestPoll(t *testing.T)
		sched.Test(t, func(t *testing.T) {
			clock := clockworkclock.New() // was: clockwork.NewFakeClock()
			done := make(chan bool)
			go poll(clock, done)
			clock.BlockUntil(1)
			clock.Advance(time.Hour)
			<-done
		})
	}
}
