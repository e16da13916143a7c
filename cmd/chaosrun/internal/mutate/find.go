package mutate

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/build/constraint"
	"go/parser"
	"go/token"
	"go/types"
	"math/rand/v2"
	"os"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"

	"github.com/chaosrun/chaosrun/internal/toolchain"
)

// ownTag is the build tag that only chaosrun sets: a file that needs it is test code.
const ownTag = "chaosrun"

// Set are the mutants of one package.
type Set struct {
	Mutants   []*Mutant
	Discarded int // changes that the compiler would refuse
	Sampled   int // of so many; 0: all are there

	loaded  *packages.Package
	sources []*source
}

// Find finds the mutants of a package's own files that the operators make; module is the
// folder that file names are shortened by. If there are more than the options allow, the seed says which
// are taken.
func Find(ctx context.Context, tc *toolchain.Toolchain, p *toolchain.Package, module string, o Options) (*Set, error) {
	loaded, err := load(ctx, tc, p)
	if err != nil {
		return nil, err
	}
	var files []string
	for _, name := range p.GoFiles { // those that import "C" are not among them
		files = append(files, p.File(name))
	}
	return findIn(loaded, files, module, o)
}

// findIn finds the mutants in files of a loaded package.
func findIn(loaded *packages.Package, files []string, module string, o Options) (*Set, error) {
	set := &Set{loaded: loaded}
	for _, file := range files {
		src, err := newSource(loaded, file)
		if err != nil {
			return nil, err
		}
		if src == nil || forUs(src.file) || ast.IsGenerated(src.file) {
			continue
		}
		found := find(src, loaded.Types, loaded.TypesInfo, o.Operators)
		if o.Changed != nil {
			found = slices.DeleteFunc(found, func(m *Mutant) bool { return !m.touches(o.Changed) })
		}
		if len(found) == 0 {
			continue
		}
		for _, m := range found {
			m.File = below(module, file)
		}
		set.sources = append(set.sources, src)
		set.Mutants = append(set.Mutants, found...)
	}
	set.number()
	if err := set.check(); err != nil {
		return nil, err
	}
	if n, limit := len(set.Mutants), o.Max; limit > 0 && n > limit {
		set.Sampled = n
		rnd := rand.New(rand.NewPCG(o.Seed, 0))
		keep := rnd.Perm(n)[:limit]
		slices.Sort(keep)
		for i, k := range keep {
			set.Mutants[i] = set.Mutants[k]
		}
		set.Mutants = set.Mutants[:limit]
		set.number()
	}
	for _, m := range set.Mutants {
		var err error
		s := m.src.text
		if m.Diff, err = unified(m.File, string(s), apply(s, 0, len(s), m.edits)); err != nil {
			return nil, err
		}
	}
	return set, nil
}

func (s *Set) number() {
	for i, m := range s.Mutants {
		m.ID = i + 1
	}
}

const loadMode = packages.NeedName | packages.NeedFiles | packages.NeedCompiledGoFiles | packages.NeedImports | packages.NeedTypes |
	packages.NeedTypesSizes | packages.NeedSyntax | packages.NeedTypesInfo | packages.NeedModule

// load parses and type-checks a package; its dependencies come as export data.
func load(ctx context.Context, tc *toolchain.Toolchain, p *toolchain.Package) (*packages.Package, error) {
	pkgs, err := packages.Load(&packages.Config{
		Context:    ctx,
		Mode:       loadMode,
		Dir:        p.Dir,
		Env:        tc.Environ(),
		BuildFlags: tc.ListFlags(),
	}, ".")
	if err != nil {
		return nil, fmt.Errorf("cannot load %s: %w", p.ImportPath, err)
	}
	if len(pkgs) != 1 {
		return nil, fmt.Errorf("cannot load %s: its folder holds %d packages", p.ImportPath, len(pkgs))
	}
	if errs := pkgs[0].Errors; len(errs) > 0 {
		// What the go command says is what the compiler says of the first of them.
		slices.SortStableFunc(errs, func(a, b packages.Error) int { return int(b.Kind) - int(a.Kind) })
		return nil, fmt.Errorf("%s does not compile: %w", p.ImportPath, errs[0])
	}
	return pkgs[0], nil
}

// newSource is a file of the package, or nil if it is none that is compiled as it is.
func newSource(p *packages.Package, name string) (*source, error) {
	for i, f := range p.CompiledGoFiles {
		if f != name || i >= len(p.Syntax) {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		if p.Fset.File(p.Syntax[i].FileStart).Size() != len(text) {
			return nil, fmt.Errorf("%s has just been changed: try again", name)
		}
		return &source{name: name, text: text, fset: p.Fset, file: p.Syntax[i]}, nil
	}
	return nil, nil
}

// forUs reports whether a file is compiled under chaosrun only.
func forUs(f *ast.File) bool {
	for _, g := range f.Comments {
		if g.Pos() > f.Package {
			break
		}
		for _, c := range g.List {
			if x, err := constraint.Parse(c.Text); err == nil && constraint.IsGoBuild(c.Text) {
				return !x.Eval(func(tag string) bool { return tag != ownTag })
			}
		}
	}
	return false
}

// find lets the operators look at every function of a file. What they find comes in the
// order of the source.
func find(src *source, pkg *types.Package, info *types.Info, ops []Operator) []*Mutant {
	var all []*Mutant
	for _, d := range src.file.Decls {
		decl, ok := d.(*ast.FuncDecl)
		if !ok || decl.Body == nil || decl.Name.Name == "_" || recovers(decl) {
			continue
		}
		s := &scope{source: src, decl: decl, pkg: pkg, info: info}
		for _, op := range ops {
			s.op = op.Name
			op.find(s)
		}
		slices.SortStableFunc(s.found, func(a, b *Mutant) int { return a.Line - b.Line })
		all = append(all, s.found...)
	}
	return all
}

// recovers reports whether a function calls recover itself: a copy of it that is called in
// its place could not.
func recovers(d *ast.FuncDecl) (any bool) {
	ast.Inspect(d.Body, func(n ast.Node) bool {
		if _, ok := n.(*ast.FuncLit); ok {
			return false
		}
		if id, ok := n.(*ast.Ident); ok && id.Name == "recover" {
			any = true
		}
		return true
	})
	return any
}

// check type-checks the package with all mutants in it, and leaves those out that the
// compiler would refuse.
func (s *Set) check() error {
	for len(s.Mutants) > 0 {
		bad, err := s.refused()
		if err != nil {
			return err
		}
		if len(bad) == 0 {
			return nil
		}
		s.Discarded += len(bad)
		s.Mutants = slices.DeleteFunc(s.Mutants, func(m *Mutant) bool { return bad[m] })
		s.number()
	}
	return nil
}

// refused are the mutants that do not type-check.
func (s *Set) refused() (map[*Mutant]bool, error) {
	fset := token.NewFileSet()
	var files []*ast.File
	copies := make(map[string][]copied)
	for _, name := range s.loaded.CompiledGoFiles {
		var text any
		for _, src := range s.sources {
			if src.name == name {
				text, copies[name] = schema(src, s.Mutants)
			}
		}
		f, err := parser.ParseFile(fset, name, text, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, fmt.Errorf("a mutant is no Go, which is a mistake in chaosrun: %w", err)
		}
		files = append(files, f)
	}
	bad := make(map[*Mutant]bool)
	var outside error
	conf := types.Config{
		Importer: importer(s.loaded.Imports), Sizes: s.loaded.TypesSizes, GoVersion: goVersion(s.loaded),
		Error: func(err error) {
			var e types.Error
			if errors.As(err, &e) {
				at := fset.PositionFor(e.Pos, false)
				name := fset.File(e.Pos).Name()
				for _, c := range copies[name] {
					if c.from <= at.Offset && at.Offset < c.to {
						bad[c.mutant] = true
						return
					}
				}
			}
			outside = errors.Join(outside, err)
		},
	}
	_, _ = conf.Check(s.loaded.PkgPath, fset, files, nil) // Error has all of them
	if outside != nil {
		return nil, fmt.Errorf("%s with mutants in it does not type-check: %w", s.loaded.PkgPath, outside)
	}
	return bad, nil
}

func goVersion(p *packages.Package) string {
	if p.Module == nil || p.Module.GoVersion == "" {
		return ""
	}
	return "go" + strings.TrimPrefix(p.Module.GoVersion, "go")
}

// importer imports what the loaded package imports, and what mutants need besides.
type importer map[string]*packages.Package

func (i importer) Import(path string) (*types.Package, error) {
	if path == switchPath {
		return switchPackage(), nil
	}
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	if p := i[path]; p != nil && p.Types != nil {
		return p.Types, nil
	}
	return nil, fmt.Errorf("package %s was not loaded", path)
}
