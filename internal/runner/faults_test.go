package runner

import (
	"fmt"
	"math/rand"
	"os"
	"strings"
	"testing"

	"github.com/chaosrun/chaosrun/internal/toolchain"
	"github.com/chaosrun/chaosrun/internal/trace"
)

func TestResolve(t *testing.T) {
	points := []toolchain.Failpoint{
		{Name: "m/a/commit"}, {Name: "m/b/commit"}, {Name: "m/a/load"}, {Name: "m/a/call", Call: true},
		{Name: "m/c/", Prefix: true},
	}
	for _, c := range []struct {
		plan, want, err string
		must            bool
	}{
		{plan: "", want: ""},
		{plan: "none", want: "none"},
		{plan: "load=panic", want: "m/a/load=panic"},
		{plan: "a/commit=panic#2; b/commit=return%5", want: "m/a/commit=panic#2; m/b/commit=return%5"},
		{plan: "m/c/x-7=panic", want: "m/c/x-7=panic"},
		{plan: "call=sleep(1s)", want: "m/a/call=sleep(1s)"},
		{plan: "net/write=reset", want: "net/write=reset"},
		{plan: "other=panic", want: "none"},
		{plan: "other=panic; load=panic", want: "m/a/load=panic"},
		{plan: "other=panic", must: true, err: "there is no failpoint other: there are m/a/call, m/a/commit, m/a/load, m/b/commit"},
		{plan: "commit=panic", err: "there is more than one failpoint commit: write more of the name of m/a/commit, m/b/commit"},
		{plan: "call=return", err: `the fault "call=return" can never do anything: call is an InjectCall, or has no body, so nothing can be returned to it`},
		{plan: "load=", err: "want one of return"},
	} {
		got, err := resolve(c.plan, points, c.must)
		switch {
		case c.err == "" && (err != nil || got != c.want):
			t.Errorf("%s: %q, %v, want %q", c.plan, got, err, c.want)
		case c.err != "" && (err == nil || !strings.Contains(err.Error(), c.err)):
			t.Errorf("%s: %v, want %s", c.plan, err, c.err)
		}
	}
	if err := noPoint("x", nil); !strings.Contains(err.Error(), "has no markers") {
		t.Error(err)
	}
}

// randomPlan is a plan for what every test has: the network, files, the clock.
func randomPlan(rng *rand.Rand) string {
	var rules []string
	for range 1 + rng.Intn(3) {
		options := []string{"net/connect=refused", "net/connect=sleep(0..2s)", "net/write=reset", "net/write=sleep(0..300ms)", "net/write=sleep(1s)", "net/write=pause", "net/connect=pause",
			"net=partition(100ms..3s)", "net/write=halfclose", "net/read=short", "net/read=sleep(0..1s)", "net/packet=drop", "net/packet=sleep(0..2s)", "net/lookup=timeout",
			"file/open=enospc", "file/write=short", "file/write=eio", "file/read=eio", "file/read=short", "file/sync=eio", "clock=jump(±1h)"}
		r := options[rng.Intn(len(options))]
		if rng.Intn(2) == 0 {
			r += fmt.Sprint("#", 1+rng.Intn(3))
		}
		if rng.Intn(2) == 0 {
			r += fmt.Sprint("%", []float64{0.5, 5, 30, 100}[rng.Intn(4)])
		}
		if rng.Intn(4) == 0 {
			r += fmt.Sprint(">", rng.Intn(4))
		}
		rules = append(rules, r)
	}
	return strings.Join(rules, "; ")
}

// repeats checks that a run is the same in every process, and that its tape makes it again under
// another strategy. It returns the recording.
func repeats(t *testing.T, r *Runner, j *job, what string) *trace.Trace {
	t.Helper()
	want := record(t, r, j)
	if j.run == 0 {
		want = record(t, r, j) // the first run of every process fails already
	}
	j.first = 1
	same(t, want, record(t, r, j), what+": after the run before it")
	j.first = 0
	tape, err := writeTape(want.Tape())
	if err != nil {
		t.Fatal(err)
	}
	defer os.Remove(tape)
	j.tape, j.strategy = tape, "pos"
	same(t, want, record(t, r, j), what+": replayed")
	return want
}

// TestMadeUpRunsReplay: the same for programs, plans and clock policies that are made up.
func TestMadeUpRunsReplay(t *testing.T) {
	n := 120
	if testing.Short() {
		n = 8
	}
	r := busyRunner(t, toolchain.Config{})
	rng := rand.New(rand.NewSource(2))
	seen := make(map[string]bool)
	for i := range n {
		r.Args = []string{fmt.Sprint("-program=", i)}
		j := &job{mode: "record", test: "TestMadeUp", strategy: []string{"random", "pct", "surw"}[i%3], leaks: "proved", seed: uint64(i), run: 3}
		if i%4 > 0 {
			j.faults = randomPlan(rng)
		}
		j.clock = []string{"", "racing", "jitter:300ms", "idle"}[rng.Intn(4)]
		what := fmt.Sprintf("program %d, clock %q, faults %q", i, j.clock, j.faults)
		want := repeats(t, r, j, what)
		for _, e := range want.Events {
			if point, ok := strings.CutPrefix(e.Detail, "fault "); ok {
				kind, _, _ := strings.Cut(point, ":")
				seen[kind] = true
			}
		}
	}
	if len(seen) < min(n/6, 7) {
		t.Errorf("faults happened only at %v", seen)
	}
}

// TestFaultyRunsReplay: with whatever goes wrong, a run is the same in every process, and
// its tape makes it again under another strategy.
func TestFaultyRunsReplay(t *testing.T) {
	n := 40
	if testing.Short() {
		n = 5
	}
	r := busyRunner(t, toolchain.Config{})
	rng := rand.New(rand.NewSource(1))
	faulty := 0
	for i := range n {
		plan := randomPlan(rng)
		j := &job{mode: "record", test: "TestBusy", strategy: "random", leaks: "proved", seed: uint64(i), run: 2, faults: plan}
		want := repeats(t, r, j, plan)
		for _, e := range want.Events {
			if strings.HasPrefix(e.Detail, "fault ") {
				faulty++
				break
			}
		}
	}
	if faulty < n/3 {
		t.Errorf("only %d of %d runs had a fault", faulty, n)
	}
}
