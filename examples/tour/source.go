package main

import (
	"bytes"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
)

var ourModule = regexp.MustCompile(`(?m)^module github\.com/chaosrun/chaosrun$`)

// findRoot goes up from dir to the folder of the go.mod of chaosrun.
func findRoot(dir string) (string, error) {
	for {
		b, err := os.ReadFile(filepath.Join(dir, "go.mod"))
		if err == nil && ourModule.Match(b) {
			return dir, nil
		}
		up := filepath.Dir(dir)
		if up == dir {
			return "", errors.New("the tour shows source, so run it in a clone of github.com/chaosrun/chaosrun")
		}
		dir = up
	}
}

// declaration returns the source of a function or a Type.Method with its comment, and
// the file's name. Build tags do not matter.
func declaration(dir, name string) (file, text string, err error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return "", "", err
	}
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			return "", "", err
		}
		fset := token.NewFileSet()
		tree, err := parser.ParseFile(fset, file, src, parser.ParseComments)
		if err != nil {
			return "", "", err
		}
		for _, d := range tree.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || nameOf(f) != name {
				continue
			}
			from := f.Pos()
			if f.Doc != nil {
				from = f.Doc.Pos()
			}
			text := src[fset.Position(from).Offset:fset.Position(f.End()).Offset]
			return filepath.Base(file), string(bytes.TrimSpace(text)), nil
		}
	}
	return "", "", fmt.Errorf("%s has no %s", dir, name)
}

// nameOf leaves out what is around the receiver's type: a star, type parameters.
func nameOf(f *ast.FuncDecl) string {
	if f.Recv == nil {
		return f.Name.Name
	}
	t := f.Recv.List[0].Type
	for {
		switch x := t.(type) {
		case *ast.StarExpr:
			t = x.X
		case *ast.IndexExpr:
			t = x.X
		case *ast.Ident:
			return x.Name + "." + f.Name.Name
		default:
			return f.Name.Name
		}
	}
}
