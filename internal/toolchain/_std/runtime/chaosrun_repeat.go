package runtime

import (
	"chaosrun/engine"
	"internal/goarch"
	"internal/runtime/sys"
	"unsafe"
)

// Runs that repeat themselves for ever. A loop that waits for what does not come makes steps that
// change nothing that others see, and leaves its goroutine's stack as it was: what counts how often
// the loop went round, or remembers a moment, would be there. Now and then the stacks are looked at;
// when for long they only are as they were before, the rest of the run is more of the same.

const (
	chaosLookSteps = 1 << 16 // steps from one look to the next, while goroutines spin
	chaosLookIdles = 1 << 10 // and times that all waited for timers, while that is all that happens
	chaosManyIdles = 1 << 16 // before the first look of that kind
	chaosManySpins = 32      // looks before the first judgement
	chaosSameLooks = 24      // looks of which at most the last new one shows anything new: the run repeats itself
	chaosMostLooks = 256     // goroutines, at most: more of them are not looked at
	chaosSpinSlows = 8       // looks after which time passes faster
)

// chaosSpinOps are operations that change nothing, if they are made again and again: one that tries
// something has failed, or something else undoes what it did.
const chaosSpinOps = 1<<engine.OpYield | 1<<engine.OpTryRecv | 1<<engine.OpTrySend | 1<<engine.OpTrySelect |
	1<<engine.OpTryLock | 1<<engine.OpTryRLock | 1<<engine.OpTryWLock | 1<<engine.OpRLock | 1<<engine.OpRUnlock |
	1<<engine.OpAtomicLoad | 1<<engine.OpAtomicCAS | 1<<engine.OpSleep | 1<<engine.OpLen | 1<<engine.OpCount

// chaosLooks is what looks have shown.
type chaosLooks struct {
	since  int64 // when they began
	hashes [chaosMostLooks]uint64
	n      int // of hashes
	looks  int
	newest int // the last look that showed another hash
	newer  int // and the one before
}

func (l *chaosLooks) begin() {
	l.since = chaosState.now
	l.forget()
}

func (l *chaosLooks) forget() { l.n, l.looks, l.newest, l.newer = 0, 0, 0, 0 }

// repeat reports whether looks have shown nothing new for long, but for one: when the goroutine was
// preempted at the start of a function, which depends on the machine, what its registers held is on the
// stack from then on.
func (l *chaosLooks) repeat() bool { return l.looks-l.newer >= chaosSameLooks }

var chaosRepeat struct {
	spins    bool // no step has changed anything since the last look
	spinning int  // looks since then
	spin     chaosLooks
	idles    int // times that all waited for timers
	idle     chaosLooks
	woken    int        // times that a goroutine of the test resumed by that
	before   int        // woken at the last judgement
	fair     chaosLooks // of a run that is being finished under a fair schedule
}

func chaosRepeatBegin() {
	r := &chaosRepeat
	r.spins, r.spinning, r.idles, r.woken, r.before = false, 0, 0, 0, 0
	r.idle.begin()
	r.fair.begin()
}

// chaosSpin takes in that the goroutine is about to do op. Every chaosLookSteps steps it looks whether
// goroutines spin.
func chaosSpin(gp *g, op engine.Op) {
	c, r := &chaosState, &chaosRepeat
	if r.spins && uint64(chaosSpinOps)>>op&1 == 0 {
		chaosSpun()
	}
	if c.eng.Steps&(chaosLookSteps-1) != 0 || c.eng.Steps == 0 {
		return
	}
	chaosLast(gp, sys.GetCallerPC(), sys.GetCallerSP())
	if chaosAwaits() {
		return
	}
	if !r.spins {
		r.spins, r.spinning = true, 0
		r.spin.begin()
		return
	}
	if c.waking > 0 || c.eng.Alive() >= chaosMostLooks || c.rooted && (chaosOutsideMay() || chaosChildLives()) {
		return
	}
	r.spinning++
	if r.spinning > chaosSpinSlows && !chaosClock.frozen {
		chaosFaster()
	}
	r.spin.look(gp, sys.GetCallerPC(), sys.GetCallerSP())
	if r.spinning < chaosManySpins || !chaosJudges(r.spinning) || !r.spin.repeat() {
		return
	}
	if !c.eng.Fairly() {
		c.eng.Hurry()
		c.page.max = c.eng.MaxSteps()
		r.spin.forget()
	} else if c.now-r.spin.since > chaosTicksEnd {
		c.eng.Over = true
	}
}

// chaosAwaits reports whether what a test has left, which works on, still waits for what may come from
// outside: that takes real time, however many steps the run makes in it. The run is not ended before.
func chaosAwaits() bool {
	c := &chaosState
	if c.rooted || c.waking == 0 && !chaosOutsideMay() || nanotime() >= chaosLeftUntil() {
		return false
	}
	if c.eng.Left() <= chaosLookSteps {
		c.eng.Prolong()
	}
	return true
}

// chaosLeastProlonged: a run of fewer steps was given few, and gets no more.
const chaosLeastProlonged = 1 << 20

// chaosLast looks at a run that is being finished under a fair schedule. If it is about to be ended, and
// looks still show what none has shown before, it gets more time: a loop that counts comes to its end.
func chaosLast(gp *g, pc, sp uintptr) {
	c, l := &chaosState, &chaosRepeat.fair
	if !c.eng.Fairly() || !c.rooted || c.eng.Alive() >= chaosMostLooks || c.eng.Steps+c.eng.Left() < chaosLeastProlonged {
		return
	}
	l.look(gp, pc, sp)
	if c.eng.Left() <= chaosLookSteps && l.looks >= chaosSameLooks && !l.repeat() {
		c.eng.Prolong()
	}
}

// chaosSpun ends a time in which goroutines spin.
func chaosSpun() {
	r := &chaosRepeat
	r.spins = false
	if r.spinning > chaosSpinSlows && !chaosState.eng.Fairly() {
		chaosPrices()
	}
}

// chaosFaster lets steps take twice as long.
func chaosFaster() {
	p := &chaosPassing
	p.step = min(2*max(p.step, chaosStepCost), chaosMostCost)
}

// chaosOnlyTicks takes in that all goroutines wait and time is about to pass. It reports whether
// nothing but that happens for ever, and whether goroutines of the test take part in it.
func chaosOnlyTicks() (ever, test bool) {
	c, r := &chaosState, &chaosRepeat
	r.idles++
	if r.spins {
		chaosSpun()
	}
	if r.idles < chaosManyIdles || r.idles%chaosLookIdles != 0 || !c.rooted || c.eng.Alive() >= chaosMostLooks {
		return false, false
	}
	l := &r.idle
	l.look(nil, 0, 0)
	if !chaosJudges(r.idles) {
		return false, false
	}
	ever = r.idles > chaosManyIdles && l.repeat() && !chaosTimerSince(l.since) && !chaosOutsideMay() && !chaosChildLives()
	test = r.woken != r.before
	l.since, r.before = c.now, r.woken
	return ever, test
}

// chaosJudges reports whether the run is judged after so many looks or idles: when there are twice as
// many as the last time. What the first looks show may differ from process to process, by what was
// left on the stacks before; when the run ends must not.
func chaosJudges(n int) bool { return n&(n-1) == 0 }

// look looks at the stacks of all goroutines of the run; that of gp, which runs, from pc and sp on.
func (l *chaosLooks) look(gp *g, pc, sp uintptr) {
	c := &chaosState
	systemstack(func() {
		l.looks++
		var waiting uint64
		for slot, gs := range c.gs[:c.top] {
			other := gs.ptr()
			if other == nil {
				continue
			}
			var u unwinder
			if other == gp {
				u.initAt(pc, sp, 0, gp, unwindSilentErrors)
			} else {
				u.init(other, unwindSilentErrors)
			}
			h := chaosStackHash(&u, other) + uint64(slot)
			if other == gp || c.eng.IsEnabled(int32(slot)) {
				l.saw(h)
			} else {
				waiting = (waiting ^ h) * 1099511628211
			}
		}
		l.saw(waiting)
	})
}

// saw notes a hash.
func (l *chaosLooks) saw(h uint64) {
	for _, old := range l.hashes[:l.n] {
		if old == h {
			return
		}
	}
	if l.n == len(l.hashes) {
		l.n = 0
	}
	l.hashes[l.n] = h
	l.n++
	if l.newest != l.looks {
		l.newer, l.newest = l.newest, l.looks
	}
}

// chaosStackHash is the hash of what the stack of gp holds, from the innermost frame on that is not
// the runtime's. It does not depend on where the stack and the objects are that it points to.
func chaosStackHash(u *unwinder, gp *g) uint64 {
	for u.valid() && chaosOfRuntime(u) {
		u.next()
	}
	if !u.valid() {
		return 0
	}
	h := uint64(u.frame.pc)
	for at := u.frame.sp; at+goarch.PtrSize <= gp.stack.hi; at += goarch.PtrSize {
		w := *(*uintptr)(unsafe.Pointer(at))
		if spanOf(w) != nil {
			w = 1
		}
		h = (h ^ uint64(w)) * 1099511628211
	}
	return h
}

// chaosOfRuntime reports whether the frame is of the runtime, which keeps there what nobody else sees.
// Some of its functions have names of other packages.
func chaosOfRuntime(u *unwinder) bool {
	const folder = "/src/runtime/"
	file, _ := funcline(u.frame.fn, u.frame.pc)
	for i := len(file) - 1; i >= len(folder)-1; i-- {
		if file[i] == '/' {
			return file[i-len(folder)+1:i+1] == folder
		}
	}
	return false
}
