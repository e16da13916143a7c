package ranging

import (
	"slices"
	"testing"
)

// generate is what Generate and its wrong versions have in common.
type generate func(workers, n int, f func(int) int) <-chan int

// allAndEnd ranges over what a number of workers send.
func allAndEnd(t *testing.T, generate generate, workers int) {
	var got []int
	for v := range generate(workers, 4, func(i int) int { return 10 * i }) {
		got = append(got, v)
	}
	slices.Sort(got)
	if want := []int{0, 10, 20, 30}; !slices.Equal(got, want) {
		t.Errorf("received %v, want %v", got, want)
	}
}

func TestAllAndEnd(t *testing.T) {
	for workers := 1; workers <= 3; workers++ {
		allAndEnd(t, Generate[int], workers)
	}
}

func TestNothing(t *testing.T) {
	for v := range Generate(2, 0, func(i int) int { return i }) {
		t.Errorf("received %d of nothing", v)
	}
}
