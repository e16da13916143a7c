// Package fakeclock controls the virtual time of a run: of a test under [sched.Test] or chaosrun
// test. The code under test uses packages time and context as usual, and needs no clock to be
// passed in.
//
// The clock of a run starts at the real time at which the exploration began. Each step of a
// goroutine takes some nanoseconds, and each reading of the clock some hundred. When no goroutine
// is runnable, the clock advances to the next timer. See [Policy]. Timers, tickers, sleeps and
// deadlines have the semantics that the go line of the module selects, as under go test.
//
// Outside control there is no clock to change, and functions that change the clock panic. Any
// goroutine of the run may call the functions of this package. A call that changes the clock is a
// scheduling point.
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

// Policy is a rule by which virtual time passes. The policies are the constants below and the
// results of [Jitter].
type Policy int64

const (
	// Idle advances the clock a little with every step, and to the next timer when no goroutine is
	// runnable. A timer that is due may fire at any scheduling point from then on, which is a choice.
	// Idle is the default.
	Idle Policy = iota
	// Racing is like Idle, but a timer that is not due may also fire while goroutines are runnable, as
	// if they were held up until then. This is a choice at every scheduling point, which random
	// strategies take 1 time in 8. Racing finds code that relies on being faster than its timeouts. It
	// holds no goroutine up for longer than ten seconds.
	Racing
	// Manual advances the clock only by [Advance] and [AdvanceTo]. If all goroutines are blocked, the
	// run is a deadlock.
	Manual

	jitter // and a number of nanoseconds
)

// Jitter is like [Idle], but every sleep, timer and first tick is late by up to max. Each delay is
// a choice. Jitter finds code that relies on the order of timers that are due at nearly the same
// time. It panics if max <= 0.
func Jitter(max time.Duration) Policy {
	if max <= 0 {
		panic(fmt.Sprintf("fakeclock.Jitter(%v): timers are late by more than 0", max))
	}
	return jitter + Policy(max)
}

// String returns the policy in the form that the flag -clock of chaosrun test accepts.
func (p Policy) String() string {
	switch {
	case p == Idle:
		return "idle"
	case p == Racing:
		return "racing"
	case p == Manual:
		return "manual"
	case p > jitter:
		return "jitter:" + time.Duration(p-jitter).String()
	}
	return fmt.Sprintf("Policy(%d)", int64(p))
}

// Use changes the policy for the rest of the run, or until the next call of Use. It panics if the
// policy does not exist, and outside control.
func Use(p Policy) {
	if p < Idle || p == jitter {
		panic(fmt.Sprintf("fakeclock.Use: there is no %v", p))
	}
	must("Use", tape.ClockSet(p == Manual, p == Racing, int64(max(0, p-jitter))))
}

// Freeze stops the clock: time passes only by [Advance] and [AdvanceTo], as under [Manual]. It
// panics outside control.
func Freeze() { freeze("Freeze", true) }

// Resume starts the clock again after [Freeze]. It panics outside control.
func Resume() { freeze("Resume", false) }

func freeze(what string, frozen bool) {
	_, racing, late := tape.ClockIs()
	must(what, tape.ClockSet(frozen, racing, late))
}

// Jump sets the wall clock forward by d, or back if d is negative, as an administrator or a time
// server does. Jump changes the result of [time.Now], but not the monotonic clock, which
// [time.Since], timers and deadlines use. It panics outside control.
func Jump(d time.Duration) { must("Jump", tape.ClockJump(int64(d))) }

// Skew changes the speed of the wall clock: compared with the monotonic clock, the wall clock runs
// fast by ppm parts in a million, or slow if ppm is negative. With 0 both clocks run at the same
// speed again. A bad quartz has some 100. Skew panics if ppm is not between -1000000 and 1000000,
// both excluded, and outside control.
func Skew(ppm int) {
	if ppm <= -1_000_000 || ppm >= 1_000_000 {
		panic(fmt.Sprintf("fakeclock.Skew(%d): want a number between -1000000 and 1000000", ppm))
	}
	must("Skew", tape.ClockSkew(int64(ppm)))
}

// Now returns the current time, which is virtual in a run. It is [time.Now].
func Now() time.Time { return time.Now() }

// Advance advances the clock by d at once, even if goroutines are runnable. Timers that become due
// fire in order, each at its time. The goroutines that they wake resume when the caller blocks or
// reaches a scheduling point; [Wait] waits for them. This also applies to deadlines of contexts,
// because another goroutine cancels the context. Advance panics if d is negative, and outside
// control.
func Advance(d time.Duration) {
	if d < 0 {
		panic(fmt.Sprintf("fakeclock.Advance(%v): time does not go back", d))
	}
	must("Advance", tape.ClockPass(int64(d)))
}

// AdvanceTo advances the clock to t. If t has passed, AdvanceTo leaves the time as it is.
func AdvanceTo(t time.Time) { Advance(max(0, time.Until(t))) }

// Timer is an armed timer.
type Timer struct {
	// At is the time at which the timer is due, by the wall clock.
	At     time.Time
	In     time.Duration // time until then, 0 or more
	Period time.Duration // period of a ticker; 0 for other timers
	// Owner is the goroutine that has armed the timer, numbered as by [sched.GoroutineID].
	//
	// [sched.GoroutineID]: https://pkg.go.dev/github.com/chaosrun/chaosrun/sched#GoroutineID
	Owner int
	// Stack is the call stack of the owner when it armed the timer, innermost call first. It has at
	// most 16 frames, and none on processors without frame pointers.
	Stack []runtime.Frame
}

// Timers returns the armed timers, in the order in which they are due. These are sleeps, functions
// of [time.AfterFunc], deadlines of contexts, and timers and tickers on whose channel a goroutine
// is blocked. Outside control Timers returns none.
func Timers() []Timer {
	const words = tape.TimerWords
	buf := make([]int64, words*tape.ClockTimers(nil))
	n := min(tape.ClockTimers(buf), len(buf)/words)
	now := time.Now().Round(0)
	timers := make([]Timer, n)
	for i := range timers {
		t := buf[words*i : words*(i+1)]
		timers[i] = Timer{
			At:     now.Add(time.Duration(t[0])),
			In:     max(0, time.Duration(t[0])),
			Period: time.Duration(t[1]),
			Owner:  int(t[2]),
			Stack:  stack(t[3:]),
		}
	}
	slices.SortStableFunc(timers, func(a, b Timer) int { return a.At.Compare(b.At) })
	return timers
}

// stack is the frames of program counters that end with 0.
func stack(words []int64) []runtime.Frame {
	var pcs []uintptr
	for _, pc := range words {
		if pc == 0 {
			break
		}
		pcs = append(pcs, uintptr(pc))
	}
	var out []runtime.Frame
	for frames := runtime.CallersFrames(pcs); len(pcs) > 0; {
		f, more := frames.Next()
		if f.Function != "" {
			out = append(out, f)
		}
		if !more {
			break
		}
	}
	return out
}

// WaitForTimers waits until at least n timers are armed, as [Timers] counts them. Use
// WaitForTimers to wait until the code under test is blocked on the clock. Other goroutines run
// meanwhile. If none is runnable, time passes according to the policy. WaitForTimers panics
// outside control.
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
		time.Sleep(max(1, timers[0].In))
	}
}

// Wait waits until no other goroutine of the run is runnable: each waits for another goroutine, or
// for time to pass. It corresponds to [testing/synctest.Wait] in a bubble. It panics outside
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
