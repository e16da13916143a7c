package runner

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"path/filepath"
	"strconv"
	"strings"
)

// Kinds are the kinds of failures, as -events and //chaosrun:expect name them.
var Kinds = []string{"deadlock", "leak", "panic", "exit", "fatal", "assert", "race", "livelock", "hang"}

// Expect is a comment above a test that states its bug:
//
//	//chaosrun:expect KIND [within N]
//
// A failure of that kind must then be found, within N runs if that is said, and
// anything else is a failure.
type Expect struct {
	Kind   string
	Within uint64 // 0: within the budget
}

const expectPrefix = "//chaosrun:expect"

// Expectations reads the comments of the given test files of a package.
func Expectations(pkg, dir string, files []string) (map[string]Expect, error) {
	expects := make(map[string]Expect)
	return expects, comments(pkg, dir, files, expectPrefix, func(test, rest string) (err error) {
		expects[test], err = parseExpect(rest)
		return err
	})
}

// comments gives each the rest of the lines above tests that begin with a prefix.
func comments(pkg, dir string, files []string, prefix string, each func(test, rest string) error) error {
	fset := token.NewFileSet()
	var parsed []*ast.File
	inside := make(map[string]bool) // functions of the package itself
	for _, name := range files {
		f, err := parser.ParseFile(fset, filepath.Join(dir, name), nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			continue // the compiler will say it better
		}
		parsed = append(parsed, f)
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && !external(f) {
				inside[fn.Name.Name] = true
			}
		}
	}
	for _, f := range parsed {
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Doc == nil {
				continue
			}
			for _, c := range fn.Doc.List {
				rest, ok := strings.CutPrefix(c.Text, prefix)
				if !ok {
					continue
				}
				name := fn.Name.Name
				if external(f) && inside[name] {
					name = path.Base(pkg) + "_test." + name // as the test binary names it
				}
				if err := each(name, rest); err != nil {
					return fmt.Errorf("%s: %w", fset.Position(c.Pos()), err)
				}
			}
		}
	}
	return nil
}

// external reports whether a test file is of the external test package.
func external(f *ast.File) bool { return strings.HasSuffix(f.Name.Name, "_test") }

func parseExpect(s string) (Expect, error) {
	f := strings.Fields(s)
	if len(f) != 1 && (len(f) != 3 || f[1] != "within") {
		return Expect{}, fmt.Errorf("want %s KIND [within N], got %q", expectPrefix, strings.TrimSpace(s))
	}
	e := Expect{Kind: f[0]}
	known := false
	for _, k := range Kinds {
		known = known || k == e.Kind
	}
	if !known {
		return e, fmt.Errorf("unknown kind %q: want one of %s", e.Kind, strings.Join(Kinds, ", "))
	}
	if len(f) == 3 {
		n, err := strconv.ParseUint(f[2], 10, 64)
		if err != nil || n == 0 {
			return e, fmt.Errorf("want a number of runs after within, got %q", f[2])
		}
		e.Within = n
	}
	return e, nil
}

// apply turns the result of a test with a stated bug into a verdict.
func (e Expect) apply(res *Result) {
	if res.Verdict == "error" || res.Verdict == "skip" {
		return
	}
	if len(res.Failures) == 0 {
		res.Failures, res.Timings = res.Timings, nil // a bug that is stated may be a matter of timing
	}
	if len(res.Failures) > 0 && res.Failures[0].Kind == e.Kind && (e.Within == 0 || res.Failures[0].ShownRun() <= e.Within) {
		res.Verdict = "pass"
		res.Expected = true
		return
	}
	res.Verdict = "fail"
	switch {
	case len(res.Failures) == 0:
		res.note("expected %s, and no run of %d failed", article(e.Kind), res.ShownRuns())
	case res.Failures[0].Kind != e.Kind:
		res.note("expected %s and found %s", article(e.Kind), article(res.Failures[0].Kind))
	default:
		res.note("expected %s within %s and found it in run %d", article(e.Kind), Plural(e.Within, "run"), res.Failures[0].ShownRun())
	}
}

// article puts "a" or "an" before a kind.
func article(kind string) string {
	if strings.ContainsRune("aeiou", rune(kind[0])) {
		return "an " + kind
	}
	return "a " + kind
}
