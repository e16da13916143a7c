package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"
)

// TestSystems: all packages of the workspace and their tests compile for the systems that releases are
// built for. The bodies of functions outside of the repository are not looked at, which makes it fast.
func TestSystems(t *testing.T) {
	if testing.Short() {
		t.Skip("it checks the types of all packages, for five systems")
	}
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	for _, system := range []string{"linux/arm64", "darwin/amd64", "darwin/arm64", "windows/amd64", "windows/arm64"} {
		t.Run(system, func(t *testing.T) {
			goos, goarch, _ := strings.Cut(system, "/")
			checked, errs := typeErrors(t, root, "GOOS="+goos, "GOARCH="+goarch, "CGO_ENABLED=0")
			for _, err := range errs {
				t.Error(err)
			}
			if checked < 100 {
				t.Errorf("%d packages checked, want all of the workspace", checked)
			}
		})
	}
}

// typeErrors checks the packages of the workspace in root under some environment.
func typeErrors(t *testing.T, root string, env ...string) (checked int, errs []string) {
	t.Helper()
	own := root + string(filepath.Separator)
	pkgs, err := packages.Load(&packages.Config{
		Mode: packages.NeedName | packages.NeedFiles | packages.NeedCompiledGoFiles | packages.NeedImports | packages.NeedDeps | packages.NeedTypes | packages.NeedSyntax,
		Dir:  root, Env: append(os.Environ(), env...), Tests: true,
		ParseFile: func(fset *token.FileSet, name string, src []byte) (*ast.File, error) {
			f, err := parser.ParseFile(fset, name, src, parser.SkipObjectResolution)
			if f != nil && !strings.HasPrefix(name, own) && strings.HasSuffix(name, ".go") { // others are the go command's own
				for _, d := range f.Decls {
					if fn, ok := d.(*ast.FuncDecl); ok {
						fn.Body = nil
					}
				}
			}
			return f, err
		},
	}, "work")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range pkgs {
		checked++
		for _, e := range p.Errors {
			errs = append(errs, e.Error())
		}
	}
	return checked, errs
}

// TestSystemsAreTold: the check for other systems sees what does not compile there.
func TestSystemsAreTold(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"go.mod":    "module m\n\ngo 1.25\n",
		"go.work":   "go 1.25.0\n\nuse .\n",
		"m.go":      "package m\n\nimport \"syscall\"\n\nvar Kill = syscall.Kill\n",
		"m_test.go": "package m\n\nimport \"syscall\"\n\nvar _ = syscall.Flock\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if _, errs := typeErrors(t, dir, "GOOS=darwin", "GOARCH=arm64", "CGO_ENABLED=0", "GOWORK="); len(errs) > 0 {
		t.Errorf("darwin: %q, want none", errs)
	}
	_, errs := typeErrors(t, dir, "GOOS=windows", "GOARCH=amd64", "CGO_ENABLED=0", "GOWORK=")
	if all := strings.Join(errs, "\n"); !strings.Contains(all, "syscall.Kill") || !strings.Contains(all, "syscall.Flock") {
		t.Errorf("windows: %q, want syscall.Kill and syscall.Flock", errs)
	}
}
