// Package fakeclock controls the virtual time of a controlled run: of a test under
// [sched.Test] or chaosrun test. The code under test uses packages time and context as they
// are; nothing is injected.
//
// Every run begins at midnight UTC, 1 January 2000. By itself time passes only when no
// goroutine can run, and then at once to when the next timer is due; see [Policy]. Timers,
// tickers, sleeps and deadlines behave as those of Go 1.23 and later, whatever the go line
// of the module says.
//
// Functions that change the clock panic outside control, where there is no clock to change.
// All functions may be called by any goroutine of the run. A call that changes the clock is
// a scheduling point.
//
// [sched.Test]: https://pkg.go.dev/github.com/chaosrun/chaosrun/sched#Test
package fakeclock

import (
	"fmt"
	"runtime"
	"slices"
	"time"

	"github.com/chaosrun/chaosrun/internal/tape"
)

// Policy says when virtual time passes by itself.
type Policy int

const (
	// Idle lets time pass when no goroutine can run: computing takes no time. It is the
	// default.
	Idle Policy = iota
	// Racing is Idle, and a timer that is armed may also become due while goroutines can
	// run: at every scheduling point a choice, taken one time in eight by random
	// strategies. It finds code that relies on being faster than its timeouts.
	Racing
	// Manual lets time pass only by [Advance] and [AdvanceTo]. If all goroutines wait and
	// nobody advances the clock, that is a deadlock.
	Manual
)

// String returns the policy's name.
func (p Policy) String() string {
	switch p {
	case Idle:
		return "idle"
	case Racing:
		return "racing"
	case Manual:
		return "manual"
	}
	return fmt.Sprintf("Policy(%d)", int(p))
}

// Use changes the policy for the rest of the run, or until it is called again. It panics if
// there is no such policy, and outside control.
func Use(p Policy) {
	if p < Idle || p > Manual {
		panic(fmt.Sprintf("fakeclock.Use: there is no %v", p))
	}
	must("Use", tape.ClockSet(p == Manual, p == Racing))
}

// Freeze stops the clock: time no longer passes by itself, as under [Manual].
func Freeze() {
	_, racing := tape.ClockIs()
	must("Freeze", tape.ClockSet(true, racing))
}

// Resume undoes Freeze.
func Resume() {
	_, racing := tape.ClockIs()
	must("Resume", tape.ClockSet(false, racing))
}

// Now is the present time, virtual in a run. It is [time.Now].
func Now() time.Time { return time.Now() }

// Advance lets the virtual time d pass at once, though goroutines can run. Timers that
// become due run in the order of their times, each at its time; goroutines that they wake
// can go on when the caller waits or passes the turn: call [Wait] to let them. That holds for
// deadlines of contexts too, which a goroutine of their own brings about. Advance panics if d
// is negative, and outside control.
func Advance(d time.Duration) {
	if d < 0 {
		panic(fmt.Sprintf("fakeclock.Advance(%v): time does not go back", d))
	}
	must("Advance", tape.ClockPass(int64(d)))
}

// AdvanceTo is [Advance] to a moment; it does nothing if t has passed.
func AdvanceTo(t time.Time) { Advance(max(0, time.Until(t))) }

// Timer is a timer that is armed.
type Timer struct {
	At     time.Time     // when it is due
	Period time.Duration // of a ticker; else 0
}

// Timers returns the timers that are armed, the next one first: sleeps, functions of
// [time.AfterFunc], deadlines of contexts, and timers and tickers for whose channel a
// goroutine waits. Outside control there are none.
func Timers() []Timer {
	buf := make([]int64, 2*tape.ClockTimers(nil))
	n := min(tape.ClockTimers(buf), len(buf)/2)
	timers := make([]Timer, n)
	for i := range timers {
		timers[i] = Timer{start.Add(time.Duration(buf[2*i])), time.Duration(buf[2*i+1])}
	}
	slices.SortStableFunc(timers, func(a, b Timer) int { return a.At.Compare(b.At) })
	return timers
}

var start = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// WaitForTimers waits until at least n timers are armed, counted as by [Timers]: until the
// code under test has come to where it waits for the clock. Other goroutines run meanwhile,
// and if none can, time passes as the policy says. It panics outside control.
func WaitForTimers(n int) {
	must("WaitForTimers", tape.Controlled())
	for tape.ClockTimers(nil) < n {
		if tape.Others() > 0 {
			runtime.Gosched()
			continue
		}
		// Nobody will arm a timer before one that is armed now is due.
		timers := Timers()
		if len(timers) == 0 {
			select {} // for ever: a deadlock, and this is where
		}
		time.Sleep(max(1, time.Until(timers[0].At)))
	}
}

// Wait waits until no other goroutine of the run can go on: each waits for another, or for
// time to pass. It is what [testing/synctest.Wait] is in a bubble. It panics outside
// control.
func Wait() {
	must("Wait", tape.Controlled())
	for tape.Others() > 0 {
		runtime.Gosched()
	}
}

func must(what string, controlled bool) {
	if !controlled {
		panic("fakeclock." + what + ": there is no virtual clock outside a controlled run: use sched.Test or chaosrun test")
	}
}
