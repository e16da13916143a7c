package accesses

import (
	"os"
	"strings"
	"testing"

	"github.com/chaosrun/chaosrun/internal/corpus"
	"github.com/chaosrun/chaosrun/internal/trace"
)

// racy explores the racy programs and returns the recordings of the races that were found,
// by test.
func racy(t *testing.T, m corpus.Module, flag string) map[string]string {
	t.Helper()
	found := make(map[string]string)
	_, events, _ := m.Explore(t, flag, "./races")
	for _, e := range events {
		if e.Event == "error" {
			t.Fatalf("%s: %s", flag, e.Message)
		}
		if e.Event == "failure" && e.Kind == "race" {
			found[e.Test] = e.Recording
		}
	}
	return found
}

// TestFindsWhatRaceFinds: of the racy programs, both detectors name the same.
func TestFindsWhatRaceFinds(t *testing.T) {
	m := corpus.Open(t, "buggy")
	theirs, ours := racy(t, m, "-race"), racy(t, m, "-accesses")
	if len(theirs) < 10 {
		t.Errorf("%d racy programs: too few to tell", len(theirs))
	}
	for test := range theirs {
		if ours[test] == "" {
			t.Errorf("%s: -race finds a race, -accesses does not", test)
		}
	}
	for test, file := range ours {
		if theirs[test] == "" {
			t.Errorf("%s: -accesses finds a race, -race does not", test)
		}
		explained(t, test, file)
		cmd := m.Run("replay", file)
		if out, _ := cmd.CombinedOutput(); cmd.ProcessState.ExitCode() != 1 {
			t.Errorf("%s: replay exits with %d:\n%s", test, cmd.ProcessState.ExitCode(), out)
		}
	}
}

// explained checks that a recording tells both accesses, with stacks, and what is missing
// between them.
func explained(t *testing.T, test, file string) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Error(err)
		return
	}
	defer f.Close()
	rec, err := trace.Read(f)
	if err != nil {
		t.Errorf("%s: %v", test, err)
		return
	}
	if len(rec.Races) == 0 {
		t.Errorf("%s: the recording has no race", test)
		return
	}
	r := rec.Races[0]
	for _, a := range []trace.Access{r.First, r.Second} {
		if !strings.HasPrefix(trace.UserFrame(a.Stack).File, "races/") || a.Op == "" {
			t.Errorf("%s: an access is %q at %v, want one in the test's own file", test, a.Op, a.Stack)
		}
	}
	if r.Missing == "" {
		t.Errorf("%s: the recording does not say what is missing", test)
	}
}

// TestSilent: where the race detector is silent, we are.
func TestSilent(t *testing.T) {
	m := corpus.Open(t, "correct")
	schedules := "30"
	if testing.Short() {
		schedules = "20"
	}
	_, events, _ := m.Explore(t, "-accesses", "-schedules", schedules, "-duration", "5s", "./...")
	tests := 0
	for _, e := range events {
		switch {
		case e.Event == "failure":
			t.Errorf("false alarm: %s.%s: %s in run %d: %s", e.Package, e.Test, e.Kind, e.Run, e.Message)
		case e.Event == "error":
			t.Errorf("%s: %s", e.Package, e.Message)
		case e.Event == "summary":
			tests++
		}
	}
	if tests < 100 {
		t.Errorf("%d tests were run", tests)
	}
}

// TestFindsOtherBugs: what is found without -accesses is found with it, or a race is. A loop
// that only reads memory is no hang any more: it has scheduling points.
func TestFindsOtherBugs(t *testing.T) {
	m := corpus.Open(t, "buggy")
	_, events, _ := m.Explore(t, "-accesses", "-shrink", "0", "-timeout", "3s", "-max-steps", "200000", "./...")
	for _, e := range events {
		notes := strings.Join(e.Notes, "")
		if e.Event == "summary" && e.Verdict != "pass" && !strings.HasSuffix(notes, "found a race") && notes != "expected a hang and found a livelock" {
			t.Errorf("%s.%s: %s %s", e.Package, e.Test, e.Verdict, e.Notes)
		}
	}
}
