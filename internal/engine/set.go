package engine

// Set is a set of slots: a bitmap, so that its order is canonical and membership
// costs one bit.
type Set struct {
	words []uint64
	n     int
	top   int // words[top:] are zero
}

func (s *Set) clear() {
	for i := 0; i < s.top; i++ {
		s.words[i] = 0
	}
	s.n, s.top = 0, 0
}

func (s *Set) has(i int32) bool { return s.words[i>>6]>>(uint(i)&63)&1 != 0 }

func (s *Set) add(i int32) {
	w, bit := int(i>>6), uint64(1)<<(uint(i)&63)
	if s.words[w]&bit == 0 {
		s.words[w] |= bit
		s.n++
		if w >= s.top {
			s.top = w + 1
		}
	}
}

func (s *Set) remove(i int32) {
	w, bit := i>>6, uint64(1)<<(uint(i)&63)
	if s.words[w]&bit != 0 {
		s.words[w] &^= bit
		s.n--
	}
}

// firstFree returns the lowest slot that is not in the set, or NoSlot.
func (s *Set) firstFree() int32 {
	for i, w := range s.words {
		if w != ^uint64(0) {
			return int32(i<<6 + trailingZeros(^w))
		}
	}
	return NoSlot
}

// nth returns the k-th member, counted cyclically from slot from (inclusive).
// With from == NoSlot it counts from slot 0. k must be less than the size.
func (s *Set) nth(from int32, k int) int32 {
	if from < 0 {
		from = 0
	}
	w := int(from >> 6)
	word := s.words[w] &^ (uint64(1)<<(uint(from)&63) - 1)
	for {
		c := onesCount(word)
		if k < c {
			for ; k > 0; k-- {
				word &= word - 1
			}
			return int32(w<<6 + trailingZeros(word))
		}
		k -= c
		if w++; w >= s.top {
			w = 0
		}
		word = s.words[w]
	}
}

// index is the inverse of nth: the k for which member i is the k-th, counted from slot from.
func (s *Set) index(from, i int32) int {
	k := s.below(i)
	if from > 0 {
		if k -= s.below(from); k < 0 {
			k += s.n
		}
	}
	return k
}

// below is how many members are less than i.
func (s *Set) below(i int32) int {
	w := int(i >> 6)
	n := onesCount(s.words[w] & (uint64(1)<<(uint(i)&63) - 1))
	for _, word := range s.words[:w] {
		n += onesCount(word)
	}
	return n
}

// pop removes the lowest member and returns it, or NoSlot if there is none.
func (s *Set) pop() int32 {
	if s.n == 0 {
		return NoSlot
	}
	w := 0
	for s.words[w] == 0 {
		w++
	}
	i := int32(w<<6 + trailingZeros(s.words[w]))
	s.words[w] &= s.words[w] - 1
	s.n--
	return i
}

// after returns the member that follows slot i, cyclically. The set is not empty.
func (s *Set) after(i int32) int32 {
	w := int(i >> 6)
	word := s.words[w] &^ (uint64(2)<<(uint(i)&63) - 1)
	for word == 0 {
		if w++; w >= s.top {
			w = 0
		}
		word = s.words[w]
	}
	return int32(w<<6 + trailingZeros(word))
}

// trailingZeros and onesCount stand in for math/bits, which a package that the
// runtime imports cannot use.
func trailingZeros(x uint64) int {
	if x == 0 {
		return 64
	}
	return int(deBruijn[(x&-x)*deBruijn64>>58])
}

func onesCount(x uint64) int {
	x -= x >> 1 & 0x5555555555555555
	x = x&0x3333333333333333 + x>>2&0x3333333333333333
	x = (x + x>>4) & 0x0f0f0f0f0f0f0f0f
	return int(x * 0x0101010101010101 >> 56)
}

const deBruijn64 = 0x03f79d71b4ca8b09

var deBruijn = [64]byte{
	0, 1, 56, 2, 57, 49, 28, 3, 61, 58, 42, 50, 38, 29, 17, 4,
	62, 47, 59, 36, 45, 43, 51, 22, 53, 39, 33, 30, 24, 18, 12, 5,
	63, 55, 48, 27, 60, 41, 37, 16, 46, 35, 44, 21, 52, 32, 23, 11,
	54, 26, 40, 15, 34, 20, 31, 10, 25, 14, 19, 9, 13, 8, 7, 6,
}
