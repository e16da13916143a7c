package report

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/chaosrun/chaosrun/internal/trace"
)

// failureOf is the text of a failure, with the source of a file of the module bank.
func failureOf(t *testing.T, tr *trace.Trace, source string) string {
	t.Helper()
	v := newView(tr, moduleWith(t, "bank_test.go", source), false)
	text, whole := v.failure("x.chaos")
	if !whole {
		t.Errorf("the list lacks steps that the text speaks of:\n%s", text)
	}
	return string(text)
}

// hasAll checks that a text has all that is wanted.
func hasAll(t *testing.T, got string, wanted ...string) {
	t.Helper()
	for _, want := range wanted {
		if !strings.Contains(got, want) {
			t.Errorf("the text lacks %q:\n%s", want, got)
		}
	}
}

// inBank is a place in the file.
func inBank(line int) trace.Frame {
	return trace.Frame{Func: "bank.f", File: "bank_test.go", Line: line}
}

const crossing = `package bank

func transfer() {
	a.Lock()
	b.Lock()
}

func back() {
	b.Lock()
	a.Lock()
}

func TestCross(t *testing.T) {
	go transfer()
	go back()
	go idle()
	wg.Wait()
}

func idle() { tick <- 1 }
`

// crossed is a deadlock with many steps of others in between: g2 and g3 take two locks in opposite orders, and
// three further goroutines are blocked too.
func crossed() *trace.Trace {
	stuck := func(g int, reason, object string, line int) trace.Stuck {
		return trace.Stuck{ID: g, Status: "stuck", Reason: reason, Objects: []string{object}, Stack: []trace.Frame{inBank(line)}}
	}
	tr := &trace.Trace{
		Header: trace.Header{
			Test: "TestCross", Kind: "deadlock", Message: "all 5 goroutines of the test are blocked", Run: 3, Seed: 1, Strategy: "auto", Swap: []int{9, 10},
			Goroutine: []trace.Stuck{
				stuck(1, "sync.WaitGroup.Wait", "wg#9", 17), stuck(2, "sync.Mutex.Lock", "mutex#2", 5), stuck(3, "sync.Mutex.Lock", "mutex#1", 10),
				stuck(4, "chan send", "chan#3", 20), stuck(5, "chan send", "chan#3", 20),
			},
		},
		Events: []trace.Event{
			{G: 1, Kind: trace.EvStart, Detail: "g0"},
			{G: 2, Kind: trace.EvStart, Detail: "g1", At: inBank(14)},
			{G: 1, Kind: "go", At: inBank(14)},
			{G: 3, Kind: trace.EvStart, Detail: "g1", At: inBank(15)},
			{G: 1, Kind: "go", At: inBank(15)},
			{G: 4, Kind: trace.EvStart, Detail: "g1", At: inBank(16)},
			{G: 1, Kind: "go", At: inBank(16)},
			{G: 5, Kind: trace.EvStart, Detail: "g1", At: inBank(16)},
			{G: 2, Kind: "Lock", Object: "mutex#1", At: inBank(4)},
			{G: 3, Kind: "Lock", Object: "mutex#2", At: inBank(9)},
			{G: 2, Kind: "Lock", Object: "mutex#2", At: inBank(5)},
			{G: 2, Kind: trace.EvWait, Object: "mutex#2", Detail: "sync.Mutex.Lock", At: inBank(5)},
			{G: 3, Kind: "Lock", Object: "mutex#1", At: inBank(10)},
			{G: 3, Kind: trace.EvWait, Object: "mutex#1", Detail: "sync.Mutex.Lock", At: inBank(10)},
		},
	}
	for i := range 60 { // in no order that repeats
		tr.Events = append(tr.Events, trace.Event{G: 4 + i*i/3%2, Kind: "send", Object: "chan#3", At: inBank(20)})
	}
	return tr
}

// TestListHasWhatTheTextSpeaksOf: the steps of the swap, those by which the locks of the cycle are held, and those
// that wait for them, however many others come after them.
func TestListHasWhatTheTextSpeaksOf(t *testing.T) {
	t.Parallel()
	got := failureOf(t, crossed(), crossing)
	hasAll(t, got,
		"\n    …> g2   bank_test.go:4   a.Lock()\n", "\n    …⇄ g3   bank_test.go:9   b.Lock()\n",
		"\n     ⇄ g2   bank_test.go:5   b.Lock()", "\n     > g3   bank_test.go:10  a.Lock()",
		" steps (… left out, > named above, ⇄ the other order):\n",
	)
}

// TestListIsNotWholeWithoutSuchSteps: a text with no room for a step that it speaks of is not the one to print.
func TestListIsNotWholeWithoutSuchSteps(t *testing.T) {
	t.Parallel()
	v := newView(crossed(), moduleWith(t, "bank_test.go", crossing), false)
	v.failure("x.chaos")
	if v.brief = fewSteps; v.list(new(bytes.Buffer), 6) {
		t.Error("a list of a few lines is whole")
	}
}

// TestMarksAreExplained: the list explains the marks that it has, and no others.
func TestMarksAreExplained(t *testing.T) {
	t.Parallel()
	lines := []listed{{mark: mentioned}, {mark: swapped}, {}}
	for _, c := range []struct {
		keep []bool
		want string
	}{
		{[]bool{true, true, true}, "> named above, ⇄ the other order"},
		{[]bool{true, false, true}, "… left out, > named above"},
		{[]bool{false, true, false}, "… left out, ⇄ the other order"},
		{[]bool{true, false, false}, "> named above"},
		{[]bool{false, false, false}, ""},
	} {
		if got := legendOfMarks(lines, c.keep); got != c.want {
			t.Errorf("%v: %q, want %q", c.keep, got, c.want)
		}
	}
}

// TestStepsAreCounted: the title says how many steps the list shows, of how many that involve other goroutines.
func TestStepsAreCounted(t *testing.T) {
	t.Parallel()
	tr := crossed()
	for _, c := range []struct {
		kind string
		from uint64
		want string
		all  string
	}{
		{"deadlock", 0, "2 of 40 steps", "3 steps that involve other goroutines"},
		{"livelock", 0, "2 of the first 40 steps", "the first 3 steps that involve other goroutines"},
		{"livelock", 9, "2 of the last 40 steps", "the last 3 steps that involve other goroutines"},
	} {
		tr.Kind, tr.From = c.kind, c.from
		v := newView(tr, &Sources{}, false)
		if got := v.title(make([]listed, 3), []bool{true, true, false}, 40); got != c.want {
			t.Errorf("%s from step %d: %q, want %q", c.kind, c.from, got, c.want)
		}
		if got := v.title(make([]listed, 3), []bool{true, true, true}, 3); got != c.all {
			t.Errorf("%s from step %d: %q for all steps, want %q", c.kind, c.from, got, c.all)
		}
	}
}

// TestBlockedBesideTheCycleAreNamed: who they are, and where, and not only how many.
func TestBlockedBesideTheCycleAreNamed(t *testing.T) {
	t.Parallel()
	got := failureOf(t, crossed(), crossing)
	hasAll(t, got,
		"    g2 is blocked at “b.Lock()” (bank_test.go:5)\n        b is held by g3, since “b.Lock()” (bank_test.go:9)\n",
		"    g1 is blocked at “wg.Wait()” (bank_test.go:17)\n", "    g4 is blocked at “tick <- 1” (bank_test.go:20), and so is g5\n",
	)
}

// TestManyBlocked: of many goroutines in different places a few are named, and the others counted.
func TestManyBlocked(t *testing.T) {
	t.Parallel()
	tr := crossed()
	for g := 6; g < 12; g++ {
		tr.Goroutine = append(tr.Goroutine, trace.Stuck{ID: g, Status: "stuck", Reason: "sleep", Stack: []trace.Frame{inBank(g + 20)}})
	}
	if got, want := failureOf(t, tr, crossing), fmt.Sprintf("    %d more goroutines are blocked too\n", 5); !strings.Contains(got, want) {
		t.Errorf("the text lacks %q:\n%s", want, got)
	}
}

// TestSwapClaimsNoMore: the two steps need not be the cause.
func TestSwapClaimsNoMore(t *testing.T) {
	t.Parallel()
	const want = "    the test passes in a schedule with these two steps in the other order:\n      - g3 does “b.Lock()” (bank_test.go:9)\n      - g2 does “b.Lock()” (bank_test.go:5)\n"
	if got := failureOf(t, crossed(), crossing); !strings.Contains(got, want) {
		t.Errorf("the text lacks %q:\n%s", want, got)
	}
}
