package fanin

import (
	"context"
	"testing"
)

// gathering is what FanIn and its wrong versions have in common.
type gathering func(ctx context.Context, channels ...<-chan int) <-chan int

// sources returns n channels; number i has the values 10*i, 10*i+1 and 10*i+2.
func sources(ctx context.Context, n int) (all []<-chan int) {
	for i := range n {
		ch := make(chan int)
		go func() {
			defer close(ch)
			for v := 10 * i; v < 10*i+3; v++ {
				select {
				case ch <- v:
				case <-ctx.Done():
					return
				}
			}
		}()
		all = append(all, ch)
	}
	return all
}

// allInOrder reads to the end.
func allInOrder(t *testing.T, fanIn gathering) {
	const n = 3
	var next [n]int // what is expected of each source
	for v := range fanIn(t.Context(), sources(t.Context(), n)...) {
		if i := v / 10; v%10 != next[i] {
			t.Errorf("source %d: received %d, want %d", i, v%10, next[i])
		} else {
			next[i]++
		}
	}
	if want := [n]int{3, 3, 3}; next != want {
		t.Errorf("received %v values of the sources, want %v", next, want)
	}
}

// stopEarly is content with the first value.
func stopEarly(t *testing.T, fanIn gathering) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	for range fanIn(ctx, sources(ctx, 3)...) {
		break
	}
}

func TestAllInOrder(t *testing.T) { allInOrder(t, FanIn[int]) }

func TestStopEarly(t *testing.T) { stopEarly(t, FanIn[int]) }

func TestNoSources(t *testing.T) {
	for v := range FanIn[int](t.Context()) {
		t.Errorf("received %d from nobody", v)
	}
}
