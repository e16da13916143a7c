package proofs

import (
	"slices"
	"testing"

	"github.com/chaosrun/chaosrun/internal/corpus"
)

// search explores a package of the module with dpor and returns the summary of each test, of which
// there are at least so many.
func search(t *testing.T, pkg string, least int) []corpus.Event {
	t.Helper()
	m := corpus.Open(t, "proofs")
	_, events, _ := m.Explore(t, "-strategy", "dpor", "-schedules", "200000", "-duration", "1m", pkg)
	var tests []corpus.Event
	for _, e := range events {
		switch e.Event {
		case "error":
			t.Errorf("%s: %s", e.Package, e.Message)
		case "summary":
			tests = append(tests, e)
		}
	}
	if len(tests) < least {
		t.Errorf("%d tests, want at least %d", len(tests), least)
	}
	return tests
}

// TestEndless: a search of which as good as everything is explored is not complete while something is left.
func TestEndless(t *testing.T) {
	m := corpus.Open(t, "proofs")
	for _, strategy := range []string{"dfs", "dpor"} {
		for schedules, want := range map[string]string{"75": "pass", "200": "fail"} {
			_, events, _ := m.Explore(t, "-strategy", strategy, "-schedules", schedules, "./endless")
			n := 0
			for _, e := range events {
				if e.Event != "summary" {
					continue
				}
				if n++; e.Verdict != want || e.Complete {
					t.Errorf("%s, %s schedules: %s: %s, complete: %t", strategy, schedules, e.Test, e.Verdict, e.Complete)
				}
			}
			if n == 0 {
				t.Errorf("no tests")
			}
		}
	}
}

// TestEffects: what a step does beside the operation that it announces makes steps dependent.
func TestEffects(t *testing.T) {
	for _, e := range search(t, "./effects", 20) {
		if e.Verdict != "pass" { // found, as it says
			t.Errorf("%s: %s %v in %d runs", e.Test, e.Verdict, e.Notes, e.Runs)
		}
	}
}

// TestWhole: a search that has explored everything says so.
func TestWhole(t *testing.T) {
	for _, e := range search(t, "./whole", 5) {
		if e.Verdict != "pass" || !e.Complete {
			t.Errorf("%s: %s, complete %v in %d runs", e.Test, e.Verdict, e.Complete, e.Runs)
		}
		draws := slices.Contains([]string{"TestDraws", "TestMaps", "TestRangeOfSyncMap"}, e.Test)
		if (len(e.Assumes) > 0) != draws {
			t.Errorf("%s takes for granted: %q", e.Test, e.Assumes)
		}
	}
}

// TestAssumed: what a search takes for granted, it does not call complete.
func TestAssumed(t *testing.T) {
	for _, e := range search(t, "./assumed", 3) {
		if e.Verdict != "pass" || e.Complete || len(e.Assumes) == 0 {
			t.Errorf("%s: %s, complete %v, assumes %q", e.Test, e.Verdict, e.Complete, e.Assumes)
		}
	}
}

// TestReduced: of the programs of which it is known how many classes of schedules they have, a search
// explores each once.
func TestReduced(t *testing.T) {
	classes := map[string]uint64{
		"TestCounter":   90, // the orders in which three goroutines lock a mutex twice each
		"TestTransfers": 6, "TestWaitGroup": 1,
		"TestProducers": 6, // the orders of two values each from two producers
		"TestPipeline":  1,
		"TestLastZero5": 64, "TestLastZero7": 320, "TestIndexer12": 8, // as published
	}
	for _, e := range search(t, "./table", 14) {
		if e.Test == "TestSpin" {
			continue // how often its loop goes round is bounded
		}
		if want, ok := classes[e.Test]; e.Verdict != "pass" || !e.Complete || ok && e.Runs != want {
			t.Errorf("%s: %s, complete %v, %d runs, want %d", e.Test, e.Verdict, e.Complete, e.Runs, want)
		}
	}
}
