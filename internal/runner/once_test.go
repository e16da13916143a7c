package runner

import (
	"context"
	"testing"

	"github.com/chaosrun/chaosrun/internal/toolchain"
)

const oftenRun = `package busy

import (
	"math/rand/v2"
	"sync"
	"testing"
)

var runs int

// together has schedules to explore.
func together() {
	var wg sync.WaitGroup
	wg.Go(func() {})
	wg.Go(func() {})
	wg.Wait()
}

func TestCounts(t *testing.T) {
	together()
	if runs++; runs > 4 {
		t.Error("once too often")
	}
}

func TestLuck(t *testing.T) {
	together()
	if rand.IntN(20) == 7 {
		t.Error("bad luck")
	}
}
`

// TestFailsPlainly: a test that counts its runs can run only so often in a process; one that fails with
// some random numbers fails with them whatever ran before.
func TestFailsPlainly(t *testing.T) {
	r := runnerOf(t, toolchain.Config{}, oftenRun)
	for test, want := range map[string]bool{"TestCounts": true, "TestLuck": false} {
		c := newCampaign(r, test, new(Result))
		got, err := c.failsPlainly(context.Background(), found{run: 300, kind: "assert", strategy: "random"})
		if err != nil || got != want {
			t.Errorf("%s: %v, %v, want %v", test, got, err, want)
		}
	}
}
