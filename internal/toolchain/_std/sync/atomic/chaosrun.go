package atomic

import (
	"chaosrun/engine"
	"unsafe"
)

//go:linkname chaosPointAtomic runtime.chaosPointAtomic
//go:noescape
func chaosPointAtomic(op engine.Op, obj unsafe.Pointer, kind uint8)

// What a variable is, as package runtime has it.
const (
	chaosOther = iota
	chaosInt32
	chaosInt64
	chaosUint32
	chaosUint64
	chaosBool
	chaosPointer
)

func chaosLoad(p unsafe.Pointer, kind uint8)  { chaosPointAtomic(engine.OpAtomicLoad, p, kind) }
func chaosStore(p unsafe.Pointer, kind uint8) { chaosPointAtomic(engine.OpAtomicStore, p, kind) }
func chaosAdd(p unsafe.Pointer, kind uint8)   { chaosPointAtomic(engine.OpAtomicAdd, p, kind) }
func chaosSwap(p unsafe.Pointer, kind uint8)  { chaosPointAtomic(engine.OpAtomicSwap, p, kind) }
func chaosCompareAndSwap(p unsafe.Pointer, kind uint8) {
	chaosPointAtomic(engine.OpAtomicCAS, p, kind)
}

//go:linkname chaosSwapped runtime.chaosSwapped
func chaosSwapped(swapped bool)

//go:linkname chaosOnlyRead runtime.chaosOnlyRead
//go:noescape
func chaosOnlyRead(p unsafe.Pointer)
