package engine

// HitBits is how many pairs of places are told apart in one run, as a power of two.
const HitBits = 16

// ClassBits is how many classes of counts there are, likewise.
const ClassBits = 4

// HitClass is the class of a count that is not 0: one for each up to 8, then two for each power
// of two.
func HitClass(n uint8) uint32 {
	if n <= 8 {
		return uint32(n) - 1
	}
	class := uint32(8)
	for top := 12; top < int(n) && class < 1<<ClassBits-1; class++ {
		if class&1 == 0 {
			top += top / 3 // 12, 16, 24, 32, 48 and so on
		} else {
			top += top / 2
		}
	}
	return class
}

// hits counts, for fuzzing, which operation each operation saw the effect of: pairs of places
// in the code, of different goroutines, the first of which was the last to change the object
// that the second is on. A read is paired with the write that it reads from.
type hits struct {
	on    bool
	count []uint8  // of each pair in this run, up to 255
	set   []uint32 // those that are not 0, in order of their first
}

// CountHits makes the engine count pairs of places from the next run on. Place must then be
// set before every Point.
func (e *Engine) CountHits() {
	e.cov.hits = hits{on: true, count: make([]uint8, 1<<HitBits), set: make([]uint32, 0, 1<<HitBits)}
}

// Hits calls f with each pair of places that the last run had, and how often it had it.
func (e *Engine) Hits(f func(pair uint32, n uint8)) {
	for _, h := range e.cov.hits.set {
		f(h, e.cov.hits.count[h])
	}
}

func (h *hits) begin() {
	for _, i := range h.set {
		h.count[i] = 0
	}
	h.set = h.set[:0]
}

func (h *hits) add(first, second uint32) {
	i := uint32(combine(uint64(first)<<32|uint64(second), 2) & (1<<HitBits - 1))
	if h.count[i] == 0 {
		h.set = append(h.set, i)
	}
	if h.count[i] < 255 {
		h.count[i]++
	}
}
