package withcancel

import (
	"context"
	"testing"
	"time"
)

// finding is what Find and its wrong versions have in common.
type finding func(ctx context.Context, ok func(int) bool) (int, bool)

// twice looks for two numbers with a context that outlives both searches.
func twice(t *testing.T, find finding) {
	ctx := context.WithoutCancel(t.Context())
	for _, want := range []int{3, 5} {
		if n, found := find(ctx, func(n int) bool { return n == want }); n != want || !found {
			t.Errorf("found %d, %v, want %d", n, found, want)
		}
	}
}

// calledOff looks for what is not there, until somebody cancels. After some numbers each
// look takes time, so that the two who pass numbers to each other let a third go on.
func calledOff(t *testing.T, find finding) {
	ctx, cancel := context.WithCancel(t.Context())
	go cancel()
	nothing := func(n int) bool {
		if n > 20 {
			time.Sleep(time.Millisecond)
		}
		return false
	}
	if n, found := find(ctx, nothing); found {
		t.Errorf("found %d", n)
	}
}

// oneOfTwo has two searches with one context. The end of the one is not the end of the
// other.
func oneOfTwo(t *testing.T, find finding) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	first := make(chan bool)
	go func() {
		_, found := find(ctx, func(n int) bool { return n == 4 })
		first <- found
	}()
	if n, found := find(ctx, func(n int) bool { return n == 1 }); n != 1 || !found {
		t.Errorf("found %d, %v, want 1", n, found)
	}
	if !<-first {
		t.Error("the other search was ended too")
	}
	if err := ctx.Err(); err != nil {
		t.Errorf("the caller's context is over: %v", err)
	}
}

func TestTwice(t *testing.T) { twice(t, Find) }

func TestCalledOff(t *testing.T) { calledOff(t, Find) }

func TestOneOfTwo(t *testing.T) { oneOfTwo(t, Find) }
