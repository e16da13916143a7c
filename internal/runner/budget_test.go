package runner

import (
	"testing"
	"time"

	"github.com/chaosrun/chaosrun/internal/engine"
)

// TestSeriesIsBounded: whatever the number of samples, few are kept, in order, and the last is
// the newest.
func TestSeriesIsBounded(t *testing.T) {
	var s Series
	const n = 10_000
	for i := range n {
		s.Add(Sample{Runs: uint64(10 * (i + 1)), Graphs: i})
	}
	if len(s) > mostSamples || len(s) < mostSamples/2 {
		t.Errorf("%d samples are kept of %d, want %d at most", len(s), n, mostSamples)
	}
	for i := range s[1:] {
		if s[i].Runs >= s[i+1].Runs || s[i].Graphs > s[i+1].Graphs {
			t.Fatalf("samples %d and %d are out of order: %v", i, i+1, s)
		}
	}
	if last := s[len(s)-1]; last.Runs != 10*n {
		t.Errorf("the last sample is of run %d, want %d", last.Runs, 10*n)
	}
	s.Add(Sample{Runs: 10 * n, Elapsed: time.Hour, Graphs: n})
	if last := s[len(s)-1]; last.Elapsed != time.Hour || last.Runs != 10*n {
		t.Errorf("a sample of the same run does not replace the last: %v", last)
	}
}

// TestPinned: an exploration with one sequence of random numbers does not stand for others.
func TestPinned(t *testing.T) {
	r := &Runner{Strategy: "dfs"}
	for _, res := range []Result{{Runs: 1, Complete: true}, {Runs: 1, Sequential: true}} {
		if b := r.spent(&res); !b.All {
			t.Errorf("%+v explores all, and its budget does not say so", res)
		}
		res.Assumes = engine.PinnedNumbers
		if b := r.spent(&res); b.All || b.Complete {
			t.Errorf("%+v: the budget is all=%v, complete=%v", res, b.All, b.Complete)
		}
	}
}

func TestCovers(t *testing.T) {
	base := Budget{Strategy: "auto", Schedules: 100}
	with := func(change func(*Budget)) Budget { b := base; change(&b); return b }
	for _, c := range []struct {
		name string
		b    Budget
		want bool
	}{
		{"itself", base, true},
		{"fewer schedules", with(func(b *Budget) { b.Schedules = 99 }), false},
		{"another strategy", with(func(b *Budget) { b.Strategy = "pos" }), false},
		{"another clock", with(func(b *Budget) { b.Clock = "racing" }), false},
		{"with faults", with(func(b *Budget) { b.Faults = "x=error" }), false},
		{"other tags", with(func(b *Budget) { b.Tags = "x" }), false},
		{"other flags", with(func(b *Budget) { b.Given = Given([]string{"race=true", "parallel=1"}, nil) }), false},
		{"some subtests", with(func(b *Budget) { b.Given = Given([]string{"run=TestA/one"}, nil) }), false},
		{"some tests", with(func(b *Budget) { b.Given = Given([]string{"run=TestA", "skip=TestB"}, nil) }), true},
		{"-short", with(func(b *Budget) { b.Given = Given([]string{"short=true"}, nil) }), false},
		{"no leaks", with(func(b *Budget) { b.Given = Given([]string{"leaks=off"}, nil) }), false},
		{"what is so without flags", with(func(b *Budget) { b.Given = Given([]string{"short=false", "leaks=proved", "net=virtual"}, nil) }), true},
		{"flags that say nothing of the tests", with(func(b *Budget) { b.Given = Given([]string{"race=true"}, nil) }), true},
		{"races too", with(func(b *Budget) { b.Race = true }), true},
		{"all schedules, though few", with(func(b *Budget) { b.Strategy, b.Schedules, b.All = "dpor", 2, true }), true},
		{"complete within the bound of another strategy", with(func(b *Budget) { b.Strategy, b.Complete = "preempt:1", true }), false},
		{"complete with fewer schedules", with(func(b *Budget) { b.Schedules, b.Complete = 2, true }), true},
	} {
		if got := c.b.Covers(base); got != c.want {
			t.Errorf("%s covers it: %v, want %v", c.name, got, c.want)
		}
	}
	predicted := with(func(b *Budget) { b.Predicted = true })
	if more := with(func(b *Budget) { b.Schedules = 1000 }); more.Covers(predicted) {
		t.Error("an exploration without predictions covers a failure that was predicted")
	}
	if !predicted.Covers(predicted) || !predicted.Covers(base) {
		t.Error("an exploration with predictions does not cover the same one, or one without")
	}
	if race := with(func(b *Budget) { b.Race = true }); base.Covers(race) {
		t.Error("an exploration without the race detector covers one with it")
	}
}
