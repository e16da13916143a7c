package runner

import (
	"context"
	"testing"

	"github.com/chaosrun/chaosrun/internal/toolchain"
)

const trials = `package busy

import (
	"math/rand"
	"sync"
	"testing"
)

// TestNothing has no choice, and fails with most random numbers.
func TestNothing(t *testing.T) {
	if rand.Intn(4) > 0 {
		t.Error("fails")
	}
}

// TestAlways has no choice, and fails always, also in the plain run.
func TestAlways(t *testing.T) {
	_ = rand.Intn(4)
	t.Error("fails")
}

func TestSome(t *testing.T) {
	var mu sync.Mutex
	var wg sync.WaitGroup
	n := 0
	for range 3 {
		wg.Go(func() {
			mu.Lock()
			m := n
			mu.Unlock()
			mu.Lock()
			n = m + 1
			mu.Unlock()
		})
	}
	wg.Wait()
	if n == 1 {
		t.Error("two updates are lost")
	}
}
`

// TestTrial: a test without a choice is explored no further than that takes, also if its runs fail; and what is found does
// not depend on how many processes there are.
func TestTrial(t *testing.T) {
	r := runnerOf(t, toolchain.Config{}, trials)
	r.Schedules, r.KeepGoing = 600, true
	for _, test := range []string{"TestNothing", "TestAlways"} {
		res := r.Explore(context.Background(), test)
		if !res.Sequential || res.Runs != trialRuns || len(res.Failures) != 1 {
			t.Errorf("%s: sequential %t, %d runs, %d failures, %v", test, res.Sequential, res.Runs, len(res.Failures), res.Err)
		}
	}
	var first *Result
	for _, n := range []int{1, 4} {
		r.PerTest, r.Workers = n, make(chan struct{}, n)
		res := r.Explore(context.Background(), "TestSome")
		if first == nil {
			first = res
		}
		if res.Runs != 600 || res.Distinct != first.Distinct || len(res.Failures) != 1 || res.Failures[0].Run != first.Failures[0].Run {
			t.Errorf("with %d processes: %d runs, %d interleavings, %d failures; with one %d interleavings", n, res.Runs, res.Distinct, len(res.Failures), first.Distinct)
		}
	}
}
