package report

import (
	"bytes"
	"strings"
	"testing"

	"github.com/chaosrun/chaosrun/internal/trace"
)

// TestCarries: what is said of values, and what is not said.
func TestCarries(t *testing.T) {
	t.Parallel()
	at := trace.Frame{Func: "p.f", File: "a_test.go", Line: 3}
	events := []trace.Event{
		{G: 1, Kind: trace.EvStart, Detail: "g0"},
		{G: 1, Kind: "atomic.Store", Object: "atomic#1", At: at, Carries: "0"},
		{G: 1, Kind: "atomic.Load", Object: "atomic#1", At: at, Carries: "7"},
		{G: 1, Kind: "atomic.CompareAndSwap", Object: "atomic#1", At: at, Carries: "7"},
		{G: 1, Kind: "atomic.Add", Object: "atomic#1", At: at, Carries: "7"},
		{G: 1, Kind: "atomic.Add", Object: "atomic#2", At: at, Carries: "1"},
		{G: 1, Kind: "atomic.Load", Object: "atomic#3", At: at, Detail: "sync.(*Pool).Get", Carries: "1"},
		{G: 1, Kind: "send", Object: "chan#4", At: at, Carries: "5"},
		{G: 1, Kind: "try-send", Object: "chan#4", At: at, Carries: "default"},
		{G: 1, Kind: "recv", Object: "chan#4", At: at, Carries: `"x"`},
		{G: 1, Kind: "recv", Object: "chan#4", At: at, Carries: "closed"},
		{G: 1, Kind: trace.EvCase, Object: "chan#4", Detail: "send 0 of 2", At: at, Carries: "5"},
		{G: 1, Kind: trace.EvCase, Object: "chan#4", Detail: "recv 1 of 2", At: at, Carries: "6"},
		{G: 1, Kind: "recv", Object: "chan#4", At: at},
		{G: 1, Kind: "TryLock", Object: "mutex#5", At: at, Carries: "true"},
		{G: 1, Kind: "rw.TryLock", Object: "rwmutex#6", At: at, Carries: "true"}, // a reader may have it
		{G: 1, Kind: "rw.TryLock", Object: "rwmutex#6", At: at, Carries: "false"},
		{G: 1, Kind: "atomic.Store", Object: "atomic#7", At: at, Carries: "non-nil"},
		{G: 1, Kind: "atomic.Store", Object: "atomic#7", At: at, Carries: "non-nil"},
		{G: 1, Kind: "atomic.CompareAndSwap", Object: "atomic#8", At: at, Carries: "7 fails"},
		{G: 1, Kind: "atomic.CompareAndSwap", Object: "atomic#8", At: at, Carries: "7 swapped"},
		{G: 1, Kind: "atomic.Load", Object: "atomic#8", At: at, Carries: "9"},
		{G: 1, Kind: "atomic.CompareAndSwap", Object: "atomic#9", At: at, Carries: "non-nil fails"},
		{G: 1, Kind: "atomic.CompareAndSwap", Object: "atomic#9", At: at, Carries: "non-nil swapped"},
		{G: 1, Kind: "atomic.CompareAndSwap", Object: "atomic#9", At: at, Carries: "fails"},
		{G: 1, Kind: "atomic.CompareAndSwap", Object: "atomic#9", At: at, Carries: "non-nil"}, // an older recording
		{G: 1, Kind: "atomic.Swap", Object: "atomic#10", At: at, Carries: "true"},
		{G: 1, Kind: "atomic.Swap", Object: "atomic#11", At: at, Carries: "non-nil"},
		{G: 1, Kind: "atomic.Store", Object: "atomic#12", At: at, Carries: "3"},
	}
	want := []string{
		"", "0 → 7", "reads 7", "still 7", "was 7", "was 1", "", "sends 5", "not ready: default", `gets "x"`, "is closed", "sends 5", "gets 6", "",
		"locks it", "", "fails", "", "",
		"fails: it is 7", "7 → 9", "reads 9", "fails", "succeeds", "fails", "", "gets true", "", "",
	}
	v := newView(&trace.Trace{Events: events}, moduleWith(t, "a_test.go", "package p\n"), false)
	for i := range events {
		if got := v.carries(i, "the line"); got != want[i] {
			t.Errorf("%s: %q, want %q", events[i].Kind, got, want[i])
		}
	}
	if got := v.carries(7, "ch <- 5"); got != "" {
		t.Errorf("the line that says what it sends is told to: %q", got)
	}
}

// TestSignalSaysWhomItWakes: one waits, and the second signal comes to nobody.
func TestSignalSaysWhomItWakes(t *testing.T) {
	t.Parallel()
	at := trace.Frame{Func: "p.f", File: "a_test.go", Line: 1}
	tr := &trace.Trace{
		Header: trace.Header{Kind: "deadlock", Goroutine: []trace.Stuck{{ID: 2, Status: "stuck", Objects: []string{"cond#1"}}}},
		Events: []trace.Event{
			{G: 1, Kind: trace.EvStart, Detail: "g0"},
			{G: 2, Kind: trace.EvStart, Detail: "g1", At: at},
			{G: 1, Kind: "go", At: at, N: 2, K: 1, Next: 2},
			{G: 2, Kind: "cond.Wait", Object: "cond#1", At: at},
			{G: 2, Kind: trace.EvWait, Object: "cond#1", Detail: "sync.Cond.Wait", At: at},
			{G: 1, Kind: "cond.Signal", Object: "cond#1", At: at},
			{G: 2, Kind: trace.EvWake, Detail: "g1"},
			{G: 1, Kind: "cond.Signal", Object: "cond#1", At: at},
			{G: 1, Kind: trace.EvEnd},
			{G: 2, Kind: "cond.Wait", Object: "cond#1", At: at},
			{G: 2, Kind: trace.EvWait, Object: "cond#1", Detail: "sync.Cond.Wait", At: at},
		},
	}
	for range 50 { // others go on for long
		tr.Events = append(tr.Events, trace.Event{G: 1, Kind: "send", Object: "chan#2", At: at}, trace.Event{G: 2, Kind: "recv", Object: "chan#2", At: at})
	}
	var b bytes.Buffer
	newView(tr, moduleWith(t, "a_test.go", "package p\n"), false).list(&b, screen)
	for _, want := range []string{"wakes g2", "wakes nobody", "cond#1.Wait()"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%q is not among the steps that matter:\n%s", want, &b)
		}
	}
}

// TestReadyBeside: who else could run at a choice.
func TestReadyBeside(t *testing.T) {
	t.Parallel()
	events := []trace.Event{
		{G: 1, Kind: trace.EvStart, Detail: "g0"},
		{G: 2, Kind: trace.EvStart, Detail: "g1"},
		{G: 3, Kind: trace.EvStart, Detail: "g1"},
		{G: 4, Kind: trace.EvStart, Detail: "g1"},
		{G: 1, Kind: trace.EvWait, Detail: "chan receive"},
		{G: 3, Kind: trace.EvPick, N: 3, K: 1, Next: 3},
		{G: 3, Kind: "yield", N: 2, K: 1, Next: 4},
		{G: 4, Kind: trace.EvEnd},
		{G: 3, Kind: trace.EvPick, N: 3, K: 1, Next: 3},
	}
	v := newView(&trace.Trace{Events: events}, moduleWith(t, "a_test.go", "package p\n"), false)
	for i, want := range map[int]string{
		5: "g2 and g4 are ready too",
		6: "g2 is ready too",
		8: "2 others are ready too", // a timer among them
	} {
		if got := v.readyBeside(i, events[i].Next, events[i].N-1); got != want {
			t.Errorf("event %d: %q, want %q", i, got, want)
		}
	}
}

// TestSignalBeforeItsWaiterParks: who is about to wait may be the one that a signal is for.
func TestSignalBeforeItsWaiterParks(t *testing.T) {
	t.Parallel()
	events := []trace.Event{
		{G: 1, Kind: trace.EvStart, Detail: "g0"},
		{G: 2, Kind: trace.EvStart, Detail: "g1"},
		{G: 2, Kind: "cond.Wait", Object: "cond#1"},
		{G: 1, Kind: "cond.Signal", Object: "cond#1"},
		{G: 1, Kind: "cond.Signal", Object: "cond#2"},
	}
	v := newView(&trace.Trace{Events: events}, moduleWith(t, "a_test.go", "package p\n"), false)
	if !v.unsure[3] || v.unsure[4] {
		t.Errorf("unsure: %v, want the first signal alone", v.unsure)
	}
}
