package sync

import (
	"chaosrun/engine"
	"unsafe"
)

//go:linkname chaosPoint runtime.chaosPoint
//go:noescape
func chaosPoint(op engine.Op, obj unsafe.Pointer)

func chaosLock(m *Mutex)    { chaosPoint(engine.OpLock, unsafe.Pointer(m)) }
func chaosTryLock(m *Mutex) { chaosPoint(engine.OpTryLock, unsafe.Pointer(m)) }
func chaosUnlock(m *Mutex)  { chaosPoint(engine.OpUnlock, unsafe.Pointer(m)) }

//go:linkname chaosHashSeed runtime.chaosHashSeed
func chaosHashSeed() uint64
