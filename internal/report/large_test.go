package report

import (
	"io"
	"testing"

	"github.com/chaosrun/chaosrun/internal/trace"
)

// Everything that shows a recording looks at each of its events a few times, and not at each for each: with
// 40,000 hold-ups and as many preemptions that takes hours.
func TestLargeRecording(t *testing.T) {
	tr := &trace.Trace{Header: trace.Header{Test: "TestX", Kind: "assert", Message: "x_test.go:9: wrong", Run: 1, Hash: "1"}}
	put := func(e trace.Event) { tr.Events = append(tr.Events, e) }
	const goroutines = 50
	at := trace.Frame{Func: "p.f", File: "x_test.go", Line: 7}
	put(trace.Event{Kind: trace.EvStart, G: 1})
	for g := 2; g <= goroutines; g++ {
		put(trace.Event{Kind: "Go", G: 1, N: 1, Next: 1, At: at})
		put(trace.Event{Kind: trace.EvStart, G: g})
	}
	for i := range 40_000 {
		g, next := 1+i%goroutines, 1+(i+1)%goroutines
		put(trace.Event{Kind: trace.EvChance, Detail: "held 10µs", G: g, N: 2, K: 1, At: at})
		put(trace.Event{Kind: "Mutex.Lock", G: g, N: goroutines, K: 1, Next: next, Object: "Mutex#1", At: at})
	}
	src := SourcesOf(tr, "", ".")
	defer src.Close()
	Failure(io.Discard, tr, "x.chaos")
	for name, err := range map[string]error{
		"show":     Show(io.Discard, tr, src, "x.chaos", false, 80),
		"show all": Show(io.Discard, tr, src, "x.chaos", true, 80),
		"html":     HTML(io.Discard, tr, src, "x.chaos"),
		"perfetto": Perfetto(io.Discard, tr, src),
	} {
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if choices := len(tr.Plan()); choices < 80_000-2 {
		t.Errorf("the recording has %d choices", choices)
	}
}
