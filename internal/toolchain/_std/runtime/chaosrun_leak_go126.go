package runtime

import "unsafe"

// chaosLeaked reports whether the last goroutine-leak collection proved that gp
// waits for ever.
func chaosLeaked(gp *g) bool { return readgstatus(gp)&^_Gscan == _Gleaked }

// chaosDead reports whether gp is no goroutine now. The g of a thread that C code may
// call in from has a status of its own.
func chaosDead(gp *g) bool {
	s := readgstatus(gp) &^ _Gscan
	return s == _Gdead || s == _Gdeadextra
}

// chaosProve runs a goroutine-leak collection, and reports that there is one.
//
//go:linkname chaosProve
func chaosProve() bool {
	goroutineLeakGC()
	return true
}

func chaosSudogChan(sg *sudog) uintptr { return uintptr(unsafe.Pointer(sg.c.get())) }
