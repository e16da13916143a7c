package correct

import (
	"flag"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chaosrun/chaosrun/internal/corpus"
)

var full = flag.Bool("corpus.full", false, "2000 schedules of each test, however long that takes: an hour or two")

// TestCorrect: no test of the correct module fails under any schedule.
func TestCorrect(t *testing.T) {
	m := corpus.Open(t, "correct")
	for name, flags := range corpus.Flags() {
		t.Run(name, func(t *testing.T) {
			corpus.NeedsTime(t, 5*time.Minute)
			schedules, big, duration, bigDuration := "200", "20", "5s", "1m"
			if testing.Short() || strings.Contains(name, "-race") {
				schedules, big = "100", "5" // a tenth of the speed
			}
			if *full {
				schedules, big, duration, bigDuration = "2000", "2000", "1h", "1h"
			}
			silent(t, m, slices.Concat(flags, []string{"-schedules", schedules, "-duration", duration}, m.Packages(t, "bigs")))
			// Other strategies look at all of 10,000 goroutines in each step.
			silent(t, m, slices.Concat(flags, []string{"-schedules", big, "-duration", bigDuration, "-strategy", "random", "./bigs"}))
		})
	}
}

// outside are the packages whose tests have to do with what is outside of a run: pipes, processes,
// signals, sockets of the system, threads of C code, and goroutines that are older than the run.
var outside = []string{"correct/children", "correct/cthreads", "correct/files", "correct/initonces", "correct/inits", "correct/procs", "correct/signals", "correct/sockets"}

// silent explores and checks that nothing is found, and that nothing has left our control.
func silent(t *testing.T, m corpus.Module, args []string) {
	t.Helper()
	code, events, _ := m.Explore(t, args...)
	for _, e := range events {
		switch {
		case e.Event == "failure":
			t.Errorf("false alarm: %s.%s: %s in run %d: %s", e.Package, e.Test, e.Kind, e.Run, e.Message)
		case e.Event == "error":
			t.Errorf("%s: %s", e.Package, e.Message)
		case e.Event == "summary" && e.Verdict != "pass" && e.Verdict != "skip":
			t.Errorf("%s.%s: %s %s", e.Package, e.Test, e.Verdict, e.Notes)
		case e.Event == "summary" && !e.Controlled && !slices.Contains(outside, e.Package):
			t.Errorf("%s.%s: %s", e.Package, e.Test, e.Notes)
		case e.Event == "summary" && e.Runs > 2 && testing.Verbose():
			t.Logf("%s.%s: %d schedules", e.Package, e.Test, e.Runs)
		}
	}
	if code != 0 {
		t.Errorf("exit status %d", code)
	}
}
