package testing

import (
	"reflect"
	"runtime"
	"strconv"
	_ "unsafe" // for go:linkname
)

//go:linkname chaosDebugWait runtime.chaosDebugWait
func chaosDebugWait(steps []uint32)

//go:linkname chaosDebugFails runtime.chaosDebugFails
func chaosDebugFails(kind string)

// chaosDebugged says that a debugger is attached, and wants to know where the run fails, chaosDebugTold
// that it was told where the test says so.
var chaosDebugged, chaosDebugTold bool

// debug tells the parent that the recorded run is about to begin, and in which function it does,
// and waits for the debugger that the parent attaches.
func (r *chaosRunner) debug() error {
	steps, err := chaosReadNumbers(r.j.debug)
	if err != nil {
		return err
	}
	chaosLetAttach()
	first := reflect.ValueOf(r.test.F)
	if chaosProgramMain != nil {
		first = reflect.ValueOf(chaosProgramMain)
	}
	chaosReport("debug %s", strconv.Quote(runtime.FuncForPC(first.Pointer()).Name()))
	chaosDebugWait(steps)
	chaosDebugged = true
	return nil
}
