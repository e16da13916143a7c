package runner

import (
	"testing"
	"time"

	"github.com/chaosrun/chaosrun/internal/trace"
)

// TestTimingMessage: the sentence says who is held up and where, as far as that is recorded.
func TestTimingMessage(t *testing.T) {
	header := trace.Header{Held: 999_640, Message: "not ready"}
	held := trace.Event{G: 2, Kind: trace.EvChance, Detail: "held 999.64µs", N: 2, K: 1, At: trace.Frame{File: "a_test.go", Line: 7}}
	nowhere := held
	nowhere.At = trace.Frame{}
	for want, events := range map[string][]trace.Event{
		"fails if g2 is held up for 1ms before a_test.go:7: not ready": {held},
		"fails if g2 is held up for 1ms: not ready":                    {nowhere},
		"fails if a goroutine is held up for 1ms: not ready":           nil,
	} {
		if got := TimingMessage(&trace.Trace{Header: header, Events: events}); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	row := trace.Header{Held: 1_200_000, Message: "not ready"}
	short := held
	short.Detail = "held 600µs"
	if got, want := TimingMessage(&trace.Trace{Header: row, Events: []trace.Event{short, short}}), "fails if g2 is held up for 1.2ms before a_test.go:7: not ready"; got != want {
		t.Errorf("two hold-ups in a row: got %q, want %q", got, want)
	}
	often := make([]trace.Event, 200)
	for i := range often {
		often[i] = short
	}
	if got, want := TimingMessage(&trace.Trace{Header: row, Events: often}), "fails if goroutines are held up again and again, for 120ms in all: not ready"; got != want {
		t.Errorf("many hold-ups: got %q, want %q", got, want)
	}
	r := &Runner{HoldUp: time.Millisecond}
	for ns, timing := range map[int64]bool{0: false, 500_000: false, 980_000: false, 999_640: true, 2_000_000: true} {
		if r.timing(ns) != timing {
			t.Errorf("a hold-up of %d ns is a matter of timing: %t", ns, !timing)
		}
	}
}
