package toolchain

import (
	"cmp"
	"fmt"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// A program is built as the test binary of its package: in place of the package's own test files
// stands one of ours, which hands the function main to the edited package testing. Nothing of the
// program is changed, and what it does before main is done in the same order.

const programFile = "chaosrun_program_test.go"

// programText declares one name in the user's package. It imports nothing that the package could have
// another meaning for.
const programText = `package main

import _ "unsafe"

//go:linkname chaosrunProgram testing.chaosProgram
func chaosrunProgram(main func())

func init() { chaosrunProgram(main) }
`

// asProgram makes a package one whose test binary is the program.
func (t *Toolchain) asProgram(p *Package, r *rewritten) error {
	switch {
	case p.Error != nil:
		return nil // whoever builds it says so
	case p.Name != "main":
		return fmt.Errorf("%s is not a program: it is package %s, and not package main; chaosrun test explores its tests", p.ImportPath, p.Name)
	case t.cached(p.Dir):
		return fmt.Errorf("%s is in the module cache, where nothing can be added to it: run it in a clone of its repository", p.ImportPath)
	}
	r.files[filepath.Join(p.Dir, programFile)] = []byte(programText)
	for _, name := range slices.Concat(p.TestGoFiles, p.XTestGoFiles) {
		r.removed[p.File(name)] = true
	}
	p.TestGoFiles, p.XTestGoFiles = []string{programFile}, nil
	t.testDeps[p.ImportPath] = p.Deps
	p.program = true
	if len(p.Files) > 0 {
		file, err := filepath.Abs(filepath.Join(p.Dir, filepath.Base(p.Files[0])))
		if err != nil {
			return err
		}
		p.label = FromRoot(t.root, file)
	}
	return nil
}

// Label is what people call the package: its import path, or for a program that is given by its files
// the first of them.
func (p *Package) Label() string { return cmp.Or(p.label, p.ImportPath) }

// majorVersion is the last element of the path of a module's later major version.
var majorVersion = regexp.MustCompile(`^v[0-9]+$`)

// Program is the name that the go command gives the program of the package, or "" if it is built for
// its tests.
func (p *Package) Program() string {
	switch {
	case !p.program:
		return ""
	case len(p.Files) > 0:
		return strings.TrimSuffix(filepath.Base(p.Files[0]), ".go")
	}
	dir, name := path.Split(p.ImportPath)
	if dir != "" && majorVersion.MatchString(name) {
		name = path.Base(dir)
	}
	return name
}
