package testing

import (
	"runtime"
	_ "unsafe" // for go:linkname
)

//go:linkname chaosViewDirty syscall.chaosViewDirty
func chaosViewDirty() (dirty, held bool)

//go:linkname chaosViewReset syscall.chaosViewReset
func chaosViewReset(when int)

// chaosViewStarts counts the runs that have begun, up to two.
var chaosViewStarts int

// chaosViewStart comes before each run: the files are as they were before the first one.
func chaosViewStart() {
	if chaosViewStarts == 1 {
		if dirty, held := chaosViewDirty(); dirty && held {
			// A file that nobody can reach any more is not held: finalizers close it.
			runtime.GC()
			for range 100 {
				runtime.Gosched()
			}
		}
	}
	chaosViewReset(chaosViewStarts)
	chaosViewStarts = min(chaosViewStarts+1, 2)
}
