package tee

import (
	"context"
	"slices"
	"testing"
)

// splitting is what Tee and its wrong versions have in common.
type splitting func(ctx context.Context, in <-chan int) (<-chan int, <-chan int)

// source sends 1, 2, 3 until ctx is done.
func source(ctx context.Context) <-chan int {
	ch := make(chan int)
	go func() {
		defer close(ch)
		for v := 1; v <= 3; v++ {
			select {
			case ch <- v:
			case <-ctx.Done():
				return
			}
		}
	}()
	return ch
}

// bothEqual has a goroutine for each output.
func bothEqual(t *testing.T, tee splitting) {
	a, b := tee(t.Context(), source(t.Context()))
	other := make(chan []int)
	go func() {
		var got []int
		for v := range b {
			got = append(got, v)
		}
		other <- got
	}()
	var got []int
	for v := range a {
		got = append(got, v)
	}
	gotB := <-other
	if want := []int{1, 2, 3}; !slices.Equal(got, want) || !slices.Equal(gotB, want) {
		t.Errorf("received %v and %v, want %v twice", got, gotB, want)
	}
}

// secondFirst is one goroutine that reads both, the second before the first.
func secondFirst(t *testing.T, tee splitting) {
	a, b := tee(t.Context(), source(t.Context()))
	for want := 1; want <= 3; want++ {
		vb := <-b
		va := <-a
		if va != want || vb != want {
			t.Errorf("received %d and %d, want %d twice", va, vb, want)
		}
	}
	if v, ok := <-b; ok {
		t.Errorf("received %d after the end", v)
	}
}

// oneUnread reads one output only. It gets one value, and no second one before the
// other output is read; with the cancel, all ends.
func oneUnread(t *testing.T, tee splitting) {
	ctx, cancel := context.WithCancel(t.Context())
	a, _ := tee(ctx, source(ctx))
	if v := <-a; v != 1 {
		t.Errorf("received %d, want 1", v)
	}
	go cancel()
	if v, ok := <-a; ok {
		t.Errorf("received %d before the other has its first", v)
	}
}

func TestBothEqual(t *testing.T) { bothEqual(t, Tee[int]) }

func TestSecondFirst(t *testing.T) { secondFirst(t, Tee[int]) }

func TestOneUnread(t *testing.T) { oneUnread(t, Tee[int]) }
