package runtime

import (
	"chaosrun/engine"
	"unsafe"
)

// What package fakeclock calls: the run's virtual time under the test's own control.

// chaosClock is what the run has made of its clock.
var chaosClock struct {
	frozen bool  // time does not pass by itself
	racing bool  // a timer that is armed may be due at any scheduling point
	jitter int64 // by how much timers may be late
	wall   int64 // the wall clock when that was last set,
	wallAt int64 // and the time then
	skew   int64 // by how many nanoseconds in a million the wall clock is fast
}

// chaosClockBegin makes the clock as it is at the start of a run.
func chaosClockBegin() {
	c := &chaosClock
	p := chaosPolicy
	c.frozen, c.racing, c.jitter = p.frozen, p.racing, p.jitter
	c.wall, c.wallAt, c.skew = chaosWallStart+chaosState.start, chaosState.start, 0
}

// chaosWallStart is the wall clock at the start of the process: what the parent says, which is
// when the campaign began.
var chaosWallStart int64

// chaosPolicy is what the clock does by itself at the start of each run.
var chaosPolicy struct {
	frozen, racing bool
	jitter         int64
}

// chaosClockPolicy sets it.
//
//go:linkname chaosClockPolicy
func chaosClockPolicy(frozen, racing bool, jitter int64) {
	p := &chaosPolicy
	p.frozen, p.racing, p.jitter = frozen, racing, jitter
}

// chaosWallNow is the virtual wall clock, in nanoseconds since 1970.
func chaosWallNow() int64 {
	c := &chaosClock
	d := chaosState.now - c.wallAt
	return c.wall + d + d/1_000_000*c.skew + d%1_000_000*c.skew/1_000_000
}

// chaosWall is a look at the wall clock, in seconds and nanoseconds, and the monotonic clock.
func chaosWall() (sec int64, nsec int32, mono int64) {
	mono = chaosLook()
	ns := chaosWallStart + mono
	if chaosOn() {
		ns = chaosWallNow()
	}
	sec, rest := ns/1_000_000_000, ns%1_000_000_000
	if rest < 0 {
		sec, rest = sec-1, rest+1_000_000_000
	}
	return sec, int32(rest), mono
}

// chaosClockWall sets the wall clock forward by d nanoseconds, or back, and with skew lets it
// be fast by that many parts in a million from now on.
//
//go:linkname chaosClockWall
func chaosClockWall(d, skew int64, skewed bool) bool {
	if !chaosIn(getg()) {
		return false
	}
	chaosPoint(engine.OpAdvance, unsafe.Pointer(&chaosClock))
	c := &chaosClock
	c.wall, c.wallAt = chaosWallNow()+d, chaosState.now
	if skewed {
		c.skew = skew
	}
	return true
}

// chaosOnClock is called when a goroutine of the run asks for the time, if there is a plan
// for that.
var chaosOnClock func()

//go:linkname chaosOnClockRead
func chaosOnClockRead(f func()) { chaosOnClock = f }

//go:linkname chaosClockRead
func chaosClockRead() {
	if f := chaosOnClock; f != nil && chaosAwake() {
		f()
	}
}

// chaosArmed is by whom and where a timer was armed.
type chaosArmed struct {
	at  int64 // when
	by  uint32
	pcs [8]uintptr
}

// chaosJitterParts is of how many parts of the jitter a timer is late.
const chaosJitterParts = 16

// chaosArm is called when a goroutine arms a timer, and returns by how many nanoseconds it is
// to be late.
func chaosArm(t *timer) int64 {
	gp := getg()
	if !chaosIn(gp) {
		return 0
	}
	t.chaosArmed.at, t.chaosArmed.by = chaosState.now, gp.chaos.id
	chaosAffect(engine.Writes(engine.Alarms))
	n := fpTracebackPCs(unsafe.Pointer(getfp()), t.chaosArmed.pcs[1:])
	clear(t.chaosArmed.pcs[1+n:])
	j := chaosClock.jitter
	if j == 0 || gp.chaos.quiet != 0 {
		return 0
	}
	c := &chaosState
	k := c.eng.Draw(chaosJitterParts + 1)
	if c.rec.on {
		c.rec.draw(gp, chaosJitterParts+1, k, false)
	}
	return j / chaosJitterParts * int64(k)
}

// chaosClockSet changes what time does by itself.
//
//go:linkname chaosClockSet
func chaosClockSet(frozen, racing bool, jitter int64) bool {
	if !chaosIn(getg()) {
		return false
	}
	chaosPoint(engine.OpAdvance, unsafe.Pointer(&chaosClock))
	chaosClock.frozen, chaosClock.racing, chaosClock.jitter = frozen, racing, jitter
	chaosPrices()
	p := &chaosPassing
	if p.rate = 0; racing {
		p.rate, p.limit, p.counts = chaosRacingRate, chaosRacingLimit, false
	}
	return true
}

// chaosClockIs is what time does by itself.
//
//go:linkname chaosClockIs
func chaosClockIs() (frozen, racing bool, jitter int64) {
	return chaosClock.frozen, chaosClock.racing, chaosClock.jitter
}

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
	if raceenabled {
		racerelease(unsafe.Pointer(&chaosClock))
		chaosClockAdvanced = true
	}
	systemstack(func() { chaosPass(target) })
	chaosClockAdvanced = false
	return true
}

// chaosClockAdvanced says that a goroutine moves the clock, which happens before what becomes due.
var chaosClockAdvanced bool

// chaosPass moves virtual time to target while a goroutine of the run holds the turn. The timers
// are no part of what that one does: what they start does not come from it.
func chaosPass(target int64) {
	c := &chaosState
	mp := getg().m
	cur := mp.curg
	setGNoWB(&mp.curg, nil)
	for {
		next := chaosDue()
		if next > target || next == chaosNever {
			break
		}
		c.now = max(c.now, next)
		chaosFire(next)
	}
	if target > c.now {
		c.now = target
		chaosTick()
	}
	chaosClockIdle()
	setGNoWB(&mp.curg, cur)
}

// chaosClockIdle disables the clock if no timer is due.
func chaosClockIdle() {
	if chaosDue() > chaosState.now && !chaosState.eng.ClockTurn() {
		chaosState.eng.ClockDone()
	}
}

// chaosIdleTime is when time passes to when nothing can run, or 0 for never. What is left
// when the test has returned is not held back by a clock that stands still.
func chaosIdleTime() int64 {
	c := &chaosState
	if chaosClock.frozen && c.rooted {
		return 0
	}
	if w := chaosDue(); w != chaosNever {
		return w
	}
	return 0
}

// chaosTimerWords is how many words chaosClockTimers writes for a timer.
const chaosTimerWords = 3 + 16

// chaosClockTimers writes of each armed timer when it is due, in virtual nanoseconds from now,
// its period, the goroutine that has armed it, and the call stack there, 0
// after its end; as many timers as there is room for. It returns how many timers there are.
// Timers of channels count while a goroutine waits for them.
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
				if at := n * chaosTimerWords; at+chaosTimerWords <= len(out) {
					out[at], out[at+1], out[at+2] = t.when-c.now, t.period, int64(t.chaosArmed.by)
					chaosArmedAt(&t.chaosArmed, out[at+3:at+chaosTimerWords])
				}
				n++
			}
			t.unlock()
		}
		ts.unlock()
	})
	return n
}

// chaosArmedAt writes the call stack, with the functions that are inlined.
func chaosArmedAt(a *chaosArmed, out []int64) {
	n := 0
	for n < len(a.pcs)-1 && a.pcs[1+n] != 0 {
		n++
	}
	var pcs [chaosTimerWords - 3]uintptr
	a.pcs[0] = 0 // nothing is skipped
	n = fpunwindExpand(pcs[:], a.pcs[:1+n])
	for i := range out {
		if out[i] = 0; i < n {
			out[i] = int64(pcs[i])
		}
	}
}

// chaosOthers is the number of other goroutines of the run that can run now.
//
//go:linkname chaosOthers
func chaosOthers() int { return chaosState.eng.Enabled() - 1 }
