package debug

import _ "unsafe" // for go:linkname

// chaosGCPercent is what SetGCPercent does in a run.
//
//go:linkname chaosGCPercent runtime.chaosGCPercent
func chaosGCPercent(percent int) (old int, ok bool)
