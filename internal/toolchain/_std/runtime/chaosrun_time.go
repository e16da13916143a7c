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

// chaosMainBegun says that the packages of the test binary are initialized.
var chaosMainBegun bool

// chaosMainStarts is called when they are.
//
//go:linkname chaosMainStarts
func chaosMainStarts() { chaosMainBegun = true }

// chaosVirtual reports whether the caller sees virtual time: in a run, and while packages are
// initialized, for which it is the moment at which every run begins.
func chaosVirtual() bool { return chaosOn() || chaosProcs != 0 && !chaosMainBegun }

// chaosStart is where the monotonic readings of time.Now count from.
//
//go:linkname chaosStart
func chaosStart(real int64) int64 {
	if chaosVirtual() {
		return chaosStartNow - 1
	}
	return real
}

// chaosSince is the monotonic time since the process or the run has started.
//
//go:linkname chaosSince
func chaosSince(real int64) int64 {
	if chaosOn() {
		return chaosState.now - (chaosStartNow - 1)
	}
	return nanotime() - real
}

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
		return chaosState.now
	}
	return nanotime()
}

// chaosAdvance moves virtual time to next and runs the timers that are due.
func chaosAdvance(next int64) {
	chaosState.eng.Advance()
	chaosFire(next)
}

// chaosFire is chaosAdvance while a goroutine may hold the turn: it comes after what that
// one did.
func chaosFire(next int64) {
	c := &chaosState
	if next > c.now {
		c.now = next
	}
	if c.rec.on {
		c.rec.time()
	}
	gp := getg()
	gp.chaos.slot = -1
	c.timing = true
	c.timers.check(c.now, nil)
	c.timing = false
	gp.chaos.slot = 0
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

// chaosRand replaces rand in a worker. Goroutines outside the run share one sequence
// too: the runtime's own are per thread, and which thread runs what is not pinned.
func chaosRand() uint64 {
	if chaosOn() {
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

// chaosSelect draws one of the ready cases and puts it first in pollorder. All
// channels are locked.
func chaosSelect(gp *g, scases []scase, pollorder []uint16, nsends int) {
	c := &chaosState
	if gp.chaos.slot <= 0 || !c.active || gp.chaos.run != c.run {
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
	if ready > 1 {
		// Option k is the k-th ready case in the order of the cases.
		k := c.eng.Value(ready)
		if c.rec.on {
			c.rec.value(gp, ready, k)
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
