package os

import _ "unsafe" // for go:linkname

//go:linkname chaosExitProcess runtime.chaosExitProcess
func chaosExitProcess()

//go:linkname chaosLongSyscall runtime.chaosLongSyscall
func chaosLongSyscall(d int32)
