package testing

import (
	"runtime"
	_ "unsafe" // for go:linkname
)

//go:linkname chaosFailed runtime.chaosFailed
func chaosFailed() uint32

//go:linkname chaosAsk runtime.chaosAsk
func chaosAsk(on bool)

// chaosCallsOfJob says which call of package sched is explored; it is set before any run.
var chaosCallsOfJob string

//go:linkname chaosCalls
func chaosCalls() string { return chaosCallsOfJob }

// chaosEndTest ends the calling test here and now, passed so far: what follows in it is not
// part of what is explored.
//
//go:linkname chaosEndTest
func chaosEndTest(t *T) {
	t.mu.Lock()
	t.finished = true
	t.mu.Unlock()
	runtime.Goexit()
}

// chaosSaid takes in what the program said of its own run.
func (out *chaosOutcome) chaosSaid() {
	switch chaosFailed() {
	case 1:
		out.kind = "assert"
	case 2:
		out.kind = "leak"
	}
}
