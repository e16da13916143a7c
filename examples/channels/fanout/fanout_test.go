package fanout

import (
	"context"
	"slices"
	"sync"
	"testing"
)

// dealing is what FanOut and its wrong versions have in common.
type dealing func(ctx context.Context, in <-chan int, workers int, f func(int) int) []<-chan int

// items sends 1 to n.
func items(ctx context.Context, n int) <-chan int {
	ch := make(chan int)
	go func() {
		defer close(ch)
		for v := 1; v <= n; v++ {
			select {
			case ch <- v:
			case <-ctx.Done():
				return
			}
		}
	}()
	return ch
}

func square(n int) int { return n * n }

// eachOnce reads all outputs at the same time.
func eachOnce(t *testing.T, fanOut dealing) {
	var mu sync.Mutex
	var all []int
	var wg sync.WaitGroup
	for _, out := range fanOut(t.Context(), items(t.Context(), 5), 3, square) {
		wg.Go(func() {
			for v := range out {
				mu.Lock()
				all = append(all, v)
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	slices.Sort(all)
	if want := []int{1, 4, 9, 16, 25}; !slices.Equal(all, want) {
		t.Errorf("received %v, want %v", all, want)
	}
}

// oneIsSlow reads one output to its end before it looks at the other.
func oneIsSlow(t *testing.T, fanOut dealing) {
	n := 0
	for _, out := range fanOut(t.Context(), items(t.Context(), 5), 2, square) {
		for range out {
			n++
		}
	}
	if n != 5 {
		t.Errorf("received %d results of 5 items", n)
	}
}

// stopEarly is content with one result.
func stopEarly(t *testing.T, fanOut dealing) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	<-fanOut(ctx, items(ctx, 5), 2, square)[0]
}

func TestEachOnce(t *testing.T) { eachOnce(t, FanOut[int, int]) }

func TestOneIsSlow(t *testing.T) { oneIsSlow(t, FanOut[int, int]) }

func TestStopEarly(t *testing.T) { stopEarly(t, FanOut[int, int]) }
