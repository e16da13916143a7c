package sweep

import "testing"

// A timing warning is no finding, and gives way to a failure like it, in whatever order they come.
func TestTimingIsNoFinding(t *testing.T) {
	warning, failure := Finding{Fingerprint: "a", Timing: true}, Finding{Fingerprint: "a"}
	other := Finding{Fingerprint: "b", Timing: true}
	for _, order := range [][]Finding{{warning, other, warning}, {warning, failure, other}, {failure, warning, other}} {
		x := &test{times: make(map[string]int)}
		failures := 0
		for _, f := range order {
			x.find(f)
			if !f.Timing {
				failures = 1
			}
		}
		if len(x.findings) != failures || len(x.timings) != 2-failures {
			t.Errorf("%d findings and %d warnings of %v, want %d and %d", len(x.findings), len(x.timings), order, failures, 2-failures)
		}
		if x.ends() != (failures > 0) {
			t.Errorf("%v ends the exploration: %t", order, x.ends())
		}
	}
}
