//go:build !linux

package syscall

import _ "unsafe" // for go:linkname

// Elsewhere there is no view but a copy, which package testing looks after.

//go:linkname chaosViewDirty
func chaosViewDirty() (dirty, held bool) { return false, false }

//go:linkname chaosViewReset
func chaosViewReset(when int) {}

func init() {
	if _, ok := Getenv("CHAOSRUN_VIEW"); ok {
		Unsetenv("CHAOSRUN_VIEW")
	}
}
