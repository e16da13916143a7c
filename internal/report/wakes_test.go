package report

import (
	"strings"
	"testing"
	"time"

	"github.com/chaosrun/chaosrun/internal/trace"
)

const ticking = `package bank

func Put(m string) { msgs <- m }

func loop() {
	for {
		select {
		case <-msgs:
		case <-ticker.C:
		}
	}
}

func TestTick(t *testing.T) {
	go loop()
	Put("a")
	time.AfterFunc(time.Second, func() { cache.Delete("k") })
	wg.Go(func() { msgs <- "b"; seen.Add(1) })
	wg.Wait()
	t.Error("gone")
}
`

// tickTrace is a run in which goroutines block, and others, timers and a function of WaitGroup.Go wake them.
func tickTrace() *trace.Trace {
	return &trace.Trace{
		Header: trace.Header{Package: "bank", Test: "TestTick", Kind: "assert", Message: "bank_test.go:20: gone", Output: "    bank_test.go:20: gone\n", Seed: 1, Strategy: "auto"},
		Events: []trace.Event{
			{G: 1, Kind: trace.EvStart, Detail: "g0"},
			{G: 2, Kind: trace.EvStart, Detail: "g1", At: inBank(15)},
			{G: 1, Kind: "go", At: inBank(15)},
			{G: 1, Kind: "send", Object: "chan#1", At: inBank(3)},
			{G: 1, Kind: trace.EvWait, Object: "chan#1", Detail: "chan send", At: inBank(3)},
			{G: 2, Kind: "select", At: inBank(7)},
			{G: 1, Kind: trace.EvWake, Detail: "g2"},
			{G: 2, Kind: trace.EvCase, Object: "chan#1", Detail: "recv 1 of 2", At: inBank(7)},
			{G: 2, Kind: "select", At: inBank(7)},
			{G: 2, Kind: trace.EvWait, Detail: "select", At: inBank(7)},
			{G: 1, Kind: trace.EvWait, Detail: "sleep", At: inBank(18)},
			{G: 0, Kind: trace.EvClock, Detail: "1.00005s"},
			{G: 2, Kind: trace.EvWake, Detail: "timer"},
			{G: 0, Kind: trace.EvClock, Detail: "1.00006s"},
			{G: 3, Kind: trace.EvStart, Detail: "timer"},
			{G: 1, Kind: trace.EvWake, Detail: "timer"},
			{G: 2, Kind: trace.EvPick},
			{G: 2, Kind: trace.EvCase, Object: "timer#2", Detail: "recv 0 of 2", At: inBank(7)},
			{G: 3, Kind: "Lock", Object: "mutex#3", Detail: "sync.(*Map).Delete", At: inBank(17)},
			{G: 3, Kind: trace.EvEnd},
			{G: 4, Kind: trace.EvStart, Detail: "g1", At: inBank(18)},
			{G: 1, Kind: "go", Detail: "", At: inBank(18)},
			{G: 4, Kind: "send", Object: "chan#1", At: inBank(18)},
			{G: 4, Kind: trace.EvWait, Object: "chan#1", Detail: "chan send", At: inBank(18)},
			{G: 1, Kind: "wg.Wait", Object: "wg#4", At: inBank(19)},
			{G: 1, Kind: trace.EvWait, Object: "wg#4", Detail: "sync.WaitGroup.Wait", At: inBank(19)},
			{G: 2, Kind: "Lock", Object: "mutex#3", Detail: "sync.(*Map).Load", At: inBank(8)},
			{G: 2, Kind: "wg.Done", Object: "wg#4", Detail: "sync.(*WaitGroup).Go.func1"},
			{G: 1, Kind: trace.EvWake, Detail: "g2"},
			{G: 2, Kind: trace.EvEnd},
			{G: 1, Kind: "Lock", Object: "mutex#5", Detail: "testing.(*common).Errorf", At: inBank(20)},
		},
	}
}

// TestEndsOfWaitsAreShown: the list says what wakes a goroutine that is blocked: another one's step, the end of what
// WaitGroup.Go runs, or timers.
func TestEndsOfWaitsAreShown(t *testing.T) {
	t.Parallel()
	got := failureOf(t, tickTrace(), ticking)
	hasAll(t, got,
		"g2   bank_test.go:7   select takes case <-msgs                      wakes g1\n",
		"── virtual time: 1s; timers wake g2 and g1 and start g3 ──\n",
		"g2                    ends                                          wakes g1\n",
	)
}

// TestResumesIfNothingShowsWhy: a goroutine that somebody outside of the test wakes.
func TestResumesIfNothingShowsWhy(t *testing.T) {
	t.Parallel()
	tr := tickTrace()
	tr.Events[6].Detail = "outside"
	if got, want := failureOf(t, tr, ticking), "g1   bank_test.go:3   msgs <- m                                      resumes\n"; !strings.Contains(got, want) {
		t.Errorf("the text lacks %q:\n%s", want, got)
	}
}

// TestFunctionWithinALine: a function of one line is shown as what it does, and a timer's function as its body.
func TestFunctionWithinALine(t *testing.T) {
	t.Parallel()
	got := failureOf(t, tickTrace(), ticking)
	hasAll(t, got, "g1   bank_test.go:3   msgs <- m  ", "g3   bank_test.go:17  cache.Delete(\"k\")\n", "g4   bank_test.go:18  msgs <- \"b\"  ")
}

// TestPlainScheduleFails: the text says so of the plain schedule, and of no other one.
func TestPlainScheduleFails(t *testing.T) {
	t.Parallel()
	tr := tickTrace()
	if got, want := failureOf(t, tr, ticking), "    the plain schedule fails: each goroutine runs until it blocks\n"; !strings.Contains(got, want) {
		t.Errorf("the text lacks %q:\n%s", want, got)
	}
	tr.Run = 3
	for i := range tr.Events {
		if e := &tr.Events[i]; e.Kind == "go" {
			e.N, e.K, e.Next = 2, 1, 2
		}
	}
	if got := failureOf(t, tr, ticking); strings.Contains(got, "the plain schedule") {
		t.Errorf("it is the third run:\n%s", got)
	}
}

// TestTestFailed: the kind of the failure is said in words.
func TestTestFailed(t *testing.T) {
	t.Parallel()
	tr := tickTrace()
	if got, want := failureOf(t, tr, ticking), "    test failed: bank_test.go:20: gone\n"; !strings.HasPrefix(got, want) {
		t.Errorf("the text does not begin with %q:\n%s", want, got)
	}
	tr.Held = int64(time.Millisecond)
	if got, want := failureOf(t, tr, ticking), "    test fails if a goroutine is held up for 1ms: bank_test.go:20: gone\n"; !strings.HasPrefix(got, want) {
		t.Errorf("the text does not begin with %q:\n%s", want, got)
	}
	tr.Held, tr.Program = 0, "bank"
	if got, want := failureOf(t, tr, ticking), "    program failed: bank_test.go:20: gone\n"; !strings.HasPrefix(got, want) {
		t.Errorf("the text does not begin with %q:\n%s", want, got)
	}
}

// TestUnstartedNeverRuns: a goroutine that the run has started and that has not run yet.
func TestUnstartedNeverRuns(t *testing.T) {
	t.Parallel()
	tr := &trace.Trace{
		Header: trace.Header{Test: "TestTick", Kind: "hang", Message: "g1 runs", Seed: 1, Strategy: "auto"},
		Events: []trace.Event{
			{G: 1, Kind: trace.EvStart, Detail: "g0"},
			{G: 2, Kind: trace.EvStart, Detail: "g1", At: inBank(15)},
			{G: 1, Kind: "go", At: inBank(15)},
		},
	}
	const want = "    g1   bank_test.go:15  go loop()\n    g2   bank_test.go:15  go loop()                                   never runs\n"
	if got := failureOf(t, tr, ticking); !strings.Contains(got, want) {
		t.Errorf("the text lacks %q:\n%s", want, got)
	}
}

// TestFailsWhereTheTestSaysSo: of several calls of the framework that a line makes it is the one that fails the test.
func TestFailsWhereTheTestSaysSo(t *testing.T) {
	t.Parallel()
	tr := tickTrace()
	last := len(tr.Events) - 1
	helper := tr.Events[last]
	helper.Detail = "testing.(*common).Name"
	tr.Events = append(tr.Events[:3:3], append([]trace.Event{helper}, tr.Events[3:]...)...)
	if v := newView(tr, &Sources{}, false); v.steps[v.fails].Index != last+1 {
		t.Errorf("event %d fails, want %d", v.steps[v.fails].Index, last+1)
	}
}
