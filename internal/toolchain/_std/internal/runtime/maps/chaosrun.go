package maps

import (
	"internal/abi"
	"unsafe"
)

//go:linkname chaosTypeHash runtime.typehash
//go:noescape
func chaosTypeHash(t *abi.Type, p unsafe.Pointer, h uintptr) uintptr

//go:linkname chaosNumber runtime.chaosNumber
func chaosNumber(p uintptr) uint64

//go:linkname chaosHashSeed runtime.chaosHashSeed
func chaosHashSeed() uint64

//go:linkname chaosMapOffset runtime.chaosMapOffset
func chaosMapOffset() uint64

// chaosHash hashes a key. It does not depend on addresses.
func chaosHash(typ *chaosMapType, key unsafe.Pointer, seed uintptr) uintptr {
	if typ.Key.PtrBytes == 0 || typ.Key.Kind() == abi.String {
		return typ.Hasher(key, seed)
	}
	return chaosTypeHash(typ.Key, key, seed)
}

// chaosKey is what a key of eight bytes is hashed as.
func chaosKey(typ *chaosMapType, key uint64) uint64 {
	if typ.Key.PtrBytes == 0 {
		return key
	}
	return chaosNumber(uintptr(key))
}
