package runtime

import "chaosrun/engine"

// Where the scheduler asks us.

// chaosSyscallPatience is how long a system call keeps the turn, in real
// nanoseconds. Within it a call is part of the step; beyond it, it is an event from
// outside the run.
const chaosSyscallPatience = 100_000_000

// chaosNext is what findRunnable runs next, or nil.
func chaosNext() *g {
	c := &chaosState
	if !c.active {
		return nil
	}
	if gp, ok := chaosCustomNext(); ok {
		return gp
	}
	if c.handoff {
		c.handoff = false
		return c.gs[c.eng.Cur].ptr()
	}
	if c.eng.Cur != engine.NoSlot {
		chaosSyscallWait()
		if c.eng.Cur != engine.NoSlot {
			return nil // its holder is in a run queue, or waits for the collector
		}
	}
	return chaosPick()
}

func chaosPick() *g {
	c := &chaosState
	if chaosCustomDue() {
		gp, _ := chaosCustomNext()
		return gp
	}
	n := c.eng.Enabled()
	slot := c.eng.Next()
	if slot == engine.NoSlot {
		return nil
	}
	if c.eng.Over {
		c.verdict = chaosLivelock
		return chaosFinish()
	}
	gp := c.gs[slot].ptr()
	if c.rec.on {
		c.rec.pick(gp, n)
	}
	return gp
}

// chaosSyscallWait is called when the holder of the turn has lost its P. If that is
// because of a system call, it waits for the call; if the call takes long, it takes
// the turn away.
func chaosSyscallWait() {
	c := &chaosState
	gp := c.gs[c.eng.Cur].ptr()
	t0, patience := nanotime(), int64(chaosSyscallPatience)
	if gp.chaos.longSys > 0 {
		patience = 0
	}
	for {
		status := readgstatus(gp)
		// Running without the one P: on its way into a blocking call, which gives the P up
		// before it changes its status, and nobody would look again.
		if status != _Gsyscall && status != _Grunning || sched.gcwaiting.Load() {
			return
		}
		if status == _Gsyscall && nanotime()-t0 > patience {
			break
		}
		usleep(20)
	}
	gp.chaos.blocked = true
	gp.chaos.inSys = true
	gp.chaos.waking = true
	c.waking++
	c.eng.Block()
}

// chaosSysExit is called by a goroutine that comes back from a system call with a
// P. If it lost the turn meanwhile, it waits for it.
//
//go:nosplit
func chaosSysExit(gp *g) {
	if gp.chaos.slot > 0 && gp.chaos.inSys {
		mcall(chaosSysExitM)
	}
}

func chaosSysExitM(gp *g) {
	casgstatus(gp, _Grunning, _Grunnable)
	dropg()
	if !chaosIntercept(gp) {
		throw("chaosrun: system call returned into a run it is not in")
	}
	schedule()
}

// chaosIntercept is asked before a goroutine from a run queue is resumed. It
// reports true when the goroutine has to wait for the turn: it was woken from
// outside, by the network poller or the end of a long system call.
func chaosIntercept(gp *g) bool {
	c := &chaosState
	if gp.chaos.slot <= 0 {
		return false
	}
	if !c.open || gp.chaos.run != c.run {
		return true
	}
	if gp.chaos.blocked {
		chaosEnable(gp, true)
		return true
	}
	return c.eng.Cur != gp.chaos.slot-1
}

// chaosIdle is called when findRunnable has found nothing to run. It advances
// virtual time, or ends the run. Its second result, if not zero, is the real time
// at which it wants to be asked again.
func chaosIdle() (*g, int64) {
	c := &chaosState
	if !c.active || c.eng.Cur != engine.NoSlot {
		return nil, 0
	}
	for {
		c.page.wait = 0
		if gp, ok := chaosCustomNext(); ok {
			return gp, 0
		}
		if gp := chaosPick(); gp != nil || chaosCustom.state != chaosCustomIdle {
			return gp, 0
		}
		if !c.rooted {
			if c.eng.Alive() == c.kept || c.drained >= chaosMaxDrain {
				return chaosFinish(), 0
			}
			c.drained++
		}
		next := chaosIdleTime()
		if c.waking > 0 || c.patient {
			// Something outside may wake a goroutine: virtual time then passes no
			// faster than real time.
			c.page.wait = 1
			if next == 0 && c.patient && c.giveUp != 0 {
				if nanotime() < c.giveUp {
					return nil, c.giveUp
				}
				c.verdict = chaosDeadlock
				return chaosFinish(), 0
			}
			if next == 0 {
				return nil, 0
			}
			if real := chaosRealTime(next); real > nanotime() {
				return nil, real
			}
		}
		if next == 0 {
			if c.rooted {
				c.verdict = chaosDeadlock
				if chaosForeigners() {
					c.verdict = chaosMaybe
				}
			}
			return chaosFinish(), 0
		}
		chaosAdvance(next)
	}
}

// chaosForeigners reports whether there are goroutines outside the run that might wake
// one inside: started by init or TestMain, or the one that delivers signals.
func chaosForeigners() bool {
	found := false
	forEachGRace(func(gp *g) {
		if gp.chaos.slot <= 0 && !chaosDead(gp) && gp != chaosState.harness.ptr() && gp != chaosCustom.g.ptr() && !isSystemGoroutine(gp, false) {
			found = true
		}
	})
	return found
}

// chaosFinish ends the run and returns the harness goroutine, ready to run.
func chaosFinish() *g {
	c := &chaosState
	c.active = false
	c.handoff = false
	gp := c.harness.ptr()
	casgstatus(gp, _Gwaiting, _Grunnable)
	return gp
}

// chaosWork reports whether findRunnable has something to do for the run.
func chaosWork() bool { return chaosState.active }
