package runtime

import "chaosrun/engine"

// Where the scheduler asks us.

// chaosNext is what findRunnable runs next, or nil.
func chaosNext() *g {
	c := &chaosState
	if !c.active {
		return nil
	}
	if gp, ok := chaosCustomNext(); ok {
		return gp
	}
	if c.foreign {
		pp := getg().m.p.ptr()
		if !runqempty(pp) || !sched.runq.empty() {
			return nil // they come first
		}
		c.foreign = false
	}
	if c.handoff {
		c.handoff = false
		if !c.eng.ClockTurn() {
			return c.gs[c.eng.Cur].ptr()
		}
		chaosClockFires()
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
	for {
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
		if c.rec.on {
			c.rec.pick(slot, n)
		}
		if !c.eng.ClockTurn() {
			return c.gs[slot].ptr()
		}
		chaosClockFires()
	}
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
		waking := c.waking > 0
		if !c.rooted {
			if c.eng.Alive() == c.kept+c.late || c.drained >= chaosMaxDrain {
				return chaosFinish(), 0
			}
			waking = waking && nanotime() < chaosLeftUntil()
			if !c.collected && !waking {
				c.verdict = chaosCollect
				return chaosFinish(), 0
			}
			c.drained++
		}
		if until, comes := chaosSignalComes(); comes {
			return nil, until
		}
		next := chaosIdleTime()
		if waking || c.patient || chaosThreads() {
			// Something outside may wake a goroutine: virtual time then passes no
			// faster than real time.
			c.page.wait = 1
			if next == 0 {
				switch {
				case c.patient && c.giveUp != 0:
					if nanotime() < c.giveUp {
						return nil, c.giveUp
					}
					c.verdict = chaosDeadlock
				case waking:
					return nil, chaosLeftUntil()
				case c.patient && !chaosOutsideMay():
					c.verdict = chaosMaybe
				default:
					return nil, nanotime() + chaosAskAgain
				}
				return chaosFinish(), 0
			}
			if real := chaosRealTime(next); real > nanotime() {
				if until := chaosLeftUntil(); waking && until != 0 {
					real = min(real, until)
				}
				return nil, real
			}
		}
		if next == 0 {
			if c.rooted {
				c.verdict = chaosDeadlock
				if chaosOutsideMay() {
					c.verdict = chaosMaybe
				}
			}
			return chaosFinish(), 0
		}
		if c.rooted && chaosChildLives() {
			// So does what the test looks for in between, which a child of it may have done.
			c.page.wait = 1
			if real := chaosRealTime(min(next, c.now+chaosChildPatience)); real > nanotime() {
				c.external = max(c.external, 1) // what it does is not in our hands
				return nil, real
			}
		}
		if c.rooted && c.asked {
			// So does a goroutine outside the run that was asked for something, and sleeps before it answers.
			if real := chaosOutsideNext(next); real != 0 {
				c.page.wait = 1
				return nil, real
			}
		}
		if v := chaosIdles(next); v != chaosDone {
			c.verdict = v
			return chaosFinish(), 0
		}
	}
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
