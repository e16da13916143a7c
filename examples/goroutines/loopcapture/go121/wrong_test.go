//go:build chaosrun

package go121

import (
	"slices"
	"testing"
)

//chaosrun:expect assert
func TestWrongMapLoop(t *testing.T) {
	got := MapLoop([]int{10, 20, 30}, func(n int) int { return n + 1 })
	if want := []int{11, 21, 31}; !slices.Equal(got, want) {
		t.Errorf("results %v, want %v", got, want)
	}
}
