package runtime

import (
	"chaosrun/engine"
	"internal/abi"
	"internal/runtime/sys"
	"unsafe"
)

// How virtual time passes. Every scheduling point and every look at the clock costs a little,
// so that whatever spins gets to where its deadline is. A timer that is due is an option at
// every scheduling point, as a goroutine that can run is: the clock of the engine. A timer that
// is not due may come first by choice: the goroutine that runs, and all that could, were held
// up until then. When nothing can run, time passes to the next timer.

// What things cost, in virtual nanoseconds: about what they cost on a real machine.
const (
	chaosStepCost   = 40
	chaosAccessCost = 1 // a plain read or write, with -accesses
	chaosLookCost   = 300
	chaosIdleCost   = 50_000 // to wake up when nothing could run: a sleep takes so much longer than it says
)

// While a run is finished under a fair schedule, because it made more steps than it was given,
// and while nothing happens in it but ticks, time passes faster and faster: what waits for
// a moment in a loop gets there.
const (
	chaosTicksOnly   = 20_000 // times that all waited for timers, with no progress of the test
	chaosTicksFaster = 2_000
	chaosMostCost    = 1_000_000_000
	chaosTicksEnd    = 3600_000_000_000 // of virtual time: then it is a deadlock
)

// chaosPassing is how time passes in the run in progress.
var chaosPassing struct {
	step, access, look, idle int64 // present costs

	rate   int   // a goroutine may be held up at a scheduling point, 1 time in rate; 0: never
	limit  int64 // for how long at most
	counts bool  // a failure says how long a hold-up it needs
	never  bool  // they are not, though that may happen
	looked bool  // what comes at the next scheduling point was decided by chaosMayPass
	total  int64 // of all hold-ups so far
	held   int64 // the longest that one goroutine was held up without a step of its own, or what many amount to

	passed int64      // without steps: by waiting for timers
	head   chaosAlarm // the next timer at the last look
	fired  chaosAlarm // the one that fired last

	idles      int   // times that all waited for timers since the test made progress
	progressed int64 // when it did
}

// chaosAlarm is what matters of a timer for the order in which two of them fire.
type chaosAlarm struct {
	when, lasts int64
	by          uint32 // the goroutine that set it
}

// chaosOrdered notes, at the look that follows a timer's firing, that the next timer, of another
// goroutine, might have come first if fewer steps had been made: it lasts longer or shorter, and by
// no more than all steps took.
func chaosOrdered() {
	c, p := &chaosState, &chaosPassing
	a, b := p.fired, p.head
	if a.when != 0 && a.by != b.by && a.lasts != b.lasts && b.when-a.when < c.now-c.start-p.passed-p.total {
		c.eng.AssumeClockRead()
	}
	p.fired.when = 0
}

func chaosPassingBegin() {
	p := &chaosPassing
	p.total, p.held, p.idles, p.progressed = 0, 0, 0, chaosState.start
	p.passed, p.fired.when = 0, 0
	chaosRepeatBegin()
	chaosPrices()
	p.rate, p.limit, p.never = 0, 0, false
	c, h := &chaosClock, &chaosHolds
	switch {
	case h.asked:
		p.rate, p.limit = h.rate, h.limit
	case c.racing:
		p.rate, p.limit = chaosRacingRate, chaosRacingLimit
	case h.limit > 0 && !c.frozen && c.jitter == 0:
		var long bool
		p.rate, long = chaosState.eng.HoldUps()
		if p.limit = h.limit; long && h.long {
			p.limit *= chaosLongHoldUp
		}
		p.never = p.rate == 0
	}
	page := chaosState.page
	p.counts = h.asked || !c.racing
	page.rate, page.limit, page.held = uint64(p.rate), uint64(p.limit), 0
}

// chaosPrices sets what steps cost: nothing while the clock stands still.
func chaosPrices() {
	p := &chaosPassing
	p.step, p.access, p.look, p.idle = 0, 0, 0, 0
	if !chaosClock.frozen {
		p.step, p.access, p.look, p.idle = chaosStepCost, chaosAccessCost, chaosLookCost, chaosIdleCost
	}
}

const (
	chaosRacingRate  = 8
	chaosRacingLimit = 10_000_000_000 // longer than any machine is busy
	chaosNever       = 1<<63 - 1      // when a timer fires that is set for the end of time
	chaosLongHoldUp  = 100            // times the limit of short ones, which are failures like any other

	// chaosManyHoldUps is how many times the limit all hold-ups of a run take at most. Any machine makes
	// a goroutine wait for a moment now and then; none does so at every step.
	chaosManyHoldUps = 100
)

// chaosHolds is what the parent says of hold-ups.
var chaosHolds struct {
	asked bool  // the same rate and limit in every run, whatever the strategy says
	rate  int   //
	limit int64 // if not asked: of short hold-ups
	long  bool  // if not asked: there are long ones too
}

//go:linkname chaosHoldUps
func chaosHoldUps(asked bool, rate int, limit int64, long bool) {
	h := &chaosHolds
	h.asked, h.rate, h.limit, h.long = asked, rate, limit, long
}

// chaosPays is called at every scheduling point, and lets time pass. It reports whether there
// is more to do.
func chaosPays() bool {
	c, p := &chaosState, &chaosPassing
	c.now += p.step
	return chaosAccesses || p.total != 0 || p.looked || chaosRepeat.spins || c.eng.Steps&(chaosLookSteps-1) == 0 || c.timers.wakeTime() != 0
}

// chaosPay is what a step costs more than time: it is called when chaosPays says so.
func chaosPay(gp *g, op engine.Op) {
	c, p := &chaosState, &chaosPassing
	if chaosAccesses && (op == engine.OpRead || op == engine.OpWrite) {
		c.now += p.access - p.step
	}
	if p.total != 0 {
		gp.chaos.heldAt = p.total
	}
	chaosSpin(gp, op)
	if c.eng.Steps&(chaosLookSteps-1) == 0 && c.eng.Fairly() && !chaosRepeat.spins {
		chaosFaster()
	}
	if p.looked {
		p.looked = false
		return
	}
	if w := c.timers.wakeTime(); w != 0 {
		if p.never {
			chaosNotHeldUp(w - c.now)
		}
		chaosAhead(gp, nil)
	}
}

// chaosNotHeldUp notes that nobody is held up for so long, though that may happen.
func chaosNotHeldUp(held int64) {
	h := &chaosHolds
	limit := h.limit
	if h.long {
		limit *= chaosLongHoldUp
	}
	chaosState.eng.AssumeNoHoldUp(held <= limit)
}

// chaosMayPass is called before a goroutine looks at the channels of cases and may go on without waiting. The
// runtime arms the timer of a channel only while somebody waits for it, but such a timer may be due by now all
// the same, as one that is armed may.
func chaosMayPass(cases []scase) {
	gp := getg()
	if chaosPassing.rate == 0 || !chaosAwake() || gp.m.locks != 0 || chaosUnarmed(cases) == chaosNever {
		return
	}
	if chaosPassing.total != 0 {
		gp.chaos.heldAt = chaosPassing.total
	}
	chaosAhead(gp, cases)
	chaosPassing.looked = true
}

// chaosUnarmed is when the next timer of these channels is due that is not armed, or chaosNever.
func chaosUnarmed(cases []scase) int64 {
	w := int64(chaosNever)
	for i := range cases {
		ch := cases[i].c
		if ch == nil || ch.timer == nil || !ch.timer.chaos {
			continue
		}
		if t := ch.timer; t.when > chaosState.now && t.state&timerHeaped == 0 {
			w = min(w, t.when)
		}
	}
	return w
}

// chaosAhead is chaosPay while there are timers ahead: those that are armed, and those of cases.
func chaosAhead(gp *g, cases []scase) {
	for again := false; chaosHeldUp(gp, cases, again); again = true {
	}
}

// chaosHeldUp lets time pass to the next timer if the goroutine is held up until then, and reports whether
// it is. A ticker may tick once while it is.
func chaosHeldUp(gp *g, cases []scase, again bool) bool {
	c, p := &chaosState, &chaosPassing
	unarmed, w := chaosUnarmed(cases), c.timers.wakeTime()
	if w == 0 {
		w = chaosNever
	}
	w = min(w, unarmed)
	if w == chaosNever || chaosClock.frozen || w > c.now && (p.rate == 0 || chaosTooFar(w-c.now)) {
		return false
	}
	ticks := false
	systemstack(func() {
		if w = chaosDue(); p.rate != 0 {
			w, ticks = chaosFuture()
		}
	})
	if unarmed < w {
		w, ticks = unarmed, false
	}
	if p.rate == 0 || w == chaosNever || chaosTooFar(w-c.now) {
		return false
	}
	if again && ticks {
		c.eng.Assume(engine.OneTick)
		return false
	}
	held := w - c.now
	if p.counts && p.total+held > chaosManyHoldUps*p.limit {
		return false
	}
	if p.total != 0 {
		if held = chaosHeldBy(held); chaosTooFar(held) {
			return false
		}
	}
	happens := c.eng.Maybe(engine.HoldUp, p.rate)
	if c.rec.on {
		c.rec.chance(gp, engine.HoldUp, happens, w-c.now)
	}
	if !happens {
		return false
	}
	p.total += w - c.now
	if p.counts {
		p.held = max(p.held, held, p.total/chaosManyHoldUps)
		c.page.held = uint64(p.held)
	}
	c.eng.Inexact()
	systemstack(func() { chaosPass(w) })
	return true
}

// chaosTooFar reports whether nobody may be held up for so long.
func chaosTooFar(held int64) bool {
	if held <= chaosPassing.limit {
		return false
	}
	if !chaosPassing.counts {
		chaosState.eng.Assume(engine.NoLongHoldUps)
	}
	return true
}

// chaosHeldBy is for how long the goroutine that could run the longest would be held up if
// time passed by d.
func chaosHeldBy(d int64) int64 {
	c, p := &chaosState, &chaosPassing
	longest := d
	for slot, gs := range c.gs[:c.top] {
		if gp := gs.ptr(); gp != nil && c.eng.IsEnabled(int32(slot)) {
			longest = max(longest, p.total+d-gp.chaos.heldAt)
		}
	}
	return longest
}

// chaosDue looks for the next timer, on the system stack: if that is due it says so to the
// engine. It returns when it is due, which may be past, or chaosNever.
//
//go:yeswritebarrierrec
func chaosDue() int64 {
	c := &chaosState
	ts := c.timers
	ts.lock()
	ts.adjust(c.now, true)
	w, due := int64(chaosNever), uintptr(0)
	if len(ts.heap) > 0 {
		t := ts.heap[0].timer
		w, due = ts.heap[0].when, uintptr(unsafe.Pointer(t))
		chaosPassing.head = chaosAlarm{w, w - t.chaosArmed.at, t.chaosArmed.by}
		chaosOrdered()
	}
	ts.unlock()
	if w <= c.now {
		c.eng.ClockDue(due)
	}
	return w
}

// chaosFuture is when the next armed timer is due that is not due yet, or chaosNever, and whether that is a
// ticker's. It is called on the system stack, after chaosDue.
func chaosFuture() (w int64, ticks bool) {
	c := &chaosState
	w = chaosNever
	c.timers.lock()
	for i := range c.timers.heap {
		t := c.timers.heap[i].timer
		if i > 0 && c.timers.heap[0].when > c.now {
			break // the first is the next
		}
		if t.state&timerZombie == 0 && t.when > c.now && t.when < w {
			w, ticks = t.when, t.period > 0
		}
	}
	c.timers.unlock()
	return w, ticks
}

// chaosClockFires lets the timer fire whose turn it is. Nobody holds the turn then. It is called
// by the scheduler.
func chaosClockFires() {
	c := &chaosState
	if w := chaosDue(); w <= c.now {
		chaosFire(w)
	} else { // it was stopped meanwhile; the turn counts all the same
		chaosTick()
	}
	c.eng.ClockDone()
	chaosDue()
}

// chaosTick counts a turn of the clock, or a move of it.
func chaosTick() {
	c := &chaosState
	c.eng.Tick()
	if c.rec.on {
		c.rec.time()
	}
}

// chaosFire runs the timers that are due at w. They are no part of what any goroutine does.
func chaosFire(w int64) {
	c := &chaosState
	chaosTick()
	chaosPassing.fired = chaosPassing.head
	if raceenabled {
		// What one timer brings about does not come after what another did, but after what the
		// goroutine did that moves the clock.
		ts := &getg().m.p.ptr().timers
		if ts.raceCtx != 0 {
			racectxend(ts.raceCtx)
		}
		ts.raceCtx = racegostart(abi.FuncPCABIInternal((*timers).run) + sys.PCQuantum)
		if chaosClockAdvanced {
			raceacquirectx(ts.raceCtx, unsafe.Pointer(&chaosClock))
		}
	}
	chaosTimersRun()
	c.timers.check(w, nil)
	chaosTimersDone()
}

// chaosTimersRun says that timers of the run are run from here on: goroutines that they start are
// the run's. The caller is on the system stack.
func chaosTimersRun() {
	chaosRaceTimer()
	getg().chaos.slot = -1
	chaosState.timing = true
}

// chaosTimersDone says that they have been run.
func chaosTimersDone() {
	chaosState.timing = false
	getg().chaos.slot = 0
}

// chaosBubbleTimers is chaosTimersRun for the timers of a synctest bubble, which its first goroutine
// runs. It reports whether that is one of the run.
func chaosBubbleTimers(gp *g) bool {
	if !chaosIn(gp) {
		return false
	}
	chaosTimersRun()
	return true
}

// chaosIdles lets time pass to w because nothing can run. It reports what is wrong if nothing but ticks
// has happened for so long that nothing else ever will, or chaosDone.
func chaosIdles(w int64) uint32 {
	c, p := &chaosState, &chaosPassing
	c.eng.Advance()
	c.page.moves++
	from := c.now
	c.now = min(w, chaosNever-p.idle) + p.idle
	p.passed += c.now - from
	p.idles++
	if p.idles > chaosTicksOnly && p.idles%chaosTicksFaster == 0 {
		p.idle = min(2*p.idle, chaosMostCost)
		if c.rooted && c.now-p.progressed > chaosTicksEnd && !chaosTimerSince(p.progressed) {
			return chaosDeadlock
		}
	}
	if ever, test := chaosOnlyTicks(); ever && test {
		return chaosLivelock
	} else if ever {
		return chaosDeadlock
	}
	chaosDue()
	return chaosDone
}

// chaosProgress says that something other than ticks has happened: a goroutine was started or has
// ended, or one of the test's own goes on.
func chaosProgress() {
	p := &chaosPassing
	p.idles, p.progressed = 0, chaosState.now
}

// chaosTimerSince reports whether a timer has been armed since before that moment: what the test waits
// for may come by that.
func chaosTimerSince(moment int64) bool {
	c := &chaosState
	found := false
	c.timers.lock()
	for i := range c.timers.heap {
		t := c.timers.heap[i].timer
		if t.period == 0 && t.chaosArmed.at <= moment {
			found = true
		}
	}
	c.timers.unlock()
	return found
}
