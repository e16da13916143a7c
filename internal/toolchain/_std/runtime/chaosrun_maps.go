package runtime

import (
	"chaosrun/engine"
	"internal/runtime/sys"
	"unsafe"
)

// The order of a map depends on the run alone: on its seed, on what is in the map, and on how
// often the goroutine began to look through one.

// chaosOrder is the hash seed of every map of a run, and where the beginnings of loops over maps come
// from. They are not drawn from the numbers that the test sees: what makes a map once in a process
// would move those.
var chaosOrder uint64

func chaosOrderBegin(seed uint64) {
	var r engine.Rand
	r.Seed(^seed)
	chaosOrder = r.Uint64()
}

// chaosHashSeed is the seed of a new map.
//
//go:linkname chaosHashSeed
func chaosHashSeed() uint64 {
	if chaosOn() {
		return chaosOrder
	}
	return chaosOutside.Uint64()
}

// chaosMapOffset is where a loop over a map begins.
//
//go:linkname chaosMapOffset
func chaosMapOffset() uint64 {
	if gp := getg(); chaosOn() && gp.chaos.slot > 0 {
		// Each goroutine has numbers of its own: the schedule does not change them.
		gp.chaos.orders++
		var r engine.Rand
		r.Seed(chaosOrder + uint64(gp.chaos.id)<<32 + uint64(gp.chaos.orders))
		return r.Uint64()
	}
	return chaosOutside.Uint64()
}

// Addresses differ from process to process, and from run to run of one process. Where Go
// lets them decide something, in the order of a map whose keys hold pointers and in the
// order in which package fmt prints such a map, an object's number takes their place: the
// object is the n-th of a goroutine that was the first to ask about it. Package reflect and unsafe
// show the addresses themselves.

// chaosNumbers are the numbers of a span's objects, 0: none yet.
type chaosNumbers struct {
	_      sys.NotInHeap
	next   *chaosNumbers // of the tables of its size that no span uses
	places uintptr       // a power of two
}

var chaosNumbered struct {
	outside uint32 // how many objects have a number, of those first asked about outside runs
	unused  [17]*chaosNumbers
}

// chaosNumbersEach is how many numbers a goroutine has for itself.
const chaosNumbersEach = 1 << 16

func (t *chaosNumbers) of(i uintptr) *uint32 {
	return (*uint32)(add(unsafe.Pointer(t), unsafe.Sizeof(*t)+4*i))
}

// chaosNumber is what an address counts as. Objects of different runs may share a number.
//
//go:linkname chaosNumber
func chaosNumber(p uintptr) uint64 {
	mp := acquirem()
	n := chaosNumberOf(p)
	releasem(mp)
	return n
}

func chaosNumberOf(p uintptr) uint64 {
	s := spanOfHeap(p)
	if s == nil || chaosProcs == 0 {
		return uint64(p) // a variable of a package, or a process without a run
	}
	if s.chaosNumbers == nil {
		s.chaosNumbers = chaosNumberTable(uintptr(s.nelems))
	}
	i := s.objIndex(p)
	n := s.chaosNumbers.of(i)
	if *n == 0 {
		if gp := getg(); gp.chaos.slot > 0 && gp.chaos.run == chaosState.run {
			gp.chaos.numbers++
			*n = gp.chaos.id*chaosNumbersEach + gp.chaos.numbers
			chaosAffect(engine.Updates(engine.Objects))
		} else {
			chaosNumbered.outside++
			*n = 1<<31 | chaosNumbered.outside
		}
	} else if gp := getg(); *n/chaosNumbersEach != gp.chaos.id {
		chaosAffect(engine.Reads(engine.Objects)) // another goroutine may have been the first to ask
	}
	return uint64(*n)<<32 + uint64(p-s.base()-i*s.elemsize)
}

// chaosNumberTable returns a table that is all zeros.
func chaosNumberTable(places uintptr) *chaosNumbers {
	class := sys.Len64(uint64(places - 1))
	t := chaosNumbered.unused[class]
	if t != nil {
		chaosNumbered.unused[class] = t.next
		t.next = nil
		return t
	}
	t = (*chaosNumbers)(persistentalloc(unsafe.Sizeof(*t)+4<<class, 8, &memstats.other_sys))
	t.places = 1 << class
	return t
}

// chaosSpanReused takes the numbers of what was in a span before.
func chaosSpanReused(s *mspan) {
	t := s.chaosNumbers
	if t == nil {
		return
	}
	s.chaosNumbers = nil
	memclrNoHeapPointers(unsafe.Pointer(t.of(0)), 4*t.places)
	class := sys.Len64(uint64(t.places - 1))
	t.next = chaosNumbered.unused[class]
	chaosNumbered.unused[class] = t
}

// chaosSwept takes the numbers of the objects that the collector is about to free.
func chaosSwept(s *mspan) {
	t := s.chaosNumbers
	if t == nil {
		return
	}
	for i := uintptr(0); i < uintptr(s.nelems); i++ {
		if n := t.of(i); *n != 0 && !s.markBitsForIndex(i).isMarked() {
			*n = 0
		}
	}
}

// chaosHashAddress hashes what p points to, a pointer or a channel.
func chaosHashAddress(p unsafe.Pointer, h uintptr) uintptr {
	n := chaosNumber(*(*uintptr)(p))
	return memhash64(noescape(unsafe.Pointer(&n)), h)
}
