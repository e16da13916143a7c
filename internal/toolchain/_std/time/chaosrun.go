package time

import _ "unsafe" // for go:linkname

//go:linkname chaosStart runtime.chaosStart
func chaosStart(real int64) int64

//go:linkname chaosSince runtime.chaosSince
func chaosSince(real int64) int64

//go:linkname chaosClockRead runtime.chaosClockRead
func chaosClockRead()

//go:linkname chaosToArm runtime.chaosToArm
func chaosToArm() int64
