package main

import (
	"errors"
	"go/ast"
	"go/build"
	"go/build/constraint"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// addUses adds what our own files use of the packages that they are added to: functions, methods,
// variables, constants, and types of which they name a field. Left out is what Go 1 promises to keep:
// what public packages export.
func (d *dependencies) addUses() error {
	ours := make(map[string][]string)
	for _, name := range slices.Sorted(maps.Keys(d.in.Added)) {
		ours[path.Dir(name)] = append(ours[path.Dir(name)], name)
	}
	for _, dir := range slices.Sorted(maps.Keys(ours)) {
		if err := d.addUsesIn(dir, ours[dir]); err != nil {
			return err
		}
	}
	return nil
}

// addUsesIn type-checks one package without what it imports, and without the bodies of Go's own
// functions, which nothing of ours can refer to. The errors that come of it do not matter.
func (d *dependencies) addUsesIn(dir string, ours []string) error {
	theirs, err := d.sources(dir)
	if err != nil {
		return err
	}
	if len(theirs) == 0 {
		return nil // a package of ours
	}
	fset := token.NewFileSet()
	var files []*ast.File
	for _, name := range theirs {
		src, err := d.release.file(name)
		if err != nil {
			return err
		}
		f, err := parser.ParseFile(fset, name, src, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, decl := range f.Decls {
			if fn, ok := decl.(*ast.FuncDecl); ok {
				fn.Body = nil
			}
		}
		files = append(files, f)
	}
	for _, name := range ours {
		f, err := parser.ParseFile(fset, d.in.Added[name].Path, d.in.Added[name].Text, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		files = append(files, f)
	}
	info := &types.Info{Uses: make(map[*ast.Ident]types.Object)}
	conf := types.Config{Importer: noImports{}, FakeImportC: true, Error: func(error) {}}
	_, _ = conf.Check(dir, fset, files, info)
	for id, obj := range info.Uses {
		user, at := fset.Position(id.Pos()).Filename, fset.Position(obj.Pos())
		promised := obj.Exported() && !strings.Contains("/"+dir, "/internal/")
		if slices.Contains(theirs, user) || promised || !slices.Contains(theirs, at.Filename) {
			continue
		}
		if err := d.addUse(theirs, at.Filename, at.Offset, reasons{files: []string{user + " uses it"}}); err != nil {
			return err
		}
	}
	return nil
}

// addUse adds the declaration at an offset of a file, and those of its name in other files: which
// of them is compiled depends on build tags.
func (d *dependencies) addUse(files []string, file string, offset int, why reasons) error {
	decls, err := d.declarations(file)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(decls, func(decl declaration) bool { return decl.holds(offset) })
	if i < 0 {
		return nil // it has no name
	}
	for _, other := range files {
		others, err := d.declarations(other)
		if err != nil {
			return err
		}
		for _, decl := range others {
			if slices.Contains(decl.names, decls[i].names[0]) {
				d.add(other, decl.names[0], why)
			}
		}
	}
	return nil
}

type noImports struct{}

func (noImports) Import(string) (*types.Package, error) { return nil, errors.New("not imported") }

// sources are the files of a package that may be compiled on linux/amd64, with or without the race
// detector and experiments, and those of which the virtual network is made.
func (d *dependencies) sources(dir string) (names []string, err error) {
	entries, err := os.ReadDir(filepath.Join(d.release.root, "src", filepath.FromSlash(dir)))
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	for _, e := range entries {
		name := path.Join(dir, e.Name())
		if e.IsDir() || path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") || d.in.LeftOut[name] {
			continue
		}
		if d.in.Replaced[name] != "" {
			if _, ours := d.in.Added[name]; !ours {
				names = append(names, name)
			}
			continue
		}
		src, err := d.release.file(name)
		if err != nil {
			return nil, err
		}
		if compiled(e.Name(), src) {
			names = append(names, name)
		}
	}
	return names, err
}

// compiled reports whether a file may be compiled on linux/amd64.
func compiled(base string, src []byte) bool {
	byName := build.Context{GOOS: "linux", GOARCH: "amd64", Compiler: "gc", OpenFile: func(string) (io.ReadCloser, error) {
		return io.NopCloser(strings.NewReader("package p\n")), nil
	}}
	if ok, err := byName.MatchFile("", base); err != nil || !ok {
		return false
	}
	for line := range strings.Lines(string(src)) {
		if strings.HasPrefix(line, "package ") {
			break
		}
		if !constraint.IsGoBuild(line) {
			continue
		}
		expr, err := constraint.Parse(strings.TrimSpace(line))
		return err == nil && (satisfied(expr, false, false) || satisfied(expr, false, true) || satisfied(expr, true, false) || satisfied(expr, true, true))
	}
	return true
}

func satisfied(expr constraint.Expr, race, experiments bool) bool {
	return expr.Eval(func(tag string) bool {
		switch {
		case tag == "race":
			return race
		case strings.HasPrefix(tag, "goexperiment."):
			return experiments
		case strings.HasPrefix(tag, "go1."):
			return true
		}
		return slices.Contains([]string{"linux", "unix", "amd64", "gc", "cgo"}, tag)
	})
}
