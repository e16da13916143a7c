package toolchain

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
)

// Package is a package with tests.
type Package struct {
	ImportPath     string
	Dir            string
	Name           string
	GoFiles        []string
	IgnoredGoFiles []string
	TestGoFiles    []string
	XTestGoFiles   []string
	Module         *struct {
		Path, Version, GoVersion, Dir string
		Main                          bool
	}
	Error    *struct{ Err string }
	Imports  []string
	Deps     []string
	Standard bool
	DepOnly  bool   // it is only a dependency
	ForTest  string // it is a variant for the tests of another package

	Files []string `json:"-"` // those that were named in place of the package

	user    *userOverlay
	program bool // it is built as the program that it is, without its tests
	label   string
}

// named is what names the package for the go command.
func (p *Package) named() []string {
	if len(p.Files) > 0 && p.program {
		dir, _ := filepath.Split(p.Files[0]) // spelled alike, they are in one folder for the go command
		return append(p.Files[:len(p.Files):len(p.Files)], dir+programFile)
	}
	if len(p.Files) > 0 {
		return p.Files
	}
	return []string{p.ImportPath}
}

// HasTests reports whether the package has test files.
func (p *Package) HasTests() bool { return len(p.TestGoFiles)+len(p.XTestGoFiles) > 0 }

// LoadError is a package that the go command could not load. Its message is the go command's own.
type LoadError struct {
	ImportPath string
	Message    string
}

func (e *LoadError) Error() string { return e.Message }

// LoadError is why nothing can be done with the package, or nil. A package with tests may have
// errors; building it tells them better.
func (p *Package) LoadError() error {
	if p.Error == nil || p.HasTests() {
		return nil
	}
	return &LoadError{p.ImportPath, strings.TrimSpace(p.Error.Err)}
}

// TestFiles are the names of the files with what is explored, from the package's folder: its test files,
// or all files of a program. Those that the user's
// overlay replaces are somewhere else.
func (p *Package) TestFiles() []string {
	files := slices.Concat(p.TestGoFiles, p.XTestGoFiles)
	if p.program {
		files = slices.Clone(p.GoFiles)
	}
	for i, name := range files {
		if at := filepath.Join(p.Dir, name); p.user != nil && p.user.has(at) {
			if rel, err := filepath.Rel(p.Dir, p.user.at(at)); err == nil {
				files[i] = rel
			}
		}
	}
	return files
}

// List resolves package patterns as the go command does.
func (t *Toolchain) List(ctx context.Context, patterns ...string) ([]*Package, error) {
	all, err := golist[Package](ctx, t, "ImportPath,Dir,Name,GoFiles,IgnoredGoFiles,TestGoFiles,XTestGoFiles,Module,Error,Standard,DepOnly,ForTest,Imports,Deps", patterns)
	if err != nil {
		return nil, err
	}
	var pkgs []*Package
	rewritten := newRewritten()
	var sdk assertSDK
	for _, p := range all {
		path, _, _ := strings.Cut(p.ImportPath, " ") // "p [p.test]" is p with its tests
		if !p.Standard && slices.Contains(p.Imports, "sync/atomic") {
			t.atomics[path] = true
		}
		if path == assertPath {
			sdk = t.lookAtSDK(p)
		}
		if path == tapePath && p.Dir != "" {
			if err := fits(p); err != nil {
				return nil, err
			}
		}
		if err := t.rewrite(rewritten, p); err != nil {
			return nil, err
		}
		if p.Module != nil && p.Module.Main && !strings.HasSuffix(path, ".test") {
			t.own[path] = true
		}
		if path, ok := strings.CutSuffix(p.ImportPath, ".test"); ok {
			t.testDeps[path] = p.Deps
		}
		if !p.Standard && p.Dir != "" {
			t.dirs[path] = p.Dir
		}
		if !p.DepOnly && p.ForTest == "" && !strings.HasSuffix(p.ImportPath, ".test") {
			p.user = &t.user
			if AreFiles(patterns) {
				p.Files = patterns
			}
			pkgs = append(pkgs, p)
		}
	}
	if sdk.asleep && !strings.Contains(t.Tags, assertTag) {
		t.Tags = strings.TrimPrefix(t.Tags+","+assertTag, ",")
		return t.List(ctx, patterns...)
	}
	if t.Program {
		if len(pkgs) > 1 {
			return nil, fmt.Errorf("%s matches %d packages, and a program is one", strings.Join(patterns, " "), len(pkgs))
		}
		for _, p := range pkgs {
			if err := t.asProgram(p, rewritten); err != nil {
				return nil, err
			}
		}
	}
	t.judgeSDK(sdk, pkgs, rewritten)
	return pkgs, t.overlayFailpoints(rewritten)
}

// AreFiles reports whether patterns are the names of Go files, which are a package by themselves.
func AreFiles(patterns []string) bool {
	return len(patterns) > 0 && !slices.ContainsFunc(patterns, func(p string) bool { return !strings.HasSuffix(p, ".go") })
}

// golist lists packages with all that they and their tests depend on, as the go command says
// them: fields are those of T.
func golist[T any](ctx context.Context, t *Toolchain, fields string, patterns []string) ([]*T, error) {
	args := append([]string{"list", "-e", "-deps", "-test", "-json=" + fields}, t.ListFlags()...)
	out, err := t.goOutput(ctx, append(append(args, "--"), patterns...)...)
	if err != nil {
		return nil, err
	}
	var all []*T
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		p := new(T)
		if err := dec.Decode(p); err == io.EOF {
			return all, nil
		} else if err != nil {
			return nil, fmt.Errorf("go list printed something unexpected: %w", err)
		}
		all = append(all, p)
	}
}

// File is the full name of one of the package's files.
func (p *Package) File(name string) string {
	if filepath.IsAbs(name) {
		return name // it was generated, and is in the go command's cache
	}
	return filepath.Join(p.Dir, name)
}

// tags are the user's build tags and ours: files with the build tag chaosrun are
// seen under control only.
func (t *Toolchain) tags() string {
	if t.Tags == "" {
		return "chaosrun"
	}
	return t.Tags + ",chaosrun"
}
