package syscall

import _ "unsafe" // for go:linkname

// sysPidfdSendSignal has one number on all systems.
const sysPidfdSendSignal = 424

// chaosKills says that a system call sends a signal, if it may be to the process itself.
//
//go:nosplit
//go:norace
func chaosKills(trap, a1, a2, a3 uintptr) {
	switch trap {
	case SYS_KILL:
		if int(a1) <= 0 || a1 == chaosProcess() {
			chaosSignalSent(a2)
		}
	case SYS_TGKILL:
		if a1 == chaosProcess() {
			chaosSignalSent(a3)
		}
	case sysPidfdSendSignal:
		chaosSignalSent(a2)
	}
}

// chaosProcess is the number of the process.
//
//go:nosplit
//go:norace
func chaosProcess() uintptr {
	pid, _ := rawSyscallNoError(SYS_GETPID, 0, 0, 0)
	return pid
}

//go:linkname chaosSignalSent runtime.chaosSignalSent
func chaosSignalSent(s uintptr)
