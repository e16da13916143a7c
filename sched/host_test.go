//go:build !chaosrun && linux

package sched

import (
	"strings"
	"testing"

	"github.com/chaosrun/chaosrun/internal/runner"
	"github.com/chaosrun/chaosrun/internal/trace"
)

func TestPattern(t *testing.T) {
	for _, c := range []struct{ name, run, want string }{
		{"TestX", "", "^TestX$"},
		{"TestX", "TestX", "^TestX$"},
		{"TestX/a.b", "TestX", `^TestX$/^a\.b$`},
		{"TestX/a", "TestX/a/inner/x", "^TestX$/^a$/inner/x"},
		{"TestX", "TestX/a|TestY/b", "^TestX$"},
	} {
		if got := pattern(c.name, c.run); got != c.want {
			t.Errorf("pattern(%q, %q) = %q, want %q", c.name, c.run, got, c.want)
		}
	}
}

func TestDetails(t *testing.T) {
	if got := detailText([]any{"n", 3, "last\nline"}); got != ": n=3, last line" {
		t.Errorf("%q", got)
	}
	if got := detailText(nil); got != "" {
		t.Errorf("%q", got)
	}
}

// Outside control assertions do nothing, and allocate nothing.
func TestOutsideControl(t *testing.T) {
	allocs := testing.AllocsPerRun(100, func() {
		Always(false, "never")
		Unreachable("here")
		Sometimes(false, "a")
		Reachable("b")
		Yield()
		Step("c")
	})
	if allocs != 0 || Controlled() || GoroutineID() != -1 || Choose(3) != 0 || ChooseOf("x", "y") != "x" {
		t.Errorf("%v allocations", allocs)
	}
}

func TestHash(t *testing.T) {
	if hash("a", "bc") == hash("ab", "c") || hash("a") == hash("a", "") || hash("a") != hash("a") {
		t.Error("the hash does not tell texts apart")
	}
}

// TestTold: a timing warning is told, and gives way to a failure.
func TestTold(t *testing.T) {
	failure := func(message string) *runner.Failure {
		return &runner.Failure{Kind: "assert", Message: message, Recording: message + ".chaos", Trace: &trace.Trace{Header: trace.Header{Kind: "assert", Message: message}}}
	}
	res := &runner.Result{Verdict: "pass", Warnings: []string{"never"}, Timings: []*runner.Failure{failure("late")}}
	r := told(res)
	if r.Found || r.Kind != "" || r.Message != "" || r.Recording != "late.chaos" || !strings.Contains(r.Text, "test failed: late") || len(r.Warnings) != 2 || r.Warnings[1] != "timing: late" {
		t.Errorf("of a timing warning it tells %+v", r)
	}
	if len(res.Warnings) != 1 {
		t.Errorf("the warnings are now %q", res.Warnings)
	}
	res.Failures = []*runner.Failure{failure("bad")}
	r = told(res)
	if !r.Found || r.Message != "bad" || r.Recording != "bad.chaos" || !strings.Contains(r.Text, "test failed: bad") || len(r.Warnings) != 2 {
		t.Errorf("of a failure and a timing warning it tells %+v", r)
	}
}
