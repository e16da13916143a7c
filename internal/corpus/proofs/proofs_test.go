package proofs

import (
	"testing"

	"github.com/chaosrun/chaosrun/internal/corpus"
)

// search explores a package of the module with dpor and returns the summary of each test.
func search(t *testing.T, pkg string, flags ...string) []corpus.Event {
	t.Helper()
	m := corpus.Open(t, "proofs")
	_, events, _ := m.Explore(t, append(flags, "-strategy", "dpor", "-schedules", "200000", "-duration", "1m", pkg)...)
	var tests []corpus.Event
	for _, e := range events {
		switch e.Event {
		case "error":
			t.Errorf("%s: %s", e.Package, e.Message)
		case "summary":
			tests = append(tests, e)
		}
	}
	return tests
}

// TestEffects: what a step does beside the operation that it announces makes steps dependent.
func TestEffects(t *testing.T) {
	tests := search(t, "./effects")
	for _, e := range tests {
		if e.Verdict != "pass" { // found, as it says
			t.Errorf("%s: %s %v in %d runs", e.Test, e.Verdict, e.Notes, e.Runs)
		}
	}
	if len(tests) < 20 {
		t.Errorf("%d tests", len(tests))
	}
}

// TestWhole: a search that has explored everything says so.
func TestWhole(t *testing.T) {
	tests := search(t, "./whole")
	for _, e := range tests {
		if e.Verdict != "pass" || !e.Complete {
			t.Errorf("%s: %s, complete %v in %d runs", e.Test, e.Verdict, e.Complete, e.Runs)
		}
	}
	if len(tests) < 5 {
		t.Errorf("%d tests", len(tests))
	}
}

// TestAssumed: what a search takes for granted, it does not call complete.
func TestAssumed(t *testing.T) {
	tests := search(t, "./assumed")
	for _, e := range tests {
		if e.Verdict != "pass" || e.Complete || len(e.Assumes) == 0 {
			t.Errorf("%s: %s, complete %v, assumes %q", e.Test, e.Verdict, e.Complete, e.Assumes)
		}
	}
	if len(tests) < 3 {
		t.Errorf("%d tests", len(tests))
	}
}
