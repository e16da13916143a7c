package hunt

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/chaosrun/chaosrun/internal/runner"
	"github.com/chaosrun/chaosrun/internal/trace"
)

func TestWays(t *testing.T) {
	var got []string
	for _, w := range Ways([]string{"a", "b"}, []string{"", "racing"}, []string{"plan", ""}) {
		got = append(got, w.String())
	}
	want := []string{
		"a, faults plan", "b, faults plan", "a, clock racing, faults plan", "b, clock racing, faults plan",
		"a", "b", "a, clock racing", "b, clock racing",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("the ways are %q, want %q", got, want)
	}
}

func result(runs uint64, fails ...string) *runner.Result {
	res := &runner.Result{Test: "TestX", Verdict: "pass", Runs: runs, Distinct: int(runs / 2), Budget: runner.Budget{Strategy: "auto", Schedules: runs, Members: map[string]runner.Spent{"pct": {Schedules: int(runs), New: 1}}},
		Series: []runner.Sample{{Runs: runs, Elapsed: time.Second, Graphs: int(runs / 2)}}, Elapsed: time.Second}
	for _, m := range fails {
		res.Verdict = "fail"
		res.Failures = append(res.Failures, &runner.Failure{Kind: "panic", Message: m, Times: 1, After: 10, Trace: &trace.Trace{Header: trace.Header{Kind: "panic", Message: m}}})
	}
	return res
}

// TestRoundsAddUp: what a later round finds took the schedules of the earlier ones too, and a
// failure that is found again is one.
func TestRoundsAddUp(t *testing.T) {
	w := &Way{Strategy: "auto"}
	w.take(result(100, "a"))
	w.take(result(50, "b", "a"))
	w.take(result(20))
	r := w.Result
	if r.Runs != 170 || r.Budget.Schedules != 170 || r.Distinct != 50 || r.Budget.Members["pct"].Schedules != 170 || r.Elapsed != 3*time.Second || r.Verdict != "fail" {
		t.Errorf("the sum is %+v", r)
	}
	if n := len(r.Failures); n != 2 || r.Failures[0].Message != "a" || r.Failures[0].Times != 2 || r.Failures[1].After != 110 {
		t.Errorf("%d failures: %+v", n, r.Failures[n-1])
	}
	last := r.Series[len(r.Series)-1]
	if len(r.Series) != 3 || last.Runs != 170 || last.Elapsed != 3*time.Second || last.Graphs != 50 {
		t.Errorf("the series is %+v", r.Series)
	}
	again := &Way{Strategy: "dpor"}
	again.take(result(100))
	again.take(result(300))
	if got := again.Result.Budget.Schedules; got != 300 {
		t.Errorf("a strategy that begins from the start has explored %d schedules, want 300", got)
	}
}

// TestWarningsAddUp: the timing warnings of a round are those of later ones too, each once, until
// it is a failure.
func TestWarningsAddUp(t *testing.T) {
	late := func(runs uint64, fails string, warnings ...string) *runner.Result {
		res := result(runs)
		if fails != "" {
			res = result(runs, fails)
		}
		for _, m := range warnings {
			res.Timings = append(res.Timings, result(0, m).Failures...)
		}
		return res
	}
	w := &Way{Strategy: "auto"}
	w.take(late(10, "", "a"))
	w.take(late(10, "", "b", "a"))
	w.take(late(10, ""))
	if n := len(w.Result.Timings); n != 2 || w.says() != "nothing, 2 timing warnings" {
		t.Errorf("%d warnings: %s", n, w.says())
	}
	w.take(late(10, "a"))
	if ts := w.Result.Timings; len(ts) != 1 || ts[0].Message != "b" {
		t.Errorf("after the failure the warnings are %+v", ts)
	}
}

func TestNothingLeft(t *testing.T) {
	ways := Ways([]string{"auto", "preempt:2", "dpor"}, []string{"", "racing"}, []string{""})
	bounded := result(5)
	bounded.Budget.Complete = true
	ways[1].take(bounded)
	ways[1].close(ways)
	if open(ways) != 5 || ways[1].Done == "" {
		t.Errorf("after a bound is explored %d ways are open, want 5", open(ways))
	}
	whole := result(5)
	whole.Budget.Complete, whole.Budget.All = true, true
	ways[2].take(whole)
	ways[2].close(ways)
	if open(ways) != 3 || ways[0].Done != "no schedule is left" || ways[3].Done != "" {
		t.Errorf("after every schedule of a clock is explored %d ways are open, want 3", open(ways))
	}
}

func TestChoose(t *testing.T) {
	c := func(tests ...string) (out []candidate) {
		for _, n := range tests {
			out = append(out, candidate{&runner.Runner{Package: "p"}, n})
		}
		return out
	}
	for _, x := range []struct {
		found         []candidate
		pattern, want string
	}{
		{c("TestA"), "Test", "TestA"}, {c("TestA", "TestAB"), "TestA", "TestA"}, {c("TestA", "TestAB"), "TestA/sub", "TestA"},
		{c(), "TestA", "no test matches"}, {c("TestA", "TestB"), "Test", "matches p.TestA, p.TestB"}, {c("TestA", "TestA"), "TestA", "hunt is for one test"},
		{c("1", "2", "3", "4", "5", "6", "7"), "x", "2 more"},
	} {
		got, err := choose(x.found, x.pattern)
		if text := got.test; err != nil && !strings.Contains(err.Error(), x.want) || err == nil && text != x.want {
			t.Errorf("%s: %q, %v; want %s", x.pattern, text, err, x.want)
		}
	}
}
