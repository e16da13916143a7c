package runner

import (
	"testing"

	"github.com/chaosrun/chaosrun/internal/engine"
)

func TestStill(t *testing.T) {
	for _, c := range []struct {
		what string
		c    *campaign
		want bool
	}{
		{"no run had options", &campaign{}, true},
		{"one fails", &campaign{found: []found{{run: 1, kind: "assert"}}}, true},
		{"one died, and its choices are not known", &campaign{lost: true}, false},
		{"one had options", &campaign{branches: 1}, false},
		{"hold-ups are left", &campaign{res: &Result{Assumes: engine.HoldUpsLeft}}, false},
		{"something outside of the run woke a goroutine", &campaign{res: &Result{External: 1}}, false},
		{"the strategy is a search", &campaign{Runner: &Runner{Strategy: "dfs"}}, false},
	} {
		x := c.c
		if x.Runner == nil {
			x.Runner = &Runner{Strategy: "random"}
		}
		if x.res == nil {
			x.res = new(Result)
		}
		if got := x.still(); got != c.want {
			t.Errorf("%s: still %v", c.what, got)
		}
	}
}

// TestTried: whether there is anything to explore is decided once, also if the processes of the first runs have not said
// that these were through: each of them ended with a run that failed.
func TestTried(t *testing.T) {
	told := 0
	c := &campaign{Runner: &Runner{Strategy: "random"}, res: &Result{Runs: trialRuns - 1}, trial: trial{tell: func() { told++ }}}
	if c.tried() || c.trial.over {
		t.Error("it is decided before the runs are through")
	}
	c.res.Runs, c.branches = trialRuns, 1
	if c.tried() || !c.trial.over || told != 1 {
		t.Errorf("with options: %+v, told %d times", c.trial, told)
	}
	c.branches = 0
	if c.tried() || told != 1 {
		t.Error("it is decided again")
	}
	c = &campaign{Runner: &Runner{Strategy: "random"}, res: &Result{Runs: trialRuns}}
	if !c.tried() || !c.res.Sequential || !c.over {
		t.Error("a test without options is explored further")
	}
}
