package mutate

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"
)

var update = flag.Bool("update", false, "write what the operators do now to testdata")

// loadFiles loads a package of the given files, in a module of its own.
func loadFiles(t *testing.T, files map[string]string) *packages.Package {
	t.Helper()
	dir := t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("go.mod", "module m\n\ngo 1.25\n")
	for name, text := range files {
		write(name, text)
	}
	pkgs, err := packages.Load(&packages.Config{Mode: loadMode, Dir: dir, Env: append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off")}, ".")
	if err != nil {
		t.Fatal(err)
	}
	if len(pkgs) != 1 || len(pkgs[0].Errors) > 0 {
		t.Fatal(pkgs[0].Errors)
	}
	return pkgs[0]
}

// TestOperators applies each operator to the file of its name below testdata/operators, and
// compares the mutants with the file's .diff.
func TestOperators(t *testing.T) {
	files := make(map[string]string)
	for _, op := range Operators {
		text, err := os.ReadFile(filepath.Join("testdata/operators", op.Name+".go"))
		if err != nil {
			t.Fatal(err)
		}
		files[op.Name+".go"] = string(text)
	}
	p := loadFiles(t, files)
	for _, op := range Operators {
		t.Run(op.Name, func(t *testing.T) {
			dir := filepath.Dir(p.GoFiles[0])
			set, err := findIn(p, []string{filepath.Join(dir, op.Name+".go")}, dir, Options{Operators: []Operator{op}})
			if err != nil {
				t.Fatal(err)
			}
			var got strings.Builder
			for _, m := range set.Mutants {
				fmt.Fprintf(&got, "%s:%d %s: %s\n%s\n", m.File, m.Line, m.Func, m.What, m.Diff)
			}
			if set.Discarded > 0 {
				fmt.Fprintf(&got, "%d do not compile\n", set.Discarded)
			}
			golden := filepath.Join("testdata/operators", op.Name+".diff")
			if *update {
				if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got.String() != string(want) {
				t.Errorf("%s is not what the operator does (go test -update writes it):\n%s", golden, got.String())
			}
			if len(set.Mutants) == 0 {
				t.Error("no mutants")
			}
		})
	}
}
