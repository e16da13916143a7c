package loopcapture

import (
	"slices"
	"sync"
	"testing"
)

// mapping is what Map and its wrong versions have in common.
type mapping func(items []int, f func(int) int) []int

// eachOnce looks at the arguments that f is called with, which may come in any order,
// and at the results, which may not.
func eachOnce(t *testing.T, mapping mapping) {
	var mu sync.Mutex
	var seen []int
	got := mapping([]int{10, 20, 30}, func(n int) int {
		mu.Lock()
		defer mu.Unlock()
		seen = append(seen, n)
		return n + 1
	})
	slices.Sort(seen)
	if want := []int{10, 20, 30}; !slices.Equal(seen, want) {
		t.Errorf("f was called with %v, want %v", seen, want)
	}
	if want := []int{11, 21, 31}; !slices.Equal(got, want) {
		t.Errorf("results %v, want %v", got, want)
	}
}

// noMore leaves the judgement to the race detector.
func noMore(mapping mapping) {
	mapping([]int{10, 20, 30}, func(n int) int { return n + 1 })
}

func TestEachOnce(t *testing.T) { eachOnce(t, Map[int, int]) }

func TestEachOnceParameter(t *testing.T) { eachOnce(t, MapParameter[int, int]) }

func TestEachOnceLoop(t *testing.T) { eachOnce(t, MapLoop[int, int]) }
