package atomic

import (
	"chaosrun/engine"
	"unsafe"
)

//go:linkname chaosPointAtomic runtime.chaosPointAtomic
//go:noescape
func chaosPointAtomic(op engine.Op, obj unsafe.Pointer)

func chaosLoad(p unsafe.Pointer)           { chaosPointAtomic(engine.OpAtomicLoad, p) }
func chaosStore(p unsafe.Pointer)          { chaosPointAtomic(engine.OpAtomicStore, p) }
func chaosAdd(p unsafe.Pointer)            { chaosPointAtomic(engine.OpAtomicAdd, p) }
func chaosSwap(p unsafe.Pointer)           { chaosPointAtomic(engine.OpAtomicSwap, p) }
func chaosCompareAndSwap(p unsafe.Pointer) { chaosPointAtomic(engine.OpAtomicCAS, p) }

//go:linkname chaosOnlyRead runtime.chaosOnlyRead
//go:noescape
func chaosOnlyRead(p unsafe.Pointer)
