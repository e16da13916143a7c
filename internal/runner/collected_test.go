package runner

import (
	"testing"

	"github.com/chaosrun/chaosrun/internal/toolchain"
)

// collected is a test that allocates more than a process may use: the collector runs, when nobody knows, and
// objects come to lie where others have been.
const collected = `package busy

import (
	"runtime/debug"
	"sync"
	"testing"
	"time"
)

func TestCollected(t *testing.T) {
	debug.SetMemoryLimit(24 << 20)
	var garbage []byte
	for i := range 400 {
		done := make(chan bool)
		mu := new(struct {
			sync.Mutex
			big [40]int
		})
		timer := time.NewTimer(time.Duration(i))
		go func() {
			mu.Lock()
			mu.big[i%40]++
			mu.Unlock()
			close(done)
		}()
		mu.Lock()
		garbage = make([]byte, 1<<20)
		mu.Unlock()
		<-done
		<-timer.C
	}
	_ = garbage
}
`

// TestNamesOutliveTheCollector: a run has the same recording whenever the collector runs.
func TestNamesOutliveTheCollector(t *testing.T) {
	r := runnerOf(t, toolchain.Config{}, collected)
	j := &job{mode: "record", test: "TestCollected", strategy: "random", leaks: "proved", seed: 1, run: 1}
	want := record(t, r, j)
	for range 5 {
		same(t, want, record(t, r, j), "in a fresh process")
	}
}
