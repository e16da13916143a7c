package proptest

import (
	"flag"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chaosrun/chaosrun/sched"
)

var silentRuns = flag.Int("seeded.runs", 2000, "runs of each correct structure")

// seeded is a mistake in a small data structure, with the structure that lacks it.
type seeded struct {
	name string
	most int // commands of the smallest counterexample, at most; 0: it has none
	run  func(t *testing.T, wrong bool, opts ...any) *sched.Result
}

// modelled is a structure that has a model.
func modelled[T, S any](name string, most int, model func(wrong bool) Model[T, S]) seeded {
	return seeded{name, most, func(t *testing.T, wrong bool, opts ...any) *sched.Result {
		return exploreModel(t, model(wrong), opts...)
	}}
}

// stated is a property of a structure, as the arguments of ForAll.
func stated(name string, args func(wrong bool) []any) seeded {
	return seeded{name, 0, func(t *testing.T, wrong bool, opts ...any) *sched.Result {
		return explore(t, append(args(wrong), opts...)...)
	}}
}

func allSeeded() []seeded {
	return slices.Concat(seededMaps, seededQueues, seededLocks, seededPrograms)
}

var programLine = regexp.MustCompile(`(?m)^ +(?:first|last|client .): .*\)$`)

// TestSeeded finds each mistake within the default budget, with few commands left.
func TestSeeded(t *testing.T) {
	if n := len(allSeeded()); n < 20 {
		t.Errorf("%d mistakes", n)
	}
	for _, s := range allSeeded() {
		t.Run(s.name, func(t *testing.T) {
			res := s.run(t, true, sched.MaxSteps(20_000)) // one of them spins for ever
			if !res.Found {
				t.Fatalf("not found: %+v", res)
			}
			commands := 0
			for _, line := range programLine.FindAllString(res.Text, -1) {
				commands += strings.Count(line, "(")
			}
			if commands > s.most+3 { // shrinking has five seconds, whatever else the machine does
				t.Errorf("%d commands are left, want at most %d:\n%s", commands, s.most, res.Text)
			}
			if testing.Verbose() {
				t.Logf("%d runs, %d commands: %s", res.Runs, commands, res.Message)
			}
		})
	}
}

// TestSeededSilent finds nothing in the structures without the mistake.
func TestSeededSilent(t *testing.T) {
	runs := *silentRuns
	if testing.Short() {
		runs = min(runs, 500)
	}
	for _, s := range allSeeded() {
		t.Run(s.name, func(t *testing.T) {
			if res := s.run(t, false, sched.Schedules(runs)); res.Found || len(res.Warnings)+len(res.Notes) > 0 {
				t.Errorf("%v %v\n%s", res.Notes, res.Warnings, res.Text)
			}
		})
	}
}
