package runtime

import _ "unsafe" // for go:linkname

// Where a debugger stops. chaosrun debug sets breakpoints on chaosDebugStep and chaosDebugFails,
// which are called in the recorded run only, and only while it is debugged. What a person types
// in a debugger may use their names and those of their parameters.

var chaosDebug struct {
	on       bool     // the recorded run is debugged
	attached bool     // set by the debugger, when it has control
	steps    []uint32 // the steps of the recording that operations are, in the order in which goroutines announce them
	step     uint32   // the last one
	kind     string   // how the run fails
}

// chaosDebugWait waits for a debugger to attach and set chaosDebug.attached, before the run that it
// wants to see begins. steps are the numbers that chaosDebugStep is called with.
//
//go:linkname chaosDebugWait
func chaosDebugWait(steps []uint32) {
	chaosDebug.steps = steps
	for !chaosDebug.attached {
		usleep(10_000)
	}
	chaosDebug.on = true
}

// chaosDebugTurn is called when a goroutine is about to do what it has announced as the n-th
// operation that is recorded.
func chaosDebugTurn(n int) {
	if n > 0 && n <= len(chaosDebug.steps) {
		chaosDebugStep(chaosDebug.steps[n-1])
	}
}

// chaosDebugStep is called when the calling goroutine is about to take a step of the recording.
//
//go:noinline
func chaosDebugStep(step uint32) { chaosDebug.step = step }

// chaosDebugFails is called when the run fails: on the goroutine that makes it fail, or, when the run
// is over, on that of the harness.
//
//go:noinline
func chaosDebugFails(kind string) { chaosDebug.kind = kind }

// chaosDebugFailed says that the calling goroutine makes the run fail.
//
//go:linkname chaosDebugFailed
func chaosDebugFailed(kind string) {
	if chaosDebug.on && chaosIn(getg()) {
		chaosDebugFails(kind)
	}
}

// chaosDebugEnds says that the run is over and has failed.
//
//go:linkname chaosDebugEnds
func chaosDebugEnds(kind string) {
	if chaosDebug.on && chaosDebug.kind == "" {
		chaosDebugFails(kind)
	}
}
