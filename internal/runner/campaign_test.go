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
		{"one died, and its choices are not known", &campaign{found: []found{{run: 1, kind: "assert"}, {run: 2, kind: "panic", died: new(ended)}}}, false},
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
