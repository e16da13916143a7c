package sync

import (
	"chaosrun/engine"
	"unsafe"
)

//go:linkname chaosPoint runtime.chaosPoint
//go:noescape
func chaosPoint(op engine.Op, obj unsafe.Pointer)

//go:linkname chaosPointLock runtime.chaosPointLock
//go:noescape
func chaosPointLock(op, rw engine.Op, obj unsafe.Pointer)

func chaosLock(m *Mutex)    { chaosPointLock(engine.OpLock, engine.OpWLock, unsafe.Pointer(m)) }
func chaosTryLock(m *Mutex) { chaosPointLock(engine.OpTryLock, engine.OpTryWLock, unsafe.Pointer(m)) }
func chaosUnlock(m *Mutex)  { chaosPoint(engine.OpUnlock, unsafe.Pointer(m)) }

//go:linkname chaosHashSeed runtime.chaosHashSeed
func chaosHashSeed() uint64
