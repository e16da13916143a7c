package runner

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/chaosrun/chaosrun/internal/toolchain"
)

// schedPath is the import path of the package whose assertions tests use.
const schedPath = "github.com/chaosrun/chaosrun/sched"

// properties are what a test says must happen in some run, by message, in the order in
// which they became known.
type properties struct {
	order []string
	met   map[string]bool
}

func (p *properties) add(what string, met bool) {
	if p.met == nil {
		p.met = make(map[string]bool)
	}
	old, known := p.met[what]
	if !known {
		p.order = append(p.order, what)
	}
	p.met[what] = old || met
}

// unmet says what no run of the given number has shown.
func (p *properties) unmet(runs uint64) []string {
	var out []string
	for _, what := range p.order {
		if !p.met[what] {
			out = append(out, fmt.Sprintf("%s, %s", what, inNone(runs)))
		}
	}
	return out
}

// inNone says that something was so in no run of that number.
func inNone(runs uint64) string {
	if runs == 1 {
		return "not in the only run"
	}
	return "in none of " + Plural(runs, "run")
}

// Place is a line of a source file.
type Place struct {
	File string // its full name
	Line int
}

// states takes what the tests of the package state, unless parts of tests are selected: what is
// stated in the others is never reached.
func (r *Runner) states(p *toolchain.Package) {
	if r.Asks && !strings.Contains(r.Run+r.Skip, "/") {
		r.Stated = StatedProperties(p, nil)
	}
}

// StatedProperties reads the test files of a package for what the bodies of tests say must
// happen in some run: a call that no run reaches cannot tell of itself. in, if not nil, is
// where package sched is called: what is stated outside of that call is left out.
func StatedProperties(p *toolchain.Package, in *Place) map[string][]string {
	stated := make(map[string][]string)
	fset := token.NewFileSet()
	for _, name := range p.TestFiles() {
		file := filepath.Join(p.Dir, name)
		if in != nil && in.File != file {
			continue
		}
		f, err := parser.ParseFile(fset, file, nil, parser.SkipObjectResolution)
		if err != nil {
			continue // the compiler will say it better
		}
		local := importName(f, schedPath)
		if local == "" {
			continue
		}
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Body == nil || fn.Recv != nil {
				continue
			}
			var scope ast.Node = fn.Body
			if in != nil {
				if scope = callAt(fset, fn.Body, local, in.Line); scope == nil {
					continue
				}
			}
			ast.Inspect(scope, func(n ast.Node) bool {
				if what := statedBy(n, local); what != "" {
					stated[fn.Name.Name] = append(stated[fn.Name.Name], what)
				}
				return true
			})
		}
	}
	return stated
}

// TestsImport reports whether a test file of the package imports another one.
func TestsImport(p *toolchain.Package, path string) bool {
	for _, name := range p.TestFiles() {
		f, err := parser.ParseFile(token.NewFileSet(), filepath.Join(p.Dir, name), nil, parser.ImportsOnly)
		if err == nil && importName(f, path) != "" {
			return true
		}
	}
	return false
}

// importName is the name of the imported package in the file, or "".
func importName(f *ast.File, path string) string {
	for _, imp := range f.Imports {
		if p, _ := strconv.Unquote(imp.Path.Value); p == path {
			if imp.Name != nil {
				return imp.Name.Name
			}
			return filepath.Base(path)
		}
	}
	return ""
}

// callAt is the innermost call of Test or Explore that spans the line, or nil.
func callAt(fset *token.FileSet, body ast.Node, local string, line int) (at ast.Node) {
	ast.Inspect(body, func(n ast.Node) bool {
		if name, call := calls(n, local); name == "Test" || name == "Explore" {
			if fset.Position(call.Pos()).Line <= line && line <= fset.Position(call.End()).Line {
				at = call
			}
		}
		return true
	})
	return at
}

// calls returns which function of the package n calls, if it does.
func calls(n ast.Node, local string) (string, *ast.CallExpr) {
	call, ok := n.(*ast.CallExpr)
	if !ok {
		return "", nil
	}
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return "", nil
	}
	if x, ok := sel.X.(*ast.Ident); !ok || x.Name != local {
		return "", nil
	}
	return sel.Sel.Name, call
}

// statedBy is what a call of Sometimes or Reachable with a literal message says, or "".
func statedBy(n ast.Node, local string) string {
	name, call := calls(n, local)
	at := map[string]int{"Sometimes": 1, "Reachable": 0}
	i, ok := at[name]
	if !ok || i >= len(call.Args) {
		return ""
	}
	lit, ok := call.Args[i].(*ast.BasicLit)
	if !ok {
		return ""
	}
	msg, err := strconv.Unquote(lit.Value)
	if err != nil {
		return ""
	}
	return property(name, msg)
}

// property names a property as package sched does.
func property(kind, msg string) string { return kind + ": " + msg }
