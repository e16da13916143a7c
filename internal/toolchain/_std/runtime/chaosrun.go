// Package runtime under chaosrun: this file and its neighbours chaosrun_*.go are
// added to the runtime by the build overlay. The edits of package toolchain call
// into it.
//
// One run at a time is controlled. Its goroutines inherit control at go. One of
// them holds the turn (engine.Cur); the others are enabled or blocked, and are in
// no run queue. The process has one P, and only the holder of the P touches this
// state, so there are no locks.
package runtime

import (
	"chaosrun/engine"
	"unsafe"
)

// chaosState is everything about the run in progress.
var chaosState struct {
	open    bool // a run is in progress
	active  bool // and it is scheduled
	handoff bool // engine.Cur was chosen but has not been resumed yet
	rooted  bool // the run's first goroutine is still alive
	eng     engine.Engine
	gs      []guintptr // slot -> goroutine
	top     int        // gs[top:] are unused
	keep    []guintptr // goroutines of the warm-up run that live on
	harness guintptr   // the goroutine that waits for the run to end
	run     uint32     // number of the run, to tell leftovers of earlier ones

	start  int64   // virtual nanoseconds from the start of the process to that of each run
	now    int64   // virtual nanoseconds since the start of the process
	timers *timers // timers made by controlled goroutines

	verdict     uint32   // chaosDone, chaosDeadlock, ...
	waking      int      // goroutines that something outside the run may wake
	external    int      // wake-ups that came from outside the run
	drained     int      // timer advances since the root ended
	ended       int64    // virtual time when it did
	collected   bool     // finalizers and cleanups of what the test left have run since
	collections uint32   // calls of runtime.GC by the run
	ours        int      // wake-ups by goroutines outside the run are expected
	late        int      // goroutines that were stopped because they failed long after the end of the test
	ending      guintptr // the goroutine that ended last: its end may wake another
	timing      bool     // timers are running
	foreign     bool     // a goroutine outside the run was woken by one in it, and has not run yet
	asked       bool     // one has been woken so
	patient     bool     // nothing in the run can run, but something outside may wake it
	giveUp      int64    // real time at which patience ends; 0: when the parent's does
	leftUntil   int64    // real time until which what the test has left may be woken from outside
	kept        int      // goroutines of the warm-up run that live on, alive now
	percent     int32    // what the test has set the collector to

	page *chaosPage
	rec  chaosRecorder
	look uint64 // the step from which every step is looked at, to record it or to profile it

	profiler *engine.Profiler // if it wants to know who makes an operation
	profiled string           // the package that it looks at

	fairAfter uint64 // see chaosFairAfter
	pinned    uint64 // if not 0, the seed of all that is random in each run, but for its schedule

	places bool // the engine wants to know where in the code operations are
}

// chaosPage is shared with the parent process, so that it knows how far this one
// got even if it dies.
type chaosPage struct {
	run     uint64 // number of the run in progress, from 1; 0: none
	steps   uint64
	dying   uint64 // how the process ended: chaosDie*
	wait    uint64 // 1 while the run waits for something outside it
	rate    uint64 // how seldom goroutines could be held up in the last run, and for how long
	limit   uint64
	held    uint64 // the longest that one was
	max     uint64 // after how many steps the last run was finished under a fair schedule, or would have been
	moves   uint64 // of virtual time, in the run in progress
	lines   uint64 // bytes of events that wait for being written
	reaches uint64 // beyond the process, and how: see engine.StartsProcess
	event   [chaosPageEvents]byte
}

// chaosPageEvents is how many bytes of events the page has room for: the rest of 64 KiB.
const chaosPageEvents = 1<<16 - 11*8

// Verdicts of a run.
const (
	chaosDone     = iota // every goroutine has ended, or time has drained
	chaosDeadlock        // nothing can run and the root goroutine waits
	chaosLivelock        // the step budget is used up
	chaosMaybe           // a deadlock, unless a goroutine outside the run ends it
	chaosCollect         // the root has ended, and what is left waits: finalizers may wake it
)

// Ways for the process to end inside a run.
const (
	chaosDiePanic = 1 + iota
	chaosDieFatal
	chaosDieExit
)

// chaosMaxDrain bounds how often time is advanced after the root goroutine ended.
// What still ticks then, ticks forever.
const chaosMaxDrain = 1000

const (
	chaosStartNow = 1_000_000_000 // at least so many nanoseconds after that of the process a run starts
)

// chaosG is what every g carries.
type chaosG struct {
	slot    int32  // slot + 1; 0: not controlled; -1: the system stack, running timers
	id      uint32 // spawn number in the run
	run     uint32
	blocked bool  // waits, and is in no run queue
	longSys int32 // its system calls may take long: they give the turn up at once
	inSys   bool  // in a long system call, without the turn
	waking  bool  // counted in chaosState.waking
	ticked  bool  // woke up after the root goroutine ended
	kept    bool  // started in the warm-up run, and lives on
	outside bool  // starts goroutines outside the run
	test    bool  // runs a test or subtest
	late    bool  // was stopped because it failed long after the end of the test
	exact   bool  // counts what it allocates: pools miss nothing
	skip    bool  // the next atomic operation belongs to the point just passed
	quiet   int32
	part    uint32  // of the test, as package faults counts them
	step    uint32  // number of its last scheduling point; with -accesses only
	ctx     uint32  // whose clock the race detector uses; with -accesses only
	within  uintptr // the RWMutex that it came to last: the words inside are that object
	orders  uint32  // of maps that it has looked through
	numbers uint32  // of objects that it was the first to ask for
	obj     uintptr // what it locks, waits for, sends on: of its last such operation
	cond    uintptr // the sync.Cond that it waited for last
	heldAt  int64   // chaosPassing.total when it ran last, or became able to
}

// chaosWaitsOn is the object that a goroutine that has parked waits for.
func (gp *g) chaosWaitsOn() uintptr {
	switch gp.waitreason {
	case waitReasonSyncCondWait:
		return gp.chaos.cond
	case waitReasonSleep, waitReasonIOWait, waitReasonSelectNoCases, waitReasonSynctestRun, waitReasonSynctestWait, waitReasonSemacquire:
		return 0 // these announce no object, and obj is that of the operation before
	}
	return gp.chaos.obj
}

// chaosPoint is a scheduling point: the caller is about to do op on obj.
//
//go:linkname chaosPoint
func chaosPoint(op engine.Op, obj unsafe.Pointer) {
	if gp := getg(); gp.chaos.slot > 0 {
		gp.chaos.skip = false
		if op == engine.OpCondWait {
			gp.chaos.cond = uintptr(obj)
		} else {
			gp.chaos.obj = uintptr(obj)
		}
		chaosPointSlow(gp, op, uintptr(obj))
	}
}

// chaosPointOuter is chaosPoint for an operation that is built on one atomic
// operation, which then is no scheduling point of its own.
//
//go:linkname chaosPointOuter
func chaosPointOuter(op engine.Op, obj unsafe.Pointer) {
	if gp := getg(); gp.chaos.slot > 0 {
		gp.chaos.obj = uintptr(obj)
		chaosPointSlow(gp, op, uintptr(obj))
		gp.chaos.skip = true
	}
}

// chaosRWMutexSize is the size of a sync.RWMutex, in bytes.
const chaosRWMutexSize = 24

// chaosPointRW is chaosPointOuter for an operation of an RWMutex: what the goroutine then does to
// the words inside is done to that.
//
//go:linkname chaosPointRW
func chaosPointRW(op engine.Op, rw unsafe.Pointer) {
	chaosWithin(rw)
	chaosPointOuter(op, rw)
}

// chaosWithin says that the goroutine is about to use the mutex and the words inside an RWMutex.
//
//go:linkname chaosWithin
func chaosWithin(rw unsafe.Pointer) { getg().chaos.within = uintptr(rw) }

// chaosPointLock is chaosPoint for locking a mutex, which may be that inside an RWMutex.
//
//go:linkname chaosPointLock
func chaosPointLock(op, rw engine.Op, obj unsafe.Pointer) {
	if getg().chaos.within == uintptr(obj) {
		op = rw
	}
	chaosPoint(op, obj)
}

// chaosPointAtomic is chaosPoint for the operations of sync/atomic, on a variable of that kind.
//
//go:linkname chaosPointAtomic
func chaosPointAtomic(op engine.Op, obj unsafe.Pointer, kind uint8) {
	gp := getg()
	if gp.chaos.slot > 0 {
		if gp.chaos.skip {
			gp.chaos.skip = false
		} else {
			at := uintptr(obj)
			if at-gp.chaos.within < chaosRWMutexSize {
				at = gp.chaos.within
			}
			chaosPointSlow(gp, op, at)
			if chaosState.rec.on && at == uintptr(obj) && chaosRecords(gp) {
				chaosAtomicValue(gp, obj, kind)
			}
		}
	}
	if chaosAccesses {
		chaosAtomic(gp, op, obj)
	}
}

func chaosPointSlow(gp *g, op engine.Op, obj uintptr) {
	c := &chaosState
	if !c.active || gp.chaos.run != c.run || gp.chaos.quiet != 0 || gp.m.locks != 0 {
		return
	}
	e := &c.eng
	cur := e.Cur
	if c.places {
		e.Place = chaosPlace()
	}
	if cur != gp.chaos.slot-1 {
		throw("chaosrun: a goroutine runs without the turn")
	}
	if chaosPays() {
		chaosPay(gp, op)
	}
	if c.foreign {
		mcall(chaosLetForeign)
	}
	// Once it has looked who can go on, the goroutine must not be preempted: the scheduler might enable
	// another one before the engine looks.
	mp := acquirem()
	alone := e.Enabled() == 1 && e.Steps+1 < c.look
	if alone {
		e.Point(op, obj) // most steps are like this
		chaosStepped(gp)
	}
	releasem(mp)
	if !alone {
		if e.Custom() != nil {
			chaosCustomPoint(gp, op, obj)
		}
		switches := chaosChoose(gp, op, obj)
		n := c.rec.steps
		if switches {
			mcall(chaosSwitch)
		}
		if chaosDebug.on {
			chaosDebugTurn(n)
		}
		if switches {
			return
		}
	}
	if e.Over {
		c.verdict = chaosLivelock
		mcall(chaosStop)
	}
}

func chaosStepped(gp *g) {
	c := &chaosState
	c.page.steps = c.eng.Steps
	if chaosAccesses {
		gp.chaos.step = uint32(c.eng.Steps)
	}
}

// chaosChoose is a scheduling point at which others could go on. It reports whether one of
// them does.
func chaosChoose(gp *g, op engine.Op, obj uintptr) bool {
	c := &chaosState
	e := &c.eng
	cur := e.Cur
	// From here to the switch the goroutine must not be preempted: it has given the turn
	// away, and nobody would look for it in a run queue.
	mp := acquirem()
	n := e.Enabled()
	if op == engine.OpYield && n > 1 {
		n-- // whoever yields is not among the options
	}
	if c.profiler != nil {
		c.profiler.Announce(cur, chaosCalledBy(c.profiled))
	}
	next := e.Point(op, obj)
	chaosStepped(gp)
	if e.Steps >= c.rec.from {
		c.rec.on = true
		if op == engine.OpYield && e.Enabled() > 1 {
			c.rec.chance(gp, engine.NoYield, e.Ignored, 0)
			if e.Ignored {
				n = 1
			}
		}
		c.rec.step(gp, op, obj, n, next)
	}
	c.handoff = next != cur
	releasem(mp)
	return next != cur && !e.Over
}

// chaosSwitch gives the turn to the goroutine that engine.Point chose. It goes straight
// there, unless somebody waits for the scheduler to look: the garbage collector, a locked
// thread, or, now and then, timers and goroutines outside the run.
func chaosSwitch(gp *g) {
	casgstatus(gp, _Grunning, _Grunnable)
	dropg()
	c := &chaosState
	if c.eng.ClockTurn() {
		schedule()
	}
	next := c.gs[c.eng.Cur].ptr()
	mp := getg().m
	if c.eng.Steps&63 != 0 && mp.lockedg == 0 && next.lockedm == 0 && gcBlackenEnabled == 0 &&
		!sched.gcwaiting.Load() && mp.p.ptr().runSafePointFn == 0 && readgstatus(next) == _Grunnable {
		c.handoff = false
		execute(next, false)
	}
	schedule()
}

// chaosLetForeign lets goroutines outside the run, which one in it has woken, run until they all
// wait: so it depends on nothing but the run when they do.
func chaosLetForeign(gp *g) {
	casgstatus(gp, _Grunning, _Grunnable)
	dropg()
	chaosState.handoff = true
	schedule()
}

// chaosStop ends the run: nothing of it is resumed any more.
func chaosStop(gp *g) {
	casgstatus(gp, _Grunning, _Grunnable)
	dropg()
	if chaosState.active { // else the scheduler has seen it first, when it preempted the goroutine
		runqput(getg().m.p.ptr(), chaosFinish(), true)
	}
	schedule()
}

// chaosYield is the scheduling point of runtime.Gosched. It reports whether it did
// the yielding.
func chaosYield() bool {
	gp := getg()
	if gp.chaos.slot <= 0 || gp.chaos.quiet != 0 {
		return false
	}
	gp.chaos.skip = false
	chaosPointSlow(gp, engine.OpYield, 0)
	return true
}

// chaosQuiet brackets code whose scheduling points are of no interest: the runtime's
// own and the test framework's.
//
//go:linkname chaosQuiet
func chaosQuiet(d int32) { getg().chaos.quiet += d }

// chaosIsTest says that the calling goroutine runs a test or subtest.
//
//go:linkname chaosIsTest
func chaosIsTest() { getg().chaos.test = true }

// chaosLoud ends all quiet and returns what chaosQuiet needs to restore it.
//
//go:linkname chaosLoud
func chaosLoud() int32 {
	gp := getg()
	q := gp.chaos.quiet
	gp.chaos.quiet = 0
	return q
}

// chaosSpawn takes a goroutine that parent has just made into the run, if parent is
// in it, and reports whether it did; otherwise the caller queues it as usual.
func chaosSpawn(parent, newg *g) bool {
	c := &chaosState
	if !c.active || parent.chaos.slot == 0 || parent.chaos.slot > 0 && parent.chaos.run != c.run || parent.chaos.outside || isSystemGoroutine(newg, false) {
		return false
	}
	slot := c.eng.Spawn()
	if slot == engine.NoSlot {
		throw("chaosrun: too many goroutines alive in one run")
	}
	newg.chaos = chaosG{slot: slot + 1, id: c.eng.ID(slot), run: c.run, part: parent.chaos.part, heldAt: chaosPassing.total}
	chaosProgress()
	if chaosAccesses {
		chaosRaceSpawn(parent, newg)
	}
	c.gs[slot].set(newg)
	c.top = max(c.top, int(slot)+1)
	if c.rec.on {
		c.rec.spawn(parent, newg)
	}
	return true
}

// chaosOutsideRun says whether the goroutines that the caller starts are outside the run.
//
//go:linkname chaosOutsideRun
func chaosOutsideRun(on bool) { getg().chaos.outside = on }

// chaosLongSyscall brackets system calls that wait for something to happen.
//
//go:linkname chaosLongSyscall
func chaosLongSyscall(d int32) { getg().chaos.longSys += d }

// chaosSpawned is the scheduling point after a go statement.
func chaosSpawned(gp *g) {
	if gp.chaos.slot > 0 {
		gp.chaos.skip = false
		chaosPointSlow(gp, engine.OpGo, 0)
	}
}

// chaosReady is called when gp becomes runnable. It reports whether gp waits in the
// enabled set, and not in a run queue.
func chaosReady(gp *g) bool {
	c := &chaosState
	if gp.chaos.slot <= 0 {
		if by := getg().m.curg; c.active && by != nil && by.chaos.slot > 0 {
			c.foreign, c.asked = true, true
		}
		return false
	}
	if !c.open || gp.chaos.run != c.run {
		return true // a leftover of a run that has ended: it stays where it is
	}
	if !gp.chaos.blocked {
		return false // it kept the turn while it waited for the garbage collector
	}
	by := getg().m.curg
	chaosEnable(gp, by != nil && by.chaos.slot <= 0 && by != c.ending.ptr() && !c.timing && c.ours == 0 && !chaosServes(by))
	return true
}

// chaosEnable puts a goroutine that waited into the enabled set. outside says that
// something outside the run woke it.
func chaosEnable(gp *g, outside bool) {
	c := &chaosState
	if outside {
		c.external++
	}
	gp.chaos.blocked = false
	gp.chaos.inSys = false
	gp.chaos.heldAt = chaosPassing.total
	if gp.chaos.test {
		chaosRepeat.woken++
		chaosProgress()
	}
	c.patient = false
	if gp.chaos.waking {
		gp.chaos.waking = false
		c.waking--
	}
	if !c.rooted {
		gp.chaos.ticked = true
	}
	c.eng.Ready(gp.chaos.slot - 1)
	if c.rec.on {
		c.rec.wake(gp, outside)
	}
}

// chaosPark is called on the system stack when gp has parked. Waits for the garbage
// collector keep the turn.
func chaosPark(gp *g) {
	c := &chaosState
	if gp.chaos.slot <= 0 || !c.active || gp.chaos.run != c.run || !chaosWaits[gp.waitreason] {
		return
	}
	gp.chaos.blocked = true
	if gp.waitreason == waitReasonIOWait {
		gp.chaos.waking = true
		c.waking++
	}
	if c.rec.on {
		c.rec.block(gp)
	}
	c.eng.Block()
}

// chaosWaits are the waits that end by the doing of another goroutine, of a timer,
// or of the world outside.
var chaosWaits = [len(waitReasonStrings)]bool{
	waitReasonIOWait:                true,
	waitReasonChanReceiveNilChan:    true,
	waitReasonChanSendNilChan:       true,
	waitReasonSelect:                true,
	waitReasonSelectNoCases:         true,
	waitReasonChanReceive:           true,
	waitReasonChanSend:              true,
	waitReasonSemacquire:            true,
	waitReasonSleep:                 true,
	waitReasonSyncCondWait:          true,
	waitReasonSyncMutexLock:         true,
	waitReasonSyncRWMutexRLock:      true,
	waitReasonSyncRWMutexLock:       true,
	waitReasonSyncWaitGroupWait:     true,
	waitReasonSynctestRun:           true,
	waitReasonSynctestWait:          true,
	waitReasonSynctestChanReceive:   true,
	waitReasonSynctestChanSend:      true,
	waitReasonSynctestSelect:        true,
	waitReasonSynctestWaitGroupWait: true,
}

// chaosExit is called when gp ends.
func chaosExit(gp *g) {
	c := &chaosState
	if gp.chaos.slot > 0 && c.active && gp.chaos.run == c.run {
		if c.rec.on {
			c.rec.exit(gp)
		}
		if gp.chaos.id == 0 {
			c.rooted, c.ended = false, c.now
			c.eng.Bound(chaosLeftSteps)
		}
		if gp.chaos.kept {
			c.kept--
		}
		chaosProgress()
		if chaosAccesses {
			chaosRaceEnd(gp)
		}
		c.gs[gp.chaos.slot-1] = 0
		c.eng.Exit()
	}
	gp.chaos = chaosG{}
	c.ending.set(gp)
}

// chaosCoro moves the turn from one side of a coroutine (iter.Pull) to the other:
// the two are one thread of control and share a slot.
func chaosCoro(from, to *g) {
	if from.chaos.slot > 0 {
		to.chaos = from.chaos
		from.chaos = chaosG{}
		chaosState.gs[to.chaos.slot-1].set(to)
	}
}
