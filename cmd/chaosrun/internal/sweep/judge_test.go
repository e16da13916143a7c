package sweep

import (
	"slices"
	"testing"

	"github.com/chaosrun/chaosrun/internal/runner"
)

// TestLeaksAreToldOnce: how many runs leak is one note, whatever shares they were in.
func TestLeaksAreToldOnce(t *testing.T) {
	x := &test{times: make(map[string]int), plans: make(map[string]*runner.Result)}
	for _, runs := range []uint64{20, 180} {
		x.judge(false, new(cell), &Outcome{Runs: runs, Leaks: runs, Findings: []Finding{{Kind: "leak", Fingerprint: "a", Recording: "../none"}}})
	}
	want := []string{"the recording of the leak cannot be read: it is not in the artifacts folder", "200 of 200 runs leak"}
	if got := x.result("").Notes; !slices.Equal(got, want) {
		t.Errorf("the notes are %q, want %q", got, want)
	}
}
