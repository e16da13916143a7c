package testing

import (
	"reflect"
	"runtime"
	"strconv"
	_ "unsafe" // for go:linkname
)

//go:linkname chaosDebugWait runtime.chaosDebugWait
func chaosDebugWait(steps []uint32)

//go:linkname chaosDebugFailed runtime.chaosDebugFailed
func chaosDebugFailed(kind string)

//go:linkname chaosDebugEnds runtime.chaosDebugEnds
func chaosDebugEnds(kind string)

// debug tells the parent that the recorded run is about to begin, and in which function it does,
// and waits for the debugger that the parent attaches.
func (r *chaosRunner) debug() error {
	steps, err := chaosReadNumbers(r.j.debug)
	if err != nil {
		return err
	}
	chaosLetAttach()
	first := reflect.ValueOf(r.tests[0].F)
	if chaosProgramMain != nil {
		first = reflect.ValueOf(chaosProgramMain)
	}
	chaosReport("debug %s", strconv.Quote(runtime.FuncForPC(first.Pointer()).Name()))
	chaosDebugWait(steps)
	return nil
}
