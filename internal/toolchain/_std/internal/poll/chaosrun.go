package poll

import _ "unsafe" // for go:linkname

// That the first file of a process starts the poller is no step of a run.
//
//go:linkname chaosQuiet runtime.chaosQuiet
func chaosQuiet(d int32)
