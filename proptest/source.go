package proptest

import (
	"math/rand"

	"github.com/leanovate/gopter"

	"github.com/chaosrun/chaosrun/internal/tape"
)

// A source of random numbers for generators is a [rand.Source] of which small draws give
// small numbers, at both ends of the 63 bits: generators use the upper ones for indices and
// sizes and the lower ones for numbers in a range.

// tapeSource draws each number from the tape, and notes what it has drawn.
type tapeSource struct{ drawn []int64 }

func (s *tapeSource) Seed(int64) {}

func (s *tapeSource) Int63() int64 {
	const most = 1 << 30
	hi, lo := tape.Draw(most), tape.Draw(most)
	// The bits that are left follow from the others.
	v := int64(hi<<32 | lo | hi>>11&1<<62 | lo>>7&3<<30)
	s.drawn = append(s.drawn, v)
	return v
}

// listSource gives the numbers of a list, and then 0.
type listSource struct {
	list []int64
	used int
}

func (s *listSource) Seed(int64) {}

func (s *listSource) Int63() int64 {
	s.used++
	if s.used > len(s.list) {
		return 0
	}
	return s.list[s.used-1]
}

// seedBits is how many bits the seed of a seedSource has.
const seedBits = 30

// seedSource makes all numbers from one draw below 1<<seedBits: from the smaller half of the
// seeds small numbers first, from the others any. The numbers of seed 0 are all 0.
type seedSource struct {
	seed uint64
	i    uint64
}

func (s *seedSource) Seed(int64) {}

func (s *seedSource) Int63() int64 {
	s.i++
	if s.seed == 0 {
		return 0
	}
	if s.seed < 1<<(seedBits-1) && s.i <= 2 {
		const half = 15
		x := s.seed >> half
		if s.i == 2 {
			x = s.seed & (1<<half - 1)
		}
		return int64(x<<32 | x)
	}
	return int64(mix(s.seed<<20^s.i) >> 1)
}

// mix is the finalizer of SplitMix64 (Steele, Lea, Flood, 2014).
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// parameters are what a generator gets.
func parameters(src rand.Source, size int) *gopter.GenParameters {
	return &gopter.GenParameters{MaxSize: size, MaxShrinkCount: 0, Rng: rand.New(src)}
}
