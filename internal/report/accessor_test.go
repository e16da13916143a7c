package report

import (
	"strings"
	"testing"

	"github.com/chaosrun/chaosrun/internal/trace"
)

const racing = `package bank

func TestSum(t *testing.T) {
	go add()
	ready.Load()
	_ = sum
	ready.Store(true)
}

func add() {
	ready.Load()
	sum++
	ready.Store(true)
}
`

// raced is a race of the test and a goroutine that it starts, as the race detector reports it: with places, and
// neither goroutines nor steps. The test goes on after it.
func raced() *trace.Trace {
	at := func(fn string, line int) trace.Frame {
		return trace.Frame{Func: "bank." + fn, File: "bank_test.go", Line: line}
	}
	return &trace.Trace{
		Header: trace.Header{
			Test: "TestSum", Kind: "race", Message: "a write and a read", Run: 3, Seed: 1, Strategy: "auto",
			Races: []trace.Race{{
				First:  trace.Access{Op: "write", Stack: []trace.Frame{at("add", 12)}, Created: []trace.Frame{at("TestSum", 4)}},
				Second: trace.Access{Op: "read", Stack: []trace.Frame{at("TestSum", 6)}, Created: []trace.Frame{{Func: "testing.(*T).Run", File: "$GOROOT/testing/testing.go", Line: 9}}},
			}},
		},
		Events: []trace.Event{
			{G: 1, Kind: trace.EvStart, Detail: "g0"},
			{G: 2, Kind: trace.EvStart, Detail: "g1", At: at("TestSum", 4)},
			{G: 1, Kind: "go", At: at("TestSum", 4)},
			{G: 2, Kind: "atomic.Load", Object: "atomic#1", At: at("add", 11)},
			{G: 2, Kind: "atomic.Store", Object: "atomic#1", At: at("add", 13)},
			{G: 2, Kind: trace.EvEnd},
			{G: 1, Kind: "atomic.Load", Object: "atomic#1", At: at("TestSum", 5)},
			{G: 1, Kind: "atomic.Store", Object: "atomic#1", At: at("TestSum", 7)},
			{G: 1, Kind: trace.EvEnd},
		},
	}
}

// TestAccessesAreInTheList: each at the step after which it is made, by the goroutine that the rest of the text names;
// the second one is the last line.
func TestAccessesAreInTheList(t *testing.T) {
	t.Parallel()
	got := failureOf(t, raced(), racing)
	hasAll(t, got,
		"        by g2, started at bank_test.go:4: “go add()”\n", "        by g1, which is the test\n",
		"g2   bank_test.go:11  ready.Load()\n     > g2   bank_test.go:12  sum++                         first access: a write\n",
		"g1   bank_test.go:5   ready.Load()\n     > g1   bank_test.go:6   _ = sum                       second access: a read\n\n",
		"8 steps that involve other goroutines",
	)
}

// TestAccessesThatAreNotKnown: of two goroutines that one line starts, and of a function that goes up and down, nobody
// knows which one, or which turn, an access is of.
func TestAccessesThatAreNotKnown(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*trace.Trace){
		"two goroutines": func(tr *trace.Trace) {
			tr.Events = append(tr.Events, trace.Event{G: 3, Kind: trace.EvStart, Detail: "g1", At: tr.Events[1].At})
		},
		"a loop": func(tr *trace.Trace) {
			tr.Events = append(tr.Events[:5:5], append([]trace.Event{tr.Events[3], tr.Events[4]}, tr.Events[5:]...)...)
		},
		"the end of a long run": func(tr *trace.Trace) { tr.From = 1000 },
	} {
		tr := raced()
		change(tr)
		got := failureOf(t, tr, racing)
		if strings.Contains(got, "first access") || !strings.Contains(got, "reads and writes of plain memory are not among the steps") || !strings.Contains(got, "g1   bank_test.go:7   ready.Store(true)") {
			t.Errorf("%s: the list has accesses at some place, or ends early:\n%s", name, got)
		}
	}
}

// TestAccessesThatAreSteps: with -accesses the two are steps already, of one object, and the list ends at the second
// one; not if the second place is come to twice.
func TestAccessesThatAreSteps(t *testing.T) {
	t.Parallel()
	tr := raced()
	tr.Accesses = true
	access := func(g int, kind, object string, like trace.Event, line int) trace.Event {
		like.G, like.Kind, like.Object, like.At.Line = g, kind, object, line
		return like
	}
	es := tr.Events
	tr.Events = append(es[:4:4], access(2, "write", "memory#2", es[3], 12), es[4], es[5], es[6], access(1, "read", "memory#3", es[6], 6), access(1, "read", "memory#2", es[6], 6), es[7], es[8])
	got := failureOf(t, tr, racing)
	hasAll(t, got, "> g2   bank_test.go:12  sum++                         first access: a write\n", "> g1   bank_test.go:6   _ = sum                       second access: a read\n\n")
	tr.Events = append(tr.Events[:len(tr.Events)-1:len(tr.Events)-1], access(1, "read", "memory#2", es[6], 6), es[8])
	if got := failureOf(t, tr, racing); strings.Contains(got, "access: ") || !strings.Contains(got, "ready.Store(true)") {
		t.Errorf("the list has an access though two steps can be it:\n%s", got)
	}
}
