package engine

// The clock takes part in a run as a goroutine does. While a timer is due it is enabled, one
// of the options of every scheduling choice, and when it gets the turn one timer fires. It has a
// slot from the first timer on that is due, and a number that no goroutine has.

// ClockID is the spawn number of the clock. A plan may name it like that of a goroutine.
const ClockID = 1<<24 - 2

// ClockDue enables the clock: the timer at that address is due.
func (e *Engine) ClockDue(timer uintptr) {
	if e.clock == NoSlot {
		s := e.slots.firstFree()
		if s == NoSlot {
			return // timers then fire when nothing else can run
		}
		e.slots.add(s)
		e.clock = s
		e.g[s] = Goroutine{id: ClockID, n: e.ticks}
		e.g[s].hash = combine(e.cov.epoch, ClockID)
	}
	if !e.enabled.has(e.clock) {
		e.seq++
		e.g[e.clock].pend = Pending{OpAdvance, e.seq, timer}
		e.enable(e.clock)
	}
}

// ClockDone disables the clock, and takes the turn from it: no timer is due any more.
func (e *Engine) ClockDone() {
	if e.clock == NoSlot {
		return
	}
	e.disable(e.clock)
	if e.Cur == e.clock {
		e.turnEnds()
	}
}

// rests reports whether who held the turn last cannot go on, so that a switch is no preemption.
// The clock gives the turn back each time a timer has fired.
func (e *Engine) rests() bool { return !e.IsEnabled(e.Cur) || e.Cur == e.clock }

// ClockTurn reports whether the clock holds the turn.
func (e *Engine) ClockTurn() bool { return e.Cur == e.clock && e.Cur != NoSlot }

// Tick counts how often timers have fired and time has been moved. Plans name the place of a
// choice after the clock's turn by that number.
func (e *Engine) Tick() {
	e.ticks++
	if e.clock != NoSlot {
		e.g[e.clock].n = e.ticks
	}
}

// Hurry lets the run be finished under a fair schedule from here on.
func (e *Engine) Hurry() {
	e.max = e.Steps
	e.limit = e.max + patienceAfter(e.max)
}

// FairAfter lets the run be finished under a fair schedule after so many steps, if that is sooner. It may
// make as many steps as before.
func (e *Engine) FairAfter(steps uint64) { e.max = min(e.max, steps) }

// Bound gives the rest of the run so many steps, before it is finished under a fair schedule.
func (e *Engine) Bound(steps uint64) {
	e.max = min(e.max, e.Steps+steps)
	e.limit = min(e.limit, max(e.max, e.Steps)+patienceAfter(e.max)) // it may have been prolonged
}

// Prolong gives a run that is being finished under a fair schedule twice the steps, if that is no more
// than DefaultMaxSteps.
func (e *Engine) Prolong() { e.limit = max(e.limit, min(2*e.limit, DefaultMaxSteps)) }

// Left is how many steps the run may still make.
func (e *Engine) Left() uint64 { return e.limit - min(e.Steps, e.limit) }

// Fairly reports whether the run is being finished under a fair schedule, because it made more
// steps than it was given.
func (e *Engine) Fairly() bool { return e.Steps > e.max }
