package godebug

import _ "unsafe" // for go:linkname

// What the first use of a setting does, and every later one does not, is no step of a run: runs
// do not depend on what those before them have used.
//
//go:linkname chaosQuiet runtime.chaosQuiet
func chaosQuiet(d int32)
