package runtime

import (
	"chaosrun/engine"
	"unsafe"
)

// Strategies of the user's. Their code cannot run where choices are made: on the system stack, or
// in the middle of some goroutine's step, where the race detector would take the strategy's memory
// for the test's. So a goroutine outside the run asks them: the scheduler hands over to it
// before the choice, and goes on when it has answered.

const (
	chaosCustomIdle     = iota
	chaosCustomAsked    // a choice is due
	chaosCustomAsking   // the strategy's goroutine is at it
	chaosCustomAnswered // the answer is there
)

var chaosCustom struct {
	state   uint32
	started bool
	parked  bool           // its goroutine waits for the next question
	g       guintptr       // its goroutine, once it has parked
	back    guintptr       // who is at a scheduling point and goes on afterwards; nil: the scheduler
	pick    unsafe.Pointer // func() int: the strategy of the run
	strat   *engine.Custom
	op      engine.Op // what back is about to do
	obj     uintptr
	sync    uint64 // for the race detector: who registers happens before who picks
}

// chaosCustomSeed is the seed for a strategy of the run. It reports false if the run does not want
// one.
//
//go:linkname chaosCustomSeed
func chaosCustomSeed() (seed uint64, ok bool) {
	strat := chaosState.eng.Custom()
	if strat == nil || !chaosIn(getg()) {
		return 0, false
	}
	return strat.Live(), true
}

// chaosCustomUse makes pick the strategy of the run, and reports whether a goroutine has to be
// started that calls chaosCustomWait.
//
//go:linkname chaosCustomUse
func chaosCustomUse(pick func() int) (start bool) {
	c := &chaosCustom
	c.pick = *(*unsafe.Pointer)(unsafe.Pointer(&pick))
	c.strat = chaosState.eng.Custom()
	if raceenabled {
		racerelease(unsafe.Pointer(&c.sync))
	}
	start = !c.started
	c.started = true
	return start
}

// chaosCustomWait answers the last question with the k-th option, waits for the next one, and
// returns who is to answer that.
//
//go:linkname chaosCustomWait
func chaosCustomWait(k int) func() int {
	c := &chaosCustom
	if c.state == chaosCustomAsking {
		s := engine.NoSlot
		for i := 0; i <= max(k, 0); i++ {
			next := chaosState.eng.Chosen(s, c.op)
			if next == engine.NoSlot {
				break
			}
			s = next
		}
		c.strat.Answer(s)
		c.state = chaosCustomAnswered
	}
	mcall(chaosCustomPark)
	if raceenabled {
		raceacquire(unsafe.Pointer(&c.sync))
	}
	return *(*func() int)(unsafe.Pointer(&c.pick))
}

func chaosCustomPark(gp *g) {
	chaosCustom.g.set(gp)
	chaosCustom.parked = true
	gp.waitreason = waitReasonZero
	casgstatus(gp, _Grunning, _Gwaiting)
	dropg()
	schedule()
}

// chaosCustomOption describes the slot after the given one, or the first after -1, among which
// is to be chosen: its goroutine, what that is about to do, and on what. It returns -1 after the
// last.
//
//go:linkname chaosCustomOption
func chaosCustomOption(after int32) (slot int32, id int, op uint8, obj uintptr, running bool) {
	c, e := &chaosCustom, &chaosState.eng
	slot = e.Chosen(after, c.op)
	if slot == engine.NoSlot {
		return
	}
	p := e.PendingOp(slot)
	running = c.back != 0 && slot == e.Cur
	if running {
		p.Op, p.Obj = c.op, c.obj
	}
	if id = int(e.ID(slot)); id == engine.ClockID {
		id = -1
	}
	return slot, id, uint8(p.Op), p.Obj, running
}

// chaosCustomPoint is called at the scheduling point of a goroutine, before the choice.
func chaosCustomPoint(gp *g, op engine.Op, obj uintptr) {
	c := &chaosCustom
	if chaosState.eng.Asks(op) == nil {
		return
	}
	c.op, c.obj = op, obj
	c.back.set(gp)
	c.state = chaosCustomAsked
	mcall(chaosCustomSwitch)
}

func chaosCustomSwitch(gp *g) {
	casgstatus(gp, _Grunning, _Grunnable)
	dropg()
	schedule()
}

// chaosCustomNext is what the scheduler runs next because of a question, if ok.
func chaosCustomNext() (gp *g, ok bool) {
	c := &chaosCustom
	switch c.state {
	case chaosCustomAsked:
		if !c.parked {
			return nil, true // it is in a run queue
		}
		c.parked = false
		c.state = chaosCustomAsking
		gp = c.g.ptr()
		casgstatus(gp, _Gwaiting, _Grunnable)
		return gp, true
	case chaosCustomAsking:
		return nil, true
	case chaosCustomAnswered:
		c.state = chaosCustomIdle
		gp = c.back.ptr()
		c.back = 0
		return gp, gp != nil
	}
	return nil, false
}

// chaosCustomDue asks before the scheduler chooses who goes on, if it has not yet.
func chaosCustomDue() bool {
	c := &chaosCustom
	if chaosState.eng.Custom() == nil || chaosState.eng.Asks(engine.OpNone) == nil || c.strat.Answered() {
		return false
	}
	c.op, c.obj = engine.OpNone, 0
	c.state = chaosCustomAsked
	return true
}
