package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chaosrun/chaosrun/internal/corpus"
	"github.com/chaosrun/chaosrun/internal/measured"
)

func allPrograms(t *testing.T) []program {
	t.Helper()
	ps, err := programs()
	if err != nil {
		t.Fatal(err)
	}
	return ps
}

// The page is what programs.tsv and results.json say, and says something of every program.
func TestPage(t *testing.T) {
	measured, err := measured.Read[Results]("results.json")
	if err != nil {
		t.Fatal(err)
	}
	ps := allPrograms(t)
	got, err := os.ReadFile("../../../docs/table.md")
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != render(ps, measured) {
		t.Error("docs/table.md is out of date: go run ./internal/corpus/table -page")
	}
	known := make(map[string]bool)
	for _, p := range ps {
		known[p.Name] = true
		for _, s := range strategies {
			if c := measured[p.Name][s]; c == nil {
				t.Errorf("%s is not measured with %s: go run ./internal/corpus/table -programs '^%s$' -strategies %s", p.Name, s, p.Name, s)
			} else if len(c.Runs) == 0 || len(c.Runs) != len(c.Seconds) {
				t.Errorf("%s with %s has %d runs and %d times", p.Name, s, len(c.Runs), len(c.Seconds))
			}
		}
	}
	for name := range measured {
		if !known[name] {
			t.Errorf("results.json has %s, which is no program", name)
		}
	}
}

// The programs of the list are the tests of the module, but for the correct versions, and each test
// says what it is.
func TestProgramsAreTests(t *testing.T) {
	var want []string
	for _, p := range allPrograms(t) {
		want = append(want, p.Package+"."+p.Test)
	}
	var got []string
	for _, f := range moduleTests(t) {
		if strings.HasPrefix(f.name, "TestCorrect") {
			continue
		}
		got = append(got, f.pkg+"."+f.name)
		if f.doc == "" {
			t.Errorf("%s.%s has no comment", f.pkg, f.name)
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(want, got) {
		t.Errorf("programs.tsv has\n%q\nand the module\n%q", want, got)
	}
}

// testFunc is a test of the module.
type testFunc struct{ pkg, name, doc string }

func moduleTests(t *testing.T) []testFunc {
	t.Helper()
	files, err := filepath.Glob("../testdata/table/*/*_test.go")
	if err != nil {
		t.Fatal(err)
	}
	var fs []testFunc
	for _, name := range files {
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			if d, ok := d.(*ast.FuncDecl); ok && d.Recv == nil && strings.HasPrefix(d.Name.Name, "Test") {
				fs = append(fs, testFunc{f.Name.Name, d.Name.Name, d.Doc.Text()})
			}
		}
	}
	return fs
}

// cheap are programs whose bugs take the default strategy a few hundred schedules at most.
var cheap = []string{
	"CS/reorder_3", "CS/reorder_20", "CS/twostage", "CS/stack", "CS/deadlock01", "CS/wronglock",
	"Chess/WorkStealQueue", "Inspect_benchmarks/boundedBuffer", "RADBench/bug4", "RADBench/bug5",
	"ConVul/CVE-2009-3547", "ConVul/CVE-2016-9806",
}

// The default strategy finds them, and nothing in the correct versions.
func TestAutoFinds(t *testing.T) {
	m := corpus.Open(t, "table")
	e := explorer{Command: m.Command, Dir: m.Dir, Artifacts: t.TempDir()}
	var chosen []program
	for _, p := range allPrograms(t) {
		if slices.Contains(cheap, p.Name) {
			chosen = append(chosen, p)
		}
	}
	if len(chosen) != len(cheap) {
		t.Fatalf("of %d programs %d are in programs.tsv", len(cheap), len(chosen))
	}
	got, err := e.explore(t.Context(), chosen, "auto", 1, 2000)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range chosen {
		if got[p.key()].run <= 0 {
			t.Errorf("%s is not found: %+v", p.Name, got[p.key()])
		}
	}
	var correct []program
	for _, f := range moduleTests(t) {
		if strings.HasPrefix(f.name, "TestCorrect") {
			correct = append(correct, program{Name: f.name, Package: f.pkg, Test: f.name})
		}
	}
	got, err = e.explore(t.Context(), correct, "auto", 1, 500)
	if err != nil {
		t.Fatal(err)
	}
	if len(got) < len(correct) {
		t.Errorf("of %d correct versions %d were explored", len(correct), len(got))
	}
	for _, key := range slices.Sorted(maps.Keys(got)) {
		if got[key].run != 0 {
			t.Errorf("%s is correct, and fails in run %d", key, got[key].run)
		}
	}
}

// What -events says is read.
func TestOutcomes(t *testing.T) {
	got, err := outcomes([]byte(`
{"event":"failure","package":"table/cs","test":"TestA","run":7}
{"event":"summary","package":"table/cs","test":"TestA","verdict":"fail","elapsed":0.25}
{"event":"unsteady","package":"table/cs","test":"TestB","run":1}
{"event":"summary","package":"table/cs","test":"TestB","verdict":"unsteady","elapsed":1}
{"event":"summary","package":"table/cs","test":"TestC","verdict":"pass","elapsed":2}
{"event":"campaign"}
`))
	want := map[string]outcome{"table/cs.TestA": {7, 0.25}, "table/cs.TestB": {-1, 1}, "table/cs.TestC": {0, 2}}
	if err != nil || !maps.Equal(got, want) {
		t.Errorf("%+v, %v", got, err)
	}
	for _, text := range []string{
		`{"event":"error","package":"table/cs","message":"does not build"}`,
		`{"event":"summary","package":"table/cs","test":"TestA","verdict":"unfinished"}`,
		`{"event":`,
	} {
		if got, err := outcomes([]byte(text)); err == nil {
			t.Errorf("%s is %+v and no error", text, got)
		}
	}
}

// What a cell of the page says.
func TestCells(t *testing.T) {
	twenty := slices.Repeat([]int64{3, 4}, 10)
	for _, c := range []struct {
		cell                *Cell
		usual               int
		mean, medianAndTime string
	}{
		{nil, 20, "", ""},
		{&Cell{Runs: twenty, Seconds: slices.Repeat([]float64{0.2}, 20)}, 20, "4", "3, 0.2 s"},
		{&Cell{Runs: []int64{10, 0, 20}, Seconds: []float64{1, 2, 3}}, 3, "15 (2 of 3)", "20, 2.0 s"},
		{&Cell{Runs: []int64{10, 0, 0}, Seconds: []float64{1, 2, 3}}, 20, "10 (1 of 3)", "-, 2.0 s"},
		{&Cell{Runs: []int64{5}, Seconds: []float64{2}}, 1, "5", "5, 2.0 s"},
		{&Cell{Runs: []int64{5}, Seconds: []float64{2}}, 20, "5 (1 of 1)", "5, 2.0 s"},
		{&Cell{Runs: []int64{5}, Seconds: []float64{2}, Schedules: 7}, 1, "5, at most 7 schedules", "5, 2.0 s"},
		{&Cell{Runs: []int64{0}, Seconds: []float64{2}}, 1, "none of 1", "-, 2.0 s"},
		{&Cell{Runs: []int64{-1}, Seconds: []float64{2}}, 1, "none of 1, unsteady", "-, 2.0 s"},
	} {
		if m, mt := c.cell.mean(c.usual, 0), c.cell.medianAndTime(); m != c.mean || mt != c.medianAndTime {
			t.Errorf("%+v: %q, %q; want %q, %q", c.cell, m, mt, c.mean, c.medianAndTime)
		}
	}
}

// The best of what is published is the smallest figure of those who always found the bug.
func TestBest(t *testing.T) {
	for _, c := range []struct {
		published string
		mean, by  string
	}{
		{"9 5 6 7 8 2", "5", "PCT-3"},
		{"300 (19) 20 (3) none none - 1", "300 (19)", "SURW"},
		{"300 (19) none 900 none - -", "900", "PCT-10"},
		{"none none none none none 11", "none", ""},
	} {
		text := strings.ReplaceAll(c.published, " (", "_(")
		p := program{}
		for _, f := range strings.Fields(text) {
			p.Published = append(p.Published, strings.ReplaceAll(f, "_", " "))
		}
		if mean, by := p.best(); mean != c.mean || by != c.by {
			t.Errorf("%s: %q by %q, want %q by %q", c.published, mean, by, c.mean, c.by)
		}
	}
}

// What is written is read again, and a later measurement replaces only its own cells.
func TestResults(t *testing.T) {
	name := filepath.Join(t.TempDir(), "results.json")
	first := make(Results)
	first.set("a", "auto", &Cell{Schedules: 10, Runs: []int64{1}, Seconds: []float64{0.5}})
	first.set("b", "pct", &Cell{Schedules: 10, Runs: []int64{0}, Seconds: []float64{1}})
	if err := write(name, first); err != nil {
		t.Fatal(err)
	}
	got, err := measured.Read[Results](name)
	if err != nil {
		t.Fatal(err)
	}
	second := make(Results)
	second.set("a", "auto", &Cell{Schedules: 10, Runs: []int64{2}, Seconds: []float64{0.5}})
	got.add(second, []program{{Name: "a"}}, "auto")
	if r := got["a"]["auto"].Runs[0]; r != 2 {
		t.Errorf("the later measurement says %d", r)
	}
	if got["b"]["pct"] == nil {
		t.Error("what was measured before is lost")
	}
}
