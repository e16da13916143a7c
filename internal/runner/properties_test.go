package runner

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/chaosrun/chaosrun/internal/settings"
	"github.com/chaosrun/chaosrun/internal/toolchain"
)

const statedSource = `package p

import (
	"testing"

	s "github.com/chaosrun/chaosrun/sched"
)

func TestA(t *testing.T) {
	s.Reachable("outside")
	s.Test(t, func(t *testing.T) {
		s.Sometimes(true, "in the first")
		t.Run("x", func(t *testing.T) { s.Reachable("deep") })
	})
	s.Explore(t, func(t *testing.T) {
		s.Reachable("in the second")
		s.Reachable(name())
		s.Always(true, "no matter")
	})
}

func helper() { s.Reachable("in a helper") }
`

func TestStatedProperties(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "p_test.go"), []byte(statedSource), 0o644); err != nil {
		t.Fatal(err)
	}
	p := &toolchain.Package{Dir: dir, TestGoFiles: []string{"p_test.go"}}
	if !TestsImport(p, schedPath) || TestsImport(p, "os") {
		t.Error("imports are not seen")
	}
	for _, c := range []struct {
		line int // 0: everything
		want string
	}{
		{0, "[Reachable: outside Sometimes: in the first Reachable: deep Reachable: in the second]"},
		{11, "[Sometimes: in the first Reachable: deep]"},
		{14, "[Sometimes: in the first Reachable: deep]"},
		{15, "[Reachable: in the second]"},
		{22, "[]"},
	} {
		var in *Place
		if c.line > 0 {
			in = &Place{filepath.Join(dir, "p_test.go"), c.line}
		}
		if got := fmt.Sprint(StatedProperties(p, in)["TestA"]); got != c.want {
			t.Errorf("line %d: %s, want %s", c.line, got, c.want)
		}
	}
}

// What is met once is met; what is not is told in the order in which it was expected.
func TestUnmet(t *testing.T) {
	var p properties
	p.add("a", false)
	p.add("b", true)
	p.add("c", false)
	p.add("c", true)
	p.add("b", false)
	if got := fmt.Sprint(p.unmet(7)); got != "[a, in none of 7 runs]" {
		t.Error(got)
	}
}

// Flags win over a test's own options, and what makes no sense is refused.
func TestApply(t *testing.T) {
	seed := uint64(9)
	own := settings.Settings{Schedules: 5, Seed: &seed, Strategy: "dpor", Leaks: "off", MaxSteps: 3, Isolate: true, Artifacts: "a", Expect: "leak"}
	r := Runner{Schedules: 1000, Seed: 1, Strategy: "auto", Duration: 10}
	if err := r.Apply(own); err != nil || r.Schedules != 5 || r.Duration != 0 || r.Seed != 9 || r.Strategy != "dpor" || r.Leaks != "off" || r.MaxSteps != 3 || !r.Isolate || r.Artifacts != "a" || r.expect.Kind != "leak" {
		t.Errorf("%+v, %v", r, err)
	}
	r = Runner{Schedules: 1000, Seed: 1, Strategy: "auto", Explicit: map[string]bool{"count": true, "seed": true, "strategy": true, "isolate": true}}
	if err := r.Apply(own); err != nil || r.Schedules != 1000 || r.Seed != 1 || r.Strategy != "auto" || r.Isolate || r.MaxSteps != 3 {
		t.Errorf("%+v, %v", r, err)
	}
	for _, bad := range []settings.Settings{{Strategy: "x"}, {Expect: "x"}} {
		if err := r.Apply(bad); err == nil {
			t.Errorf("%+v was accepted", bad)
		}
	}
}

// A recording is replayed for the call of package sched that it is of.
func TestSameCall(t *testing.T) {
	call := func(test string, n int) string {
		return settings.Calls{Call: settings.Call{Test: test, N: n}}.String()
	}
	if !sameCall("", call("T", 1)) || !sameCall(call("T", 1), call("T", 1)) || sameCall(call("T", 0), call("T", 1)) || sameCall(call("T/a", 0), call("T", 0)) || sameCall("{", call("T", 0)) {
		t.Error("calls are confused")
	}
}
