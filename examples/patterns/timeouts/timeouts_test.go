package timeouts

import (
	"errors"
	"slices"
	"testing"
	"time"
)

// do is what Do and its wrong versions have in common, collect what Collect has.
type (
	do      func(limit time.Duration, f func() int) (int, error)
	collect func(limit time.Duration, ch <-chan int) []int
)

// tooSlow has a worker that ends only after the caller has given up. The worker must
// end all the same; that it does is for chaosrun to see.
func tooSlow(t *testing.T, do do) {
	release := make(chan struct{})
	_, err := do(time.Millisecond, func() int {
		<-release
		return 42
	})
	if !errors.Is(err, ErrTimeout) {
		t.Errorf("got error %v, want %v", err, ErrTimeout)
	}
	close(release)
}

func inTime(t *testing.T, do do) {
	if v, err := do(time.Hour, func() int { return 42 }); v != 42 || err != nil {
		t.Errorf("got %d, %v, want 42", v, err)
	}
}

func collectClosed(t *testing.T, collect collect) {
	ch := make(chan int)
	go func() {
		defer close(ch)
		for i := range 3 {
			ch <- i
		}
	}()
	if got := collect(time.Hour, ch); !slices.Equal(got, []int{0, 1, 2}) {
		t.Errorf("got %v, want [0 1 2]", got)
	}
}

func TestTooSlow(t *testing.T) { tooSlow(t, Do[int]) }

//chaosrun:clock idle
func TestInTime(t *testing.T) { inTime(t, Do[int]) }

//chaosrun:clock idle
func TestCollectClosed(t *testing.T) { collectClosed(t, Collect[int]) }

func TestCollectNothing(t *testing.T) {
	if got := Collect(time.Millisecond, make(chan int)); got != nil {
		t.Errorf("got %v from a channel nobody sends on", got)
	}
}
