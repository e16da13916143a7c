package runtime

import _ "unsafe" // for linkname

// System calls in the middle of a step.

// chaosSyscallPatience is how long a system call that waits keeps the turn, in real
// nanoseconds. Within it a call is part of the step; beyond it, it is an event from
// outside the run. A call that computes or waits for a disk ends by itself, however
// slow the machine is: it keeps the turn for chaosSyscallMost.
const (
	chaosSyscallPatience = 100_000_000
	chaosSyscallMost     = 100 * chaosSyscallPatience
)

// chaosSyscallWait is called when the holder of the turn has lost its P. If that is
// because of a system call, it waits for the call; if the call waits for long itself, it
// takes the turn away.
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
		if took := nanotime() - t0; status == _Gsyscall && took > patience {
			if gp.chaos.longSys > 0 || took > chaosSyscallMost || !chaosBusy(gp.m.procid) {
				break
			}
			patience = took + chaosSyscallPatience
		}
		usleep(20)
	}
	gp.chaos.blocked = true
	gp.chaos.inSys = true
	gp.chaos.waking = true
	c.waking++
	c.eng.Block()
}

// chaosSysCalled counts the system calls that have ended during runs.
var chaosSysCalled uint64

//go:linkname chaosSysCalls
func chaosSysCalls() uint64 { return chaosSysCalled }

// chaosSysExit is called by a goroutine that comes back from a system call with a
// P. If it lost the turn meanwhile, it waits for it.
//
//go:nosplit
func chaosSysExit(gp *g) {
	if chaosState.open {
		chaosSysCalled++
		chaosCalledSystem()
	}
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

// chaosBusy reports whether a thread runs, could run, or waits for a disk: not whether it sleeps
// until something happens. It is false where that cannot be told.
func chaosBusy(thread uint64) bool {
	var buf [128]byte
	return chaosStatOf("/proc/self/task/", thread, buf[:]) > 0 && (buf[0] == 'R' || buf[0] == 'D')
}
