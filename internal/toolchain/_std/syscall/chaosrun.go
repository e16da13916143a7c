package syscall

import _ "unsafe" // for go:linkname

// chaosNanosleep sleeps in virtual time, if the caller is under control.
//
//go:linkname chaosNanosleep runtime.chaosNanosleep
func chaosNanosleep(ns int64) bool
