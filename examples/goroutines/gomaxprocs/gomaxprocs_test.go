package gomaxprocs

import (
	"runtime"
	"testing"
)

// largest is what Max and its wrong versions have in common.
type largest func(items []int) int

// anyProcs asks for the same with 1 to 8 processors.
func anyProcs(t *testing.T, largest largest) {
	before := runtime.GOMAXPROCS(0)
	defer runtime.GOMAXPROCS(before)
	for n := 1; n <= 8; n++ {
		runtime.GOMAXPROCS(n)
		if got := largest([]int{3, 1, 9, 8, 2, 5, 7, 4}); got != 9 {
			t.Errorf("with %d processors the largest is %d, want 9", n, got)
		}
	}
}

func TestAnyProcs(t *testing.T) { anyProcs(t, Max[int]) }

func TestOneItem(t *testing.T) {
	if got := Max([]string{"only"}); got != "only" {
		t.Errorf("got %q", got)
	}
}

// GOMAXPROCS returns what was set before, and 0 changes nothing.
func TestSetAndAsk(t *testing.T) {
	before := runtime.GOMAXPROCS(3)
	defer runtime.GOMAXPROCS(before)
	if got := runtime.GOMAXPROCS(0); got != 3 {
		t.Errorf("set to 3, and it is %d", got)
	}
	if got := runtime.GOMAXPROCS(5); got != 3 {
		t.Errorf("set to 3, and it was %d", got)
	}
}

// A goroutine counts from its go statement on, whether it has run or not.
func TestNumGoroutine(t *testing.T) {
	before := runtime.NumGoroutine()
	release := make(chan struct{})
	defer close(release)
	for range 3 {
		go func() { <-release }()
	}
	if got := runtime.NumGoroutine(); got != before+3 {
		t.Errorf("%d goroutines more, want 3", got-before)
	}
}
