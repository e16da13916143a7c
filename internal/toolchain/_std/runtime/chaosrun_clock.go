package runtime

import (
	"chaosrun/engine"
	"unsafe"
)

// What package fakeclock calls: the run's virtual time under the test's own control.

// chaosClock is what the run has made of its clock.
var chaosClock struct {
	frozen bool // time does not pass by itself
	racing bool // a timer that is armed may be due at any scheduling point
}

// chaosRacingFlips is how many coins must fall the same way for time to pass at a scheduling
// point, under the racing policy.
const chaosRacingFlips = 3

// chaosClockSet changes what time does by itself.
//
//go:linkname chaosClockSet
func chaosClockSet(frozen, racing bool) bool {
	if !chaosIn(getg()) {
		return false
	}
	chaosPoint(engine.OpAdvance, unsafe.Pointer(&chaosClock))
	chaosClock.frozen, chaosClock.racing = frozen, racing
	if racing {
		chaosState.eng.Inexact()
	}
	return true
}

// chaosClockIs is what time does by itself.
//
//go:linkname chaosClockIs
func chaosClockIs() (frozen, racing bool) { return chaosClock.frozen, chaosClock.racing }

// chaosClockPass lets d nanoseconds pass: timers that become due are run, in order, and what
// they wake can go on when the caller gives the turn away. It reports whether the caller is
// under control.
//
//go:linkname chaosClockPass
func chaosClockPass(d int64) bool {
	c := &chaosState
	if !chaosIn(getg()) {
		return false
	}
	chaosPoint(engine.OpAdvance, unsafe.Pointer(&chaosClock))
	c.eng.Inexact()
	target := c.now + d
	if target < c.now {
		target = 1<<63 - 1
	}
	systemstack(func() { chaosPass(target) })
	return true
}

// chaosPass moves virtual time to target while a goroutine of the run holds the turn.
func chaosPass(target int64) {
	c := &chaosState
	for {
		next := c.timers.wakeTime()
		if next == 0 || next > target {
			break
		}
		chaosFire(next)
	}
	if target > c.now {
		c.now = target
		if c.rec.on {
			c.rec.time()
		}
	}
}

// chaosRaceTimers is called at a scheduling point under the racing policy: time may pass to
// when the next timer is due, though goroutines can run.
func chaosRaceTimers(gp *g) {
	c := &chaosState
	next := c.timers.wakeTime()
	if next == 0 || chaosClock.frozen {
		return
	}
	for range chaosRacingFlips {
		k := c.eng.Draw(2)
		if c.rec.on {
			c.rec.draw(gp, 2, k, false)
		}
		if k == 0 {
			return
		}
	}
	systemstack(func() { chaosPass(next) })
}

// chaosIdleTime is when time passes to when nothing can run, or 0 for never. What is left
// when the test has returned is not held back by a clock that stands still.
func chaosIdleTime() int64 {
	c := &chaosState
	if chaosClock.frozen && c.rooted {
		return 0
	}
	return c.timers.wakeTime()
}

// chaosClockTimers writes when each armed timer is due, in virtual nanoseconds since the
// start of the run, and its period, as pairs, as many as there is room for. It returns how
// many timers there are. Timers of channels count while a goroutine waits for them.
//
//go:linkname chaosClockTimers
func chaosClockTimers(out []int64) int {
	c := &chaosState
	if !chaosIn(getg()) {
		return 0
	}
	n := 0
	systemstack(func() {
		ts := c.timers
		ts.lock()
		for i := range ts.heap {
			t := ts.heap[i].timer
			t.lock()
			if t.state&timerZombie == 0 && t.when > 0 {
				if 2*n+1 < len(out) {
					out[2*n], out[2*n+1] = t.when-chaosStartNow, t.period
				}
				n++
			}
			t.unlock()
		}
		ts.unlock()
	})
	return n
}

// chaosOthers is the number of other goroutines of the run that can run now.
//
//go:linkname chaosOthers
func chaosOthers() int { return chaosState.eng.Enabled() - 1 }
