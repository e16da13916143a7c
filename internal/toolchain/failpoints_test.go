package toolchain

import (
	"slices"
	"strings"
	"testing"
)

func TestRewriteNothing(t *testing.T) {
	for name, src := range map[string]string{
		"no import":        "package p\n\nfunc f() { failpoint.Inject() }\n",
		"no markers":       "package p\n\nimport \"github.com/pingcap/failpoint\"\n\nvar _ = failpoint.Enable\n",
		"shadowed":         "package p\n\nimport \"github.com/pingcap/failpoint\"\n\nfunc f(failpoint T) { failpoint.Inject(\"x\", nil) }\n",
		"imported as none": "package p\n\nimport _ \"github.com/pingcap/failpoint\"\n\nfunc f() { failpoint.Inject(\"x\", nil) }\n",
		"does not parse":   "package p\n\nimport \"github.com/pingcap/failpoint\"\n\nfunc f() {\n",
	} {
		if got, points, err := RewriteFailpoints("p.go", "p", []byte(src)); got != nil || points != nil || err != nil {
			t.Errorf("%s: %s %v %v", name, got, points, err)
		}
	}
}

// What failpoint's tool refuses is refused with the place.
func TestRewriteRefuses(t *testing.T) {
	for marker, want := range map[string]string{
		`failpoint.Inject("x")`:    "p.go:5: failpoint.Inject has 1 arguments and wants 2",
		`failpoint.Inject("x", f)`: "p.go:5: failpoint.Inject wants a function literal",
		`failpoint.Inject("x", func(a, b failpoint.Value) { println(a) })`: "p.go:5: the function of failpoint.Inject takes a failpoint.Value, or nothing",
		`failpoint.InjectCall()`: "p.go:5: failpoint.InjectCall has no name",
		`failpoint.Inject("x", func() { failpoint.Break(label, "other") })`: "p.go:5: failpoint.Break wants one label, a literal",
	} {
		src := "package p\n\nimport \"github.com/pingcap/failpoint\"\n\nfunc f() { " + marker + " }\n"
		if _, _, err := RewriteFailpoints("p.go", "p", []byte(src)); err == nil || err.Error() != want {
			t.Errorf("%s: %v, want %s", marker, err, want)
		}
	}
}

// The user's own evaluations ask too.
func TestRewriteEval(t *testing.T) {
	src := "package p\n\nimport \"github.com/pingcap/failpoint\"\n\nfunc f() (failpoint.Value, error) { return failpoint.Eval(\"q/x\") }\n"
	got, points, err := RewriteFailpoints("p.go", "p", []byte(src))
	want := `return _chaosrun_faults.Eval("q/x", func(n string) (interface{}, error) { return failpoint.Eval(n) })`
	if err != nil || !strings.Contains(string(got), want) || len(points) != 1 || points[0] != (Failpoint{Name: "q/x"}) {
		t.Errorf("%s %v %v", got, points, err)
	}
}

// Failpoints may be asked for at any time, and by anyone.
func TestFailpointsOfBinary(t *testing.T) {
	deps := make([]string, 0, 10) // with room at its end
	tc := &Toolchain{
		testDeps: map[string][]string{"p": append(deps, "p [p.test]", "q")},
		points:   map[string][]Failpoint{"p": {{Name: "p/a"}}, "q": {{Name: "q/b"}}, "other": {{Name: "other/c"}}},
	}
	done := make(chan []Failpoint)
	for range 2 {
		go func() { done <- tc.Failpoints(&Package{ImportPath: "p"}) }()
	}
	for range 2 {
		if got := <-done; !slices.Equal(got, []Failpoint{{Name: "p/a"}, {Name: "q/b"}}) {
			t.Errorf("%v", got)
		}
	}
}
