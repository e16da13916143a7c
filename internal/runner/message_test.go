package runner

import (
	"testing"

	"github.com/chaosrun/chaosrun/internal/trace"
)

// TestLeakMessage: goleak is named only if the test asks it.
func TestLeakMessage(t *testing.T) {
	for _, c := range []struct {
		left         []trace.Stuck
		output, want string
	}{
		{[]trace.Stuck{{Status: "stuck"}, {Status: "ticking"}}, "", "the test has returned, and 1 goroutine is blocked forever, 1 ticks forever"},
		{nil, "    goleak: found unexpected goroutines:\n", "goleak found goroutines that the test has left"},
		{nil, "", "the test has returned and left goroutines"},
		{nil, "we use goleak: no\n", "the test has returned and left goroutines"},
	} {
		h := trace.Header{Kind: "leak", Goroutine: c.left, Output: c.output}
		if got := message(&trace.Trace{Header: h}, &ended{}); got != c.want {
			t.Errorf("of %q: %q, want %q", c.output, got, c.want)
		}
	}
}
