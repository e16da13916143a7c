package sweep

import "strconv"

// sample counts distinct hashes in bounded memory, by adaptive sampling (Wegman; Flajolet 1990):
// of too many, it keeps those that end in level zero bits. Up to maxSample it is exact.
type sample struct {
	level uint
	kept  map[uint64]struct{}
}

// maxSample bounds the hashes that are kept. The standard error of a count above it is
// 1.2/sqrt(maxSample), 3 %.
const maxSample = 2048

// add takes in a hash, written in hexadecimal, and reports whether it is kept and was not
// before.
func (s *sample) add(hash string) bool {
	h, err := strconv.ParseUint(hash, 16, 64)
	if err != nil {
		return false
	}
	h = mix(h)
	if h&(1<<s.level-1) != 0 {
		return false
	}
	if _, ok := s.kept[h]; ok {
		return false
	}
	if s.kept == nil {
		s.kept = make(map[uint64]struct{})
	}
	s.kept[h] = struct{}{}
	for len(s.kept) > maxSample {
		s.level++
		for h := range s.kept {
			if h&(1<<s.level-1) != 0 {
				delete(s.kept, h)
			}
		}
	}
	return true
}

// each is how many distinct hashes one that is kept stands for.
func (s *sample) each() int { return 1 << s.level }

// count is how many distinct hashes there were.
func (s *sample) count() int { return len(s.kept) << s.level }

// mix spreads the bits of a hash, the low ones too (the finalizer of SplitMix64).
func mix(h uint64) uint64 {
	h = (h ^ h>>30) * 0xbf58476d1ce4e5b9
	h = (h ^ h>>27) * 0x94d049bb133111eb
	return h ^ h>>31
}
