package testing

import (
	"chaosrun/engine"
	"fmt"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"syscall"
)

// chaosTestNames are the names of the tests for the parent. Of two tests of one name, one is in
// the package and the other in its external test package: the second of them is named with
// its package, like p_test.TestX.
func chaosTestNames(tests []InternalTest) []string {
	names := make([]string, len(tests))
	known := make(map[string]bool)
	for i, t := range tests {
		names[i] = t.Name
		if known[t.Name] {
			fn := runtime.FuncForPC(reflect.ValueOf(t.F).Pointer()).Name()
			names[i] = strings.ReplaceAll(fn[strings.LastIndexByte(fn, '/')+1:], "%2e", ".")
		}
		known[t.Name] = true
	}
	return names
}

// chaosTestsOf are the tests that a job is about.
func chaosTestsOf(m *M, j *chaosJob) ([]InternalTest, error) {
	if chaosProgramMain != nil {
		chaosUseProgram()
		return []InternalTest{{Name: chaosProgramTest}}, nil
	}
	wanted := j.tests
	if len(wanted) == 0 {
		wanted = []string{j.test}
	}
	var tests []InternalTest
	names := chaosTestNames(m.tests)
	for _, w := range wanted {
		i := slices.Index(names, w)
		if i < 0 {
			return nil, fmt.Errorf("no test %s", w)
		}
		tests = append(tests, m.tests[i])
	}
	return tests, nil
}

// alone makes one run in a process that makes no other: nothing comes before it. What the
// strategy learns from the warm-up run, another process has reported.
func (r *chaosRunner) alone(strat engine.Strategy, tape []uint32) error {
	r.plain = r.j.plain
	if p, ok := strat.(engine.Profiled); ok {
		steps, events, err := chaosReadProfile(r.j.profile)
		if err != nil {
			return err
		}
		p.Profile(steps, events)
	}
	switch r.j.mode {
	case "record":
		r.report(r.j.run, r.once(strat, r.j.run, tape, true))
	case "explore":
		r.j.count = 1
		return r.explore(strat, chaosOutcome{})
	case "try":
		return r.try()
	case "branch":
		r.branch(tape)
	default:
		return fmt.Errorf("mode %s makes more than one run in a process", r.j.mode)
	}
	return nil
}

// chaosProfileWords is how many numbers an event of a profile takes.
const chaosProfileWords = 6

// reportProfile reports the warm-up run, and what a strategy learns from it.
func (r *chaosRunner) reportProfile(strat engine.Strategy, warm *engine.Profiler, out chaosOutcome) {
	seen := newChaosSeen(strat)
	seen.add(out.Graph, -1)
	seen.report()
	why := "done"
	if out.skipped {
		why = "skipped"
	}
	chaosReport("end %s runs=0 steps=%d branches=%d external=%d parallel=%t", why, out.Steps, out.Branches, out.External, chaosParallel())
	if _, ok := strat.(engine.Profiled); ok {
		var b strings.Builder
		fmt.Fprintf(&b, "%d %d", uint32(out.Steps), uint32(out.Steps>>32))
		for _, e := range warm.Events() {
			mine := 0
			if e.Mine {
				mine = 1
			}
			fmt.Fprintf(&b, " %d %d %d %d %d %d", e.G, e.Child, e.Object, e.Local, e.Op, mine)
		}
		chaosReport("profile %s", b.String())
	}
	if out.kind != "" {
		r.report(0, out)
	}
}

// chaosReadProfile reads what reportProfile has reported. Without a file there was no such run
// that ended: the strategy learns nothing.
func chaosReadProfile(name string) (steps uint64, events []engine.Event, err error) {
	if name == "" {
		return 0, nil, nil
	}
	words, err := chaosReadNumbers(name)
	if err != nil {
		return 0, nil, err
	}
	if len(words) < 2 || (len(words)-2)%chaosProfileWords != 0 {
		return 0, nil, fmt.Errorf("a profile of %d numbers is cut off", len(words))
	}
	steps = uint64(words[0]) | uint64(words[1])<<32
	for words = words[2:]; len(words) > 0; words = words[chaosProfileWords:] {
		events = append(events, engine.Event{G: words[0], Child: words[1], Object: words[2], Local: words[3], Op: engine.Op(words[4]), Mine: words[5] != 0})
	}
	return steps, events, nil
}

// goesPast reports whether more runs are made in the process after one that leaks: what it has left is
// proved to be stuck, and takes part in none of them.
func (r *chaosRunner) goesPast(out chaosOutcome) bool {
	return r.j.past && out.leaves && out.behind == 0
}

// chaosLeaks reports the runs that leak and are gone past, one of each execution.
type chaosLeaks struct {
	r    *chaosRunner
	n    int
	seen map[uint64]bool
}

// chaosMostLeaks bounds how many leaking runs a process reports.
const chaosMostLeaks = 100

func newChaosLeaks(r *chaosRunner) *chaosLeaks {
	return &chaosLeaks{r: r, seen: make(map[uint64]bool)}
}

func (l *chaosLeaks) add(i uint64, out chaosOutcome) {
	if i > 0 {
		l.n++ // the warm-up run is the same in every process
	}
	if len(l.seen) < chaosMostLeaks && !l.seen[out.Hash] {
		l.seen[out.Hash] = true
		l.r.report(i, out)
	}
}

// chaosPrinted is how much the process has printed, in bytes.
func chaosPrinted() int64 {
	n, err := syscall.Seek(1, 0, 1)
	if err != nil {
		return 0 // a test may have closed it
	}
	return n
}
