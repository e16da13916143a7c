package runtime

import (
	"internal/abi"
	_ "unsafe" // for go:linkname
)

// The end of a run: what is garbage when the test has returned, and what fails long after.

// chaosCollectLeft is called when the test has returned, and what it has left waits: what its
// garbage would have done, in time, is done now. Finalizers and cleanups may end goroutines.
func chaosCollectLeft() {
	c := &chaosState
	c.verdict = chaosDone
	c.collected = true
	c.ours++
	for range 2 { // what a finalizer has kept alive is garbage after it
		GC()
		chaosFinalizers(chaosFinalizersPatience)
	}
	c.ours--
	chaosSchedule()
}

// chaosLeftPatience is for how long a run waits, in real nanoseconds, for what may come from outside
// when the test has returned: a goroutine that it has left may wait for a file or a socket.
const chaosLeftPatience = 1_000_000_000

// chaosLeftSteps is how many steps what a test has left may make before it is finished under a fair
// schedule: goroutines that work for ever end by no schedule.
const chaosLeftSteps = 1 << 20

// chaosLeftUntil is the real time at which a run no longer waits for what may come from outside, or 0
// if the test has not returned.
func chaosLeftUntil() int64 {
	c := &chaosState
	if c.rooted {
		return 0
	}
	if c.leftUntil == 0 {
		c.leftUntil = nanotime() + chaosLeftPatience
	}
	return c.leftUntil
}

// chaosFinalizersPatience is how long finalizers may take at the end of a run before the run
// goes on without them: one may wait for a goroutine of the run.
const chaosFinalizersPatience = 100_000_000

// chaosFinalizersPieces is in how many pieces finalizers are waited for: a busy machine that keeps the process
// from running takes the time of one piece, and not of all.
const chaosFinalizersPieces = 50

// chaosFinalizers waits for the finalizers and cleanups that the last collection has queued, and for
// each kind no longer than patience, in real nanoseconds in which the process runs.
//
//go:linkname chaosFinalizers
func chaosFinalizers(patience int64) {
	piece := patience / chaosFinalizersPieces
	for range chaosFinalizersPieces {
		if fingStatus.Load() == fingUninitialized || blockUntilEmptyFinalizerQueue(piece) {
			break
		}
	}
	for range chaosFinalizersPieces {
		if gcCleanups.blockUntilEmpty(piece) {
			break
		}
	}
}

// chaosServes reports whether gp is a goroutine of the runtime that does something only when the run
// asks for it. One runs finalizers or cleanups: collections are only by the run's word, or between
// runs. Another changes which signals the process wants, while who asked for that waits.
func chaosServes(gp *g) bool {
	f := findfunc(gp.startpc)
	return f.valid() && (f.funcID == abi.FuncID_runFinalizers || f.funcID == abi.FuncID_runCleanups || funcname(f) == "runtime.ensureSigM.func1")
}

// chaosLateAfter is how long after the end of the test, in virtual nanoseconds, what a goroutine
// does is no failure of the test any more. A watchdog that nobody stops barks only then; under
// go test the process has ended by that time.
const chaosLateAfter = 1_000_000_000

// chaosTooLate is called when a goroutine panics, or ends the process. If that comes long after
// the end of the test, it goes no further.
func chaosTooLate() {
	c := &chaosState
	gp := getg()
	if !c.active || c.rooted || c.now-c.ended < chaosLateAfter && !chaosIsProgram || gp.chaos.slot <= 0 || gp.chaos.run != c.run || gp.m.locks != 0 {
		return
	}
	gp.chaos.late = true
	c.late++
	gopark(nil, nil, waitReasonSelectNoCases, traceBlockForever, 1)
}

// chaosOurs brackets code for which a goroutine outside the run works.
func chaosOurs(d int) { chaosState.ours += d }

// chaosRealSleep sleeps in real time, also in a run.
func chaosRealSleep(ns int64) {
	if chaosProcs == 0 {
		timeSleep(ns)
		return
	}
	usleep(uint32(ns / 1000))
}
