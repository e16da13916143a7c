package runtime

import "unsafe"

// chaosPlaceDepth is how many callers make a place in the code.
const chaosPlaceDepth = 12

// chaosCountHits lets the engine count pairs of places in the runs to come.
//
//go:linkname chaosCountHits
func chaosCountHits() {
	chaosState.places = true
	chaosState.eng.CountHits()
}

// chaosHits tells the pairs of places of the last run.
//
//go:linkname chaosHits
func chaosHits(f func(pair uint32, n uint8)) { chaosState.eng.Hits(f) }

// chaosPlace identifies the place in the code that an operation is announced at, and how it
// was called: a hash of the innermost callers.
func chaosPlace() uint32 {
	var pcs [chaosPlaceDepth]uintptr
	n := 0
	if framepointer_enabled {
		n = fpTracebackPCs(unsafe.Pointer(getfp()), pcs[:])
	} else {
		n = callers(2, pcs[:])
	}
	h := uint64(n)
	for _, pc := range pcs[:n] {
		h = (h ^ uint64(pc-firstmoduledata.text)) * 0x9fb21c651e98df25
		h ^= h >> 32
	}
	return uint32(h)
}
