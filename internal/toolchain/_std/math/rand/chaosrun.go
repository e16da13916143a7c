package rand

import _ "unsafe" // for go:linkname

// chaosNoSeed reports whether Seed is to do nothing: outside of runs, where old programs seed
// with the time at which they start.
//
//go:linkname chaosNoSeed runtime.chaosNoSeed
func chaosNoSeed() bool
