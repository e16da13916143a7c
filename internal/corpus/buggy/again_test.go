package buggy

import (
	"os"
	"testing"
	"time"

	"github.com/chaosrun/chaosrun/internal/corpus"
	"github.com/chaosrun/chaosrun/internal/runner"
	"github.com/chaosrun/chaosrun/internal/toolchain"
	"github.com/chaosrun/chaosrun/internal/trace"
)

// runners make the runs of recordings again, by package: chaosrun replay and chaosrun minimize would build a
// package anew for each of its recordings.
type runners map[string]*runner.Runner

// of returns the runner for a recording.
func (rs runners) of(t *testing.T, m corpus.Module, rec *trace.Trace) *runner.Runner {
	t.Helper()
	if r := rs[rec.Package]; r != nil {
		return r
	}
	c := toolchain.Config{Dir: m.Dir, Version: rec.Go, Race: rec.Race, Net: rec.Net}
	if _, err := c.FromRecording(rec.Flags); err != nil {
		t.Fatal(err)
	}
	tc, err := toolchain.Find(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	o := runner.Options{Runner: runner.Runner{Patience: 30 * time.Second}, Processes: 2}
	r, err := runner.ForRecording(t.Context(), tc, o, rec)
	if err != nil {
		t.Fatal(err)
	}
	rs[rec.Package] = r
	return r
}

// replay replays a recording once, which must fail in the same way, and returns it. A hang takes its
// time and is left out.
func (rs runners) replay(t *testing.T, m corpus.Module, e corpus.Event) *trace.Trace {
	t.Helper()
	if e.Kind == "hang" {
		return nil
	}
	f, err := os.Open(e.Recording)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rec, err := trace.Read(f)
	if err != nil {
		t.Fatalf("%s.%s: %v", e.Package, e.Test, err)
	}
	got, err := rs.of(t, m, rec).Replay(t.Context(), rec)
	switch {
	case err != nil:
		t.Errorf("%s.%s: replay: %v", e.Package, e.Test, err)
	case !got.Same(rec) || !got.SameBuild:
		t.Errorf("%s.%s: the recording says %s, its replay is %q, and it differs at %d", e.Package, e.Test, rec.Kind, got.Trace.Kind, got.Divergence)
	}
	return rec
}

// most is how many preemptions a bug of the corpus needs at most, and those that need
// more.
const most = 2

var needsMore = map[string]int{"TestPetersonInTheWrongOrder": 7, "TestLimiterLetsTooManyIn": 6, "TestOpposite": 3}

// simple checks that the recording's schedule has been made as simple as it gets: it has
// few preemptions, and nothing can be left out any more.
func (rs runners) simple(t *testing.T, m corpus.Module, rec *trace.Trace) {
	t.Helper()
	if rec.Kind == "livelock" || rec.From > 0 || rec.First > 0 {
		return // they take long, or are not whole
	}
	if got, want := rec.Cost().Preemptions, max(most, needsMore[rec.Test]); got > want {
		t.Errorf("%s.%s: shrunk to %d preemptions, want at most %d", rec.Package, rec.Test, got, want)
	}
	if needsMore[rec.Test] > 0 {
		return // a thorough search may find less
	}
	best, err := rs.of(t, m, rec).Simplify(t.Context(), rec, time.Minute, true, func(trace.Cost) {})
	if err != nil || best != rec {
		t.Errorf("%s.%s: shrunk again to %s: %v", rec.Package, rec.Test, best.Cost(), err)
	}
}
