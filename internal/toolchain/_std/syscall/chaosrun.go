package syscall

import _ "unsafe" // for go:linkname

// chaosNanosleep sleeps in virtual time, if the caller is under control.
//
//go:linkname chaosNanosleep runtime.chaosNanosleep
func chaosNanosleep(ns int64) bool

//go:linkname chaosReadsEnv runtime.chaosReadsEnv
func chaosReadsEnv()

//go:linkname chaosWritesEnv runtime.chaosWritesEnv
func chaosWritesEnv()

// chaosStarted is called when a process has been started.
//
//go:linkname chaosStarted runtime.chaosStarted
func chaosStarted(pid int)
