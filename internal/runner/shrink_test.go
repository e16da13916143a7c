package runner

import (
	"context"
	"os"
	"testing"
	"time"

	"github.com/chaosrun/chaosrun/internal/toolchain"
)

// TestPlanIsTheSchedule: a run's plan holds all that makes its schedule.
func TestPlanIsTheSchedule(t *testing.T) {
	r := busyRunner(t, toolchain.Config{})
	for _, strategy := range []string{"random", "pct:3", "pos", "surw", "dfs"} {
		j := &job{mode: "record", test: "TestBusy", strategy: strategy, leaks: "proved", seed: 1, run: 7}
		want := record(t, r, j)
		name, err := writeTape(want.Plan().Numbers())
		if err != nil {
			t.Fatal(err)
		}
		defer os.Remove(name)
		j.strategy, j.state, j.draw = "directed", name, 7
		if systematic(strategy) {
			j.draw = 1
		}
		same(t, want, record(t, r, j), strategy+": along its plan")
	}
}

// TestSimplify: a deadlock of two locks needs one preemption, whoever found it; what is
// simple stays as it is.
func TestSimplify(t *testing.T) {
	r := busyRunner(t, toolchain.Config{})
	for _, strategy := range []string{"random", "pos", "pct", "dpor"} {
		r.Strategy = strategy
		res := r.Explore(context.Background(), "TestStuck")
		if len(res.Failures) != 1 {
			t.Fatalf("%s: %+v", strategy, res)
		}
		found := res.Failures[0].Trace
		least, err := r.Simplify(context.Background(), found, 0, false, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := least.Cost().Preemptions; got != 1 || least.Fingerprint() != found.Fingerprint() {
			t.Errorf("%s: %s became %s with %d preemptions", strategy, found.Fingerprint(), least.Fingerprint(), got)
		}
		again, err := r.Simplify(context.Background(), least, 0, false, nil)
		if err != nil || again != least {
			t.Errorf("%s: simplified again, %s became %s (%v)", strategy, least.Cost(), again.Cost(), err)
		}
		rep, err := r.Replay(context.Background(), least)
		if err != nil || !rep.Same(least) {
			t.Errorf("%s: the simple run does not replay: %v", strategy, err)
		}
	}
}

// TestSimplifyCanBeInterrupted: it returns what it has when time is up.
func TestSimplifyCanBeInterrupted(t *testing.T) {
	r := busyRunner(t, toolchain.Config{})
	res := r.Explore(context.Background(), "TestStuck")
	if len(res.Failures) != 1 {
		t.Fatalf("%+v", res)
	}
	found := res.Failures[0].Trace
	got, err := r.Simplify(context.Background(), found, time.Nanosecond, false, nil)
	if err != nil || got != found {
		t.Errorf("%v, %v", got, err)
	}
}

// TestFindCause: some choice made a deadlock inevitable, and it is one of the run's.
func TestFindCause(t *testing.T) {
	r := busyRunner(t, toolchain.Config{})
	r.Strategy = "random"
	res := r.Explore(context.Background(), "TestStuck")
	if len(res.Failures) != 1 {
		t.Fatalf("%+v", res)
	}
	rec := res.Failures[0].Trace
	c, err := r.FindCause(context.Background(), rec, 20)
	if err != nil {
		t.Fatal(err)
	}
	if c.Start == 1 || c.Before == 1 || c.Choice < 1 || c.Choice > c.Choices || rec.Events[c.Event].N < 2 {
		t.Errorf("%+v", c)
	}
}
