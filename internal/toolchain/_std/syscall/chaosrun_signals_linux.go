package syscall

import _ "unsafe" // for go:linkname

// sysPidfdSendSignal has one number on all systems.
const sysPidfdSendSignal = 424

// chaosKills says that a system call sends a signal, which may be to the process itself.
//
//go:nosplit
//go:norace
func chaosKills(trap, a1, a2, a3 uintptr) {
	switch trap {
	case SYS_KILL, sysPidfdSendSignal:
		chaosSignalSent(a2)
	case SYS_TGKILL:
		chaosSignalSent(a3)
	}
}

//go:linkname chaosSignalSent runtime.chaosSignalSent
func chaosSignalSent(s uintptr)
