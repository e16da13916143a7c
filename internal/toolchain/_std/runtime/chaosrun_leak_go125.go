package runtime

import "unsafe"

// Go 1.25 has no goroutine-leak collection: nothing is proved.
func chaosLeaked(gp *g) bool { return false }

func chaosDead(gp *g) bool { return readgstatus(gp)&^_Gscan == _Gdead }

//go:linkname chaosProve
func chaosProve() bool { return false }

func chaosSudogChan(sg *sudog) uintptr { return uintptr(unsafe.Pointer(sg.c)) }
