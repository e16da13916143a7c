// Package fakeclock controls the virtual time of a controlled run: of a test under
// [sched.Test] or chaosrun test. The code under test uses packages time and context as they
// are; nothing is injected.
//
// A run begins at the real time at which the exploration began. Every step of a goroutine takes a
// few nanoseconds and a look at the clock a few hundred, and when no goroutine can run, time
// passes at once to when the next timer is due; see [Policy]. Timers, tickers, sleeps and
// deadlines behave as the go line of the module says, as they do under go test.
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

// Policy says when virtual time passes by itself. Policies are the constants below and what
// [Jitter] returns.
type Policy int64

const (
	// Idle lets time pass a little with every step, and to the next timer when no goroutine can
	// run. A timer that is due may fire at any scheduling point from then on: a choice. It is the
	// default.
	Idle Policy = iota
	// Racing is Idle, and a timer that is not due may also fire while goroutines can
	// run, as if they were held up until then: at every scheduling point a choice, taken one
	// time in eight by random strategies. It finds code that relies on being faster than its
	// timeouts. No goroutine is held up for longer than ten seconds.
	Racing
	// Manual lets time pass only by [Advance] and [AdvanceTo]. If all goroutines wait and
	// nobody advances the clock, that is a deadlock.
	Manual

	jitter // and a number of nanoseconds
)

// Jitter is [Idle] with a timer service that is late: every sleep, timer and first tick comes
// up to max later than it was asked for, a choice each. It finds code that relies on the
// order of timers that are due at nearly the same time. It panics if max <= 0.
func Jitter(max time.Duration) Policy {
	if max <= 0 {
		panic(fmt.Sprintf("fakeclock.Jitter(%v): timers are late by more than 0", max))
	}
	return jitter + Policy(max)
}

// String returns the policy as the flag -clock of chaosrun test takes it.
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

// Use changes the policy for the rest of the run, or until it is called again. It panics if
// there is no such policy, and outside control.
func Use(p Policy) {
	if p < Idle || p == jitter {
		panic(fmt.Sprintf("fakeclock.Use: there is no %v", p))
	}
	must("Use", tape.ClockSet(p == Manual, p == Racing, int64(max(0, p-jitter))))
}

// Freeze stops the clock: time no longer passes by itself, as under [Manual].
func Freeze() { freeze("Freeze", true) }

// Resume undoes Freeze.
func Resume() { freeze("Resume", false) }

func freeze(what string, frozen bool) {
	_, racing, late := tape.ClockIs()
	must(what, tape.ClockSet(frozen, racing, late))
}

// Jump sets the wall clock forward by d, or back, as an administrator or a time server does:
// what [time.Now] shows, and not the monotonic clock that [time.Since], timers and deadlines
// go by. It panics outside control.
func Jump(d time.Duration) { must("Jump", tape.ClockJump(int64(d))) }

// Skew makes the wall clock run fast by so many parts in a million from now on, or slow, if
// ppm is negative, against the monotonic clock; 0 lets both run alike again. A bad quartz has
// some 100. It panics if ppm is not between -1000000 and 1000000, and outside control.
func Skew(ppm int) {
	if ppm <= -1_000_000 || ppm >= 1_000_000 {
		panic(fmt.Sprintf("fakeclock.Skew(%d): want a number between -1000000 and 1000000", ppm))
	}
	must("Skew", tape.ClockSkew(int64(ppm)))
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
	// At is when it is due, by the wall clock.
	At     time.Time
	In     time.Duration // until then, 0 or more
	Period time.Duration // of a ticker; else 0
	// Owner is the goroutine that has armed it, as [sched.GoroutineID] numbers them.
	//
	// [sched.GoroutineID]: https://pkg.go.dev/github.com/chaosrun/chaosrun/sched#GoroutineID
	Owner int
	// Stack is the owner's call stack where it was armed, the innermost call first: at most
	// 16 frames, and none where the processor has no frame pointers.
	Stack []runtime.Frame
}

// Timers returns the timers that are armed, the next one first: sleeps, functions of
// [time.AfterFunc], deadlines of contexts, and timers and tickers for whose channel a
// goroutine waits. Outside control there are none.
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
		time.Sleep(max(1, timers[0].In))
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
