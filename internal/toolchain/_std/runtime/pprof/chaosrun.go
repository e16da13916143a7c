package pprof

import _ "unsafe" // for go:linkname

// chaosStopped is closed when the CPU profile in progress stops.
var chaosStopped chan struct{}

// chaosAwaitStop waits in a run until the profile has stopped: what writes it would sleep in the
// runtime otherwise, and be woken by a signal. Samples that do not fit into the runtime's buffer
// until then are dropped, as pprof says.
func chaosAwaitStop() {
	if chaosControlled() {
		<-chaosStopped
	}
}

//go:linkname chaosControlled runtime.chaosControlled
func chaosControlled() bool
