package deep

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/chaosrun/chaosrun/internal/corpus"
)

var (
	trials = flag.Int("deep.trials", 0, "make the table of docs/benchmarks.md with that many seeds")
	most   = flag.Int("deep.schedules", 100_000, "schedules of each test and seed in the table")
)

// outcome is what became of one test with one seed.
type outcome struct {
	runs    int // when it was found; 0: it was not
	seconds float64
}

// explore explores the module's tests with one process and one seed.
func explore(t *testing.T, m corpus.Module, command string, seed, schedules int, run string) map[string]outcome {
	t.Helper()
	cmd := m.Run(command, "-events", "-artifacts", t.TempDir(), "-p", "1", "-shrink", "0",
		"-duration", "0", "-schedules", strconv.Itoa(schedules), "-seed", strconv.Itoa(seed), "-run", run, "./...")
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	got := make(map[string]outcome)
	for dec := json.NewDecoder(&out); dec.More(); {
		var e struct {
			Event, Test, Message string
			Run                  int
			Elapsed              float64
		}
		if err := dec.Decode(&e); err != nil {
			t.Fatalf("not JSON: %v\n%s", err, errs.String())
		}
		o := got[e.Test]
		switch e.Event {
		default:
			continue // of the campaign, and of no test
		case "error":
			t.Fatal(e.Message)
		case "failure":
			o.runs = e.Run + 1 // the warm-up run comes before it
		case "summary":
			o.seconds = e.Elapsed
		}
		got[e.Test] = o
	}
	if len(got) == 0 {
		t.Fatalf("no test was explored: %v\n%s", err, errs.String())
	}
	return got
}

// TestFuzzFinds: what takes several unlikely things in a row, each of which fuzzing sees, is
// found.
func TestFuzzFinds(t *testing.T) {
	m := corpus.Open(t, "deep")
	for test, o := range explore(t, m, "fuzz", 1, 50_000, "LostUpdates|ABA") {
		if o.runs == 0 {
			t.Errorf("%s: not found in 50000 runs", test)
		}
	}
}

// TestTable prints the table, and fails if there is a test that neither finds.
func TestTable(t *testing.T) {
	if *trials == 0 {
		t.Skip("it takes long: ask for it with -deep.trials 20 -timeout 60m")
	}
	m := corpus.Open(t, "deep")
	all := make(map[string]map[string][]outcome) // test, command
	for _, command := range []string{"test", "fuzz"} {
		for seed := 1; seed <= *trials; seed++ {
			for test, o := range explore(t, m, command, seed, *most, "") {
				if all[test] == nil {
					all[test] = make(map[string][]outcome)
				}
				all[test][command] = append(all[test][command], o)
			}
		}
	}
	var names []string
	for name := range all {
		names = append(names, name)
	}
	slices.Sort(names)
	var b strings.Builder
	fmt.Fprintf(&b, "| bug | auto: found | median | time | fuzz: found | median | time |\n|---|---|---|---|---|---|---|\n")
	for _, name := range names {
		fmt.Fprintf(&b, "| %s | %s | %s |\n", strings.TrimPrefix(name, "Test"), row(all[name]["test"]), row(all[name]["fuzz"]))
		if !found(all[name]["test"]) && !found(all[name]["fuzz"]) {
			t.Errorf("%s: neither finds it", name)
		}
	}
	fmt.Println(b.String())
}

func found(os []outcome) bool {
	return slices.ContainsFunc(os, func(o outcome) bool { return o.runs > 0 })
}

// row is how often a bug was found, in how many runs, and in what time until it was found or
// given up.
func row(os []outcome) string {
	n := 0
	var runs []int
	var seconds []float64
	for _, o := range os {
		seconds = append(seconds, o.seconds)
		if o.runs == 0 {
			o.runs = 1 << 40
		} else {
			n++
		}
		runs = append(runs, o.runs)
	}
	slices.Sort(runs)
	slices.Sort(seconds)
	median := "not found"
	if r := runs[(len(runs)-1)/2]; r < 1<<40 {
		median = strconv.Itoa(r)
	}
	return fmt.Sprintf("%d/%d | %s | %.2f s", n, len(os), median, seconds[(len(seconds)-1)/2])
}
