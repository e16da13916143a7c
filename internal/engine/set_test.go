package engine

import (
	"math/bits"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestBitTricks(t *testing.T) {
	for range 10000 {
		x := rand.Uint64() & rand.Uint64() << rand.UintN(64)
		if trailingZeros(x) != bits.TrailingZeros64(x) || onesCount(x) != bits.OnesCount64(x) {
			t.Fatalf("%#x: %d zeros, %d ones", x, trailingZeros(x), onesCount(x))
		}
	}
	if trailingZeros(0) != 64 {
		t.Error("zero has 64 trailing zeros")
	}
}

// TestSetIsASet compares the bitmap with a map, over random operations.
func TestSetIsASet(t *testing.T) {
	const size = 200
	s := Set{words: make([]uint64, (size+63)/64)}
	in := make(map[int32]bool)
	for range 20000 {
		i := rand.Int32N(size)
		if rand.IntN(2) == 0 {
			s.add(i)
			in[i] = true
		} else {
			s.remove(i)
			delete(in, i)
		}
		if s.n != len(in) || s.has(i) != in[i] {
			t.Fatalf("the set has %d members and not %d", s.n, len(in))
		}
		var members []int32
		for m := range in {
			members = append(members, m)
		}
		slices.Sort(members)
		from := rand.Int32N(size)
		at, _ := slices.BinarySearch(members, from)
		for k := range members {
			if got, want := s.nth(from, k), members[(at+k)%len(members)]; got != want {
				t.Fatalf("member %d from %d is %d, want %d of %v", k, from, got, want, members)
			}
		}
	}
}
