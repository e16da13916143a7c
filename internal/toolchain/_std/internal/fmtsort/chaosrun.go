package fmtsort

import _ "unsafe"

//go:linkname chaosNumber runtime.chaosNumber
func chaosNumber(p uintptr) uint64
