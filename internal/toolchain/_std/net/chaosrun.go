package net

import _ "unsafe" // for go:linkname

// Whether it is time to look at /etc/hosts and the like again depends on what earlier runs have
// looked up: it is no step of a run.
//
//go:linkname chaosQuiet runtime.chaosQuiet
func chaosQuiet(d int32)
