package runtime

import (
	"chaosrun/engine"
	"unsafe"
)

// Virtual time and the random numbers of controlled goroutines.

// chaosOn reports whether the calling goroutine, or the one on whose behalf the
// system stack runs, is controlled.
//
//go:linkname chaosOn
//go:nosplit
func chaosOn() bool {
	gp := getg()
	if gp.chaos.slot != 0 {
		return true
	}
	if gp == gp.m.g0 && gp.m.curg != nil {
		return gp.m.curg.chaos.slot != 0
	}
	return false
}

// chaosNanotime is nanotime, virtual for controlled goroutines.
func chaosNanotime() int64 {
	if chaosOn() {
		return chaosState.now
	}
	return nanotime()
}

// chaosLook is chaosNanotime for a program that looks at the clock, which takes time. Outside
// of runs see chaosOutsideTime.
func chaosLook() int64 { return chaosLookAt(true) }

// chaosToArm is chaosLook for package time, which adds how long a timer is to last.
//
//go:linkname chaosToArm
func chaosToArm() int64 {
	if b := getg().bubble; b != nil {
		return b.now
	}
	return chaosLookAt(false)
}

// chaosLookAt is a look at the clock; shows says that the program sees the time.
func chaosLookAt(shows bool) int64 {
	c := &chaosState
	if gp := getg(); gp.chaos.slot > 0 && gp.chaos.quiet == 0 && chaosIn(gp) {
		if c.now += chaosPassing.look; shows && chaosPassing.look != 0 {
			c.eng.AssumeClockRead()
		}
		return c.now
	}
	if chaosOn() {
		return c.now
	}
	if chaosProcs != 0 {
		return chaosOutsideNow()
	}
	return nanotime()
}

// chaosVirtual reports whether the caller sees virtual time: everywhere in a worker.
func chaosVirtual() bool { return chaosProcs != 0 }

// chaosOutsideTime is what goroutines outside of runs see of the clock: init functions, TestMain,
// and what they have started. It begins when the process does, a look at it takes time, and a
// sleep as long as it says: so what they keep of it is the same in every process. In a run it is
// never behind the run's.
var chaosOutsideTime int64 = 1

func chaosOutsideNow() int64 {
	chaosOutsideTime = max(chaosOutsideTime, chaosState.now) + chaosLookCost
	return chaosOutsideTime
}

// chaosOutsideSleeps is called when a goroutine sleeps.
func chaosOutsideSleeps(ns int64) {
	if chaosProcs != 0 && ns > 0 && !chaosOn() {
		chaosOutsideTime += min(ns, chaosNever-chaosOutsideTime)
	}
}

// chaosRealWhen is the real time at which a timer of a goroutine outside the run fires, which it
// has set for that moment of the clock that it sees.
func chaosRealWhen(when int64) int64 {
	if chaosProcs == 0 {
		return when
	}
	real := when - max(chaosOutsideTime, chaosState.now) + nanotime()
	if real < 0 && when > 0 {
		return maxWhen
	}
	return real
}

// chaosStart is where the monotonic readings of time.Now count from.
//
//go:linkname chaosStart
func chaosStart(real int64) int64 {
	if chaosVirtual() {
		return 0
	}
	return real
}

// chaosSince is the monotonic time since the process or the run has started.
//
//go:linkname chaosSince
func chaosSince(real int64) int64 { return chaosLook() - chaosStart(real) }

// chaosTimers is the heap that a timer goes to.
func chaosTimers(t *timer, ts *timers) *timers {
	if t.chaos {
		return chaosState.timers
	}
	return ts
}

// chaosTimerNow is the present time of a timer.
func chaosTimerNow(t *timer) int64 {
	if t.chaos {
		c := &chaosState
		if e := &c.eng; chaosPassing.never && t.when > c.now && c.active && e.Cur != engine.NoSlot && e.PendingOp(e.Cur).Op == engine.OpTryRecv {
			chaosNotHeldUp(t.when - c.now)
		}
		return c.now
	}
	return nanotime()
}

// While the run waits for the world outside, real and virtual time are tied
// together from the moment at which the waiting began.
var chaosTie struct {
	run           uint32
	virtual, real int64
}

// chaosRealTime is the real time at which virtual time may reach v.
func chaosRealTime(v int64) int64 {
	c := &chaosState
	t := &chaosTie
	if t.run != c.run || t.virtual != c.now {
		t.run, t.virtual, t.real = c.run, c.now, nanotime()
	}
	return t.real + v - t.virtual
}

// chaosDeadline is what a descriptor of the system keeps of a deadline that a run has set. The deadline passes in
// real time, as the descriptor does what it does.
type chaosDeadline struct {
	run   uint32
	ahead int64 // of real time: the run's clock, when the deadline was set
}

func chaosDeadlineSet() chaosDeadline {
	c := &chaosState
	if !chaosOn() {
		return chaosDeadline{}
	}
	return chaosDeadline{c.run, c.now - nanotime()}
}

// chaosDeadlinePassed is called when a deadline has passed. The run's clock shows that, unless one of its own
// timers comes before. pd is locked.
func chaosDeadlinePassed(pd *pollDesc, read bool) {
	c := &chaosState
	if !c.active || pd.chaos.run != c.run {
		return
	}
	at := pd.wd
	if read {
		at = pd.rd
	}
	at += pd.chaos.ahead
	if next := c.timers.wakeTime(); next != 0 {
		at = min(at, next)
	}
	c.now = max(c.now, at)
}

// chaosRand replaces rand in a worker. Goroutines outside the run share one sequence
// too: the runtime's own are per thread, and which thread runs what is not pinned.
func chaosRand() uint64 {
	if chaosOn() {
		chaosAffect(engine.Writes(engine.Numbers))
		chaosState.eng.Assume(engine.PinnedNumbers)
		return chaosState.eng.Random()
	}
	return chaosOutside.Uint64()
}

var chaosOutside engine.Rand

// chaosNoSeed reports whether the caller is in a worker and outside of its runs.
//
//go:linkname chaosNoSeed
func chaosNoSeed() bool { return chaosProcs != 0 && !chaosIn(getg()) }

// chaosFill fills b with the run's random bytes and reports whether the calling
// goroutine is controlled: what crypto/rand sees.
//
//go:linkname chaosFill
func chaosFill(b []byte) bool {
	if getg().chaos.slot <= 0 {
		return false
	}
	var v uint64
	for i := range b {
		if i&7 == 0 {
			v = chaosRand()
		}
		b[i] = byte(v)
		v >>= 8
	}
	return true
}

// chaosRandn replaces cheaprandn where select shuffles its cases: controlled
// goroutines keep source order, and chaosSelect draws among the ready cases.
func chaosRandn(gp *g, n uint32) uint32 {
	if gp.chaos.slot > 0 {
		return n - 1
	}
	return cheaprandn(n)
}

// chaosTimerOrder is what orders timers of a synctest bubble that fire at the same time. In a worker
// they fire as they come: which of the goroutines that they wake or start runs first is a choice.
func chaosTimerOrder() uint32 {
	if chaosProcs != 0 {
		return 0
	}
	return cheaprand()
}

// chaosSelect draws one of the ready cases and puts it first in pollorder. All
// channels are locked.
func chaosSelect(gp *g, scases []scase, pollorder []uint16, nsends int) {
	c := &chaosState
	if !chaosIn(gp) {
		return
	}
	ready, first := 0, -1
	for i := range scases {
		if scases[i].c != nil && chaosCaseReady(&scases[i], i < nsends) {
			if ready == 0 {
				first = i
			}
			ready++
		}
	}
	if ready == 0 {
		return
	}
	chaosPassesTimers(scases)
	if ready > 1 {
		// Option k is the k-th ready case in the order of the cases.
		k := c.eng.Value(ready)
		if c.rec.on {
			c.rec.ready(gp, scases, nsends, ready, k)
		}
		for ; k > 0; k-- {
			for first++; scases[first].c == nil || !chaosCaseReady(&scases[first], first < nsends); first++ {
			}
		}
	}
	c.eng.Touch(uintptr(unsafe.Pointer(scases[first].c)))
	for at, i := range pollorder {
		if int(i) == first {
			copy(pollorder[1:at+1], pollorder[:at])
			pollorder[0] = i
			return
		}
	}
}

// chaosPassesTimers is called when a select continues without waiting. A timer of a channel that nobody waits for
// could have been due.
func chaosPassesTimers(scases []scase) {
	if !chaosPassing.never {
		return
	}
	if w := chaosUnarmed(scases); w != chaosNever {
		chaosNotHeldUp(w - chaosState.now)
	}
}

// chaosSelected notes which case a select takes, and what it carries; -1 is the default.
func chaosSelected(gp *g, scases []scase, nsends, index int, received bool) {
	if !chaosIn(gp) {
		return
	}
	if index < 0 {
		chaosPassesTimers(scases)
	}
	if c := &chaosState; c.rec.on {
		c.rec.selected(gp, scases, nsends, index)
		switch {
		case index < 0:
		case index < nsends:
			chaosSends(scases[index].c, scases[index].elem)
		default:
			chaosReceives(scases[index].c, scases[index].elem, received)
		}
	}
}

func chaosCaseReady(cas *scase, send bool) bool {
	c := cas.c
	if c.closed != 0 {
		return true
	}
	if send {
		return chaosWaiting(&c.recvq) || c.qcount < c.dataqsiz
	}
	return chaosWaiting(&c.sendq) || c.qcount > 0
}

// chaosWaiting reports whether the queue has a waiter that dequeue would return: one
// whose select has not been won by another case.
func chaosWaiting(q *waitq) bool {
	for sg := q.first; sg != nil; sg = sg.next {
		if !sg.isSelect || sg.g.selectDone.Load() == 0 {
			return true
		}
	}
	return false
}

// chaosNanosleep is the system call nanosleep of a controlled goroutine: a sleep in virtual
// time. Libraries translated from C sleep like that while they wait for a lock.
//
//go:linkname chaosNanosleep
func chaosNanosleep(ns int64) bool {
	if !chaosOn() || getg().chaos.quiet != 0 {
		return false
	}
	timeSleep(ns)
	return true
}
