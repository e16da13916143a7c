package report

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/chaosrun/chaosrun/internal/runner"
	"github.com/chaosrun/chaosrun/internal/trace"
)

// TestFirstRun: a warm-up run that fails is the only run, and what it did is told.
func TestFirstRun(t *testing.T) {
	res := &runner.Result{Test: "TestX", Verdict: "fail", Failures: []*runner.Failure{{Kind: "assert", Steps: 44, Trace: &trace.Trace{}}}}
	if got, want := Runs(res), "1 run, 44 steps, 1 distinct"; got != want {
		t.Errorf("it says %q, want %q", got, want)
	}
	var b bytes.Buffer
	(&Events{W: &b}).Result("p", res)
	lines := bytes.Split(bytes.TrimSpace(b.Bytes()), []byte("\n"))
	var got struct{ Runs, Steps, Distinct int }
	if err := json.Unmarshal(lines[len(lines)-1], &got); err != nil {
		t.Fatal(err)
	}
	if got.Runs != 1 || got.Steps != 44 || got.Distinct != 1 {
		t.Errorf("the summary has %+v", got)
	}
	later := &runner.Result{Verdict: "fail", Runs: 3, Steps: 70, Distinct: 2, Failures: res.Failures}
	if got, want := Runs(later), "3 runs, 70 steps, 2 distinct"; got != want {
		t.Errorf("it says %q, want %q", got, want)
	}
}
