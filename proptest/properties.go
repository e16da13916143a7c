package proptest

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/chaosrun/chaosrun/internal/tape"
)

// The properties below are for bodies of [ForAll] and of sched.Test. That a test neither
// deadlocks nor leaves goroutines behind needs no property: every run is judged for it.

// Within fails t if f takes longer than the virtual time d >= 0. If f never returns, the run is a
// deadlock or a livelock.
func Within(t *testing.T, d time.Duration, f func()) {
	t.Helper()
	start := time.Now()
	f()
	if took := time.Since(start); took > d {
		fail(t, caller(), fmt.Sprintf("it took longer than %v: %v", d, took))
	}
}

// Eventually waits until cond returns true, and fails t if cond does not within the virtual time d
// > 0. It calls cond at once, and up to a hundred times more.
func Eventually(t *testing.T, d time.Duration, cond func() bool) {
	t.Helper()
	const looks = 100
	for i := range looks + 1 {
		if cond() {
			return
		}
		if i < looks {
			time.Sleep(max(1, d/looks))
		}
	}
	fail(t, caller(), fmt.Sprintf("it is not true within %v", d))
}

// Room counts the goroutines inside a part of the program. Under control it is safe for concurrent
// use, and it adds no happens-before edge for the race detector.
type Room struct {
	t      *testing.T
	at     string
	n, max int
}

// AtMost returns a room for at most n goroutines at once, n >= 0.
func AtMost(t *testing.T, n int) *Room { return &Room{t: t, at: caller(), max: n} }

// Enter fails the test if too many goroutines are inside.
func (r *Room) Enter() {
	if n := enter(&r.n); n > r.max {
		fail(r.t, r.at, fmt.Sprintf("at most %d may be inside at once, and %d are", r.max, n))
	}
}

// Leave undoes Enter. Each goroutine that has called Enter must call Leave.
func (r *Room) Leave() { leave(&r.n) }

// Monotonic returns a function that fails t if it is called with a smaller number than before.
// Under control the function is safe for concurrent use, and it adds no happens-before edge for
// the race detector.
func Monotonic(t *testing.T) (saw func(int)) {
	at, last, any := caller(), 0, false
	return func(n int) {
		if was, less := step(&last, &any, n); less {
			fail(t, at, fmt.Sprintf("the number decreases: from %d to %d", was, n))
		}
	}
}

// step sets last to n and reports what it was, and whether n is less.
//
//go:norace
func step(last *int, any *bool, n int) (was int, less bool) {
	was, less = *last, *any && n < *last
	*last, *any = n, true
	return was, less
}

// SameElements fails t unless got contains the elements of want, each as often, in any order.
func SameElements[E comparable](t *testing.T, got, want []E) {
	t.Helper()
	sameElements(t, caller(), got, want)
}

func sameElements[E comparable](t *testing.T, at string, got, want []E) {
	tape.Quiet(1)
	defer tape.Quiet(-1)
	n := make(map[E]int)
	for _, e := range want {
		n[e]++
	}
	for _, e := range got {
		n[e]--
	}
	var wrong []string
	for e, k := range maps.All(n) {
		switch {
		case k > 0:
			wrong = append(wrong, fmt.Sprintf("%s is missing", showAny(e)))
		case k < 0:
			wrong = append(wrong, fmt.Sprintf("%s is there too often", showAny(e)))
		}
	}
	if len(wrong) > 0 {
		slices.Sort(wrong)
		fail(t, at, "the elements are not the same: "+wrong[0])
	}
}

// ExactlyOnce fails t unless did contains each of the keys exactly once, and nothing else.
func ExactlyOnce[K comparable](t *testing.T, did, keys []K) {
	t.Helper()
	sameElements(t, caller(), did, keys)
}

// InOrder fails t unless the elements of each producer are in the order in which it produced them:
// unless, for elements of the same producer, the numbers increase.
func InOrder[E any, P comparable](t *testing.T, got []E, producer func(E) P, number func(E) int) {
	t.Helper()
	tape.Quiet(1)
	defer tape.Quiet(-1)
	last := make(map[P]int)
	for _, e := range got {
		p := producer(e)
		if n, ok := last[p]; ok && number(e) <= n {
			fail(t, caller(), fmt.Sprintf("the order of a producer is not kept: %s comes after number %d", showAny(e), n))
			return
		}
		last[p] = number(e)
	}
}
