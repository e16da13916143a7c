package maphash

import (
	"internal/abi"
	"unsafe"
)

//go:linkname chaosTypeHash runtime.typehash
//go:noescape
func chaosTypeHash(t *abi.Type, p unsafe.Pointer, h uintptr) uintptr

// chaosHash hashes a value. It does not depend on addresses.
func chaosHash(t *abi.Type, hasher func(unsafe.Pointer, uintptr) uintptr, p unsafe.Pointer, seed uintptr) uintptr {
	if t.PtrBytes == 0 || t.Kind() == abi.String {
		return hasher(p, seed)
	}
	return chaosTypeHash(t, p, seed)
}
