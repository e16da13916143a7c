package proptest

import (
	"flag"
	"math/rand"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"

	"github.com/chaosrun/chaosrun/sched"
)

var plainTime = flag.Duration("seeded.plain", 0, "look for each seeded mistake without control for so long, for comparison")

var silentRuns = flag.Int("seeded.runs", 5000, "runs of each correct structure")

// seeded is a mistake in a small data structure, with the structure that lacks it.
type seeded struct {
	name string
	most int // commands of the smallest counterexample, at most; 0: it has none
	run  func(t *testing.T, wrong bool, opts ...any) *sched.Result
	// plain looks for the mistake without control, for so long; nil if there is no model.
	plain func(d time.Duration) (runs int, found bool)
}

// modelled is a structure that has a model.
func modelled[T, S any](name string, most int, model func(wrong bool) Model[T, S]) seeded {
	return seeded{
		name: name, most: most,
		run: func(t *testing.T, wrong bool, opts ...any) *sched.Result {
			return exploreModel(t, model(wrong), opts...)
		},
		plain: func(d time.Duration) (int, bool) { return plainly(model(true), d) },
	}
}

// plainly makes runs like those of Concurrent without control: generated commands, real
// goroutines, porcupine.
func plainly[T, S any](m Model[T, S], d time.Duration) (runs int, found bool) {
	rng := rand.New(rand.NewSource(1))
	calls := func(n int) (out []call[T, S]) {
		for range n {
			cl := call[T, S]{cmd: &m.Commands[rng.Intn(len(m.Commands))]}
			if cl.cmd.Arg != nil {
				v, _ := cl.cmd.Arg(parameters(rng, defaultSize)).RetrieveAsValue()
				cl.arg = v.Interface()
			}
			out = append(out, cl)
		}
		return out
	}
	for start := time.Now(); time.Since(start) < d; runs++ {
		p := &program[T, S]{m: &m, each: [][]call[T, S]{calls(defaultCommands), calls(defaultCommands)}}
		h := &history[T, S]{m: &m, clients: make([][]done[T, S], len(p.each)+2)}
		obj := m.New()
		p.calls(h, obj, 0, calls(rng.Intn(defaultPrefix+1)))
		var wg sync.WaitGroup
		for i, cs := range p.each {
			wg.Go(func() { p.calls(h, obj, i+1, cs) })
		}
		wg.Wait()
		p.calls(h, obj, len(p.each)+1, calls(rng.Intn(defaultSuffix+1)))
		j := &judge[T, S]{m: &m, left: defaultCheckSteps}
		if j.check(h.all()) == porcupine.Illegal {
			return runs + 1, true
		}
	}
	return runs, false
}

// stated is a property of a structure, as the arguments of ForAll.
func stated(name string, args func(wrong bool) []any) seeded {
	return seeded{name: name, run: func(t *testing.T, wrong bool, opts ...any) *sched.Result {
		return explore(t, append(args(wrong), opts...)...)
	}}
}

func allSeeded() []seeded {
	return slices.Concat(seededMaps, seededQueues, seededLocks, seededPrograms)
}

var programLine = regexp.MustCompile(`(?m)^ +(?:first|last|client .): .*\)$`)

// TestSeeded finds each mistake, with few commands left. Of eleven seeds the worst takes up to 1500
// runs for the rarest (docs/benchmarks.md).
func TestSeeded(t *testing.T) {
	if n := len(allSeeded()); n < 20 {
		t.Errorf("%d mistakes", n)
	}
	for _, s := range allSeeded() {
		t.Run(s.name, func(t *testing.T) {
			opts := []any{sched.Schedules(3000), sched.MaxSteps(20_000)} // one of them spins for ever
			if s.most > 0 {
				opts = append(opts, sched.Shrink(time.Hour)) // to the end, however slow the machine
			}
			res := s.run(t, true, opts...)
			if !res.Found {
				t.Fatalf("not found: %+v", res)
			}
			commands := 0
			for _, line := range programLine.FindAllString(res.Text, -1) {
				commands += strings.Count(line, "(")
			}
			if commands > s.most {
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

// TestSeededPlain prints what is found without control, for docs/benchmarks.md.
func TestSeededPlain(t *testing.T) {
	if *plainTime == 0 {
		t.Skip("no -seeded.plain")
	}
	for _, s := range allSeeded() {
		if s.plain == nil || strings.HasPrefix(s.name, "read-write lock") { // it would spin for ever
			continue
		}
		start := time.Now()
		runs, found := s.plain(*plainTime)
		t.Logf("%s: found %v in %d runs and %v", s.name, found, runs, time.Since(start).Round(time.Millisecond))
	}
}
