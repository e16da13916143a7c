package os

import _ "unsafe" // for go:linkname

//go:linkname chaosExitProcess runtime.chaosExitProcess
func chaosExitProcess()
