package trace

import _ "unsafe" // for go:linkname

// chaosOutsideRun says whether the goroutines that the caller starts are outside the run: the
// runtime itself wakes the one that reads the trace.
//
//go:linkname chaosOutsideRun runtime.chaosOutsideRun
func chaosOutsideRun(on bool)
