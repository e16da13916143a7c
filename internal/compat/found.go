package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/chaosrun/chaosrun/internal/measured"
)

// A section of docs/found.md is a bug of a module, with a test that shows it or the names of the module's own that do.
type section struct {
	module, version string
	own             []string // tests of the module
	code            string   // a test file without the imports of the standard library
	tests           []string // of the code
}

var (
	bugTitle = regexp.MustCompile(`^(\S+) (v\S+): `)
	bugCode  = regexp.MustCompile("(?s)```go\n(.*?)```")
	ownTest  = regexp.MustCompile("`(?:\\w+\\.)?(Test\\w+)`")
)

// sections reads docs/found.md.
func sections(page string) ([]section, error) {
	var all []section
	for i, text := range strings.Split(page, "\n## ") {
		if i == 0 {
			continue
		}
		title, text, _ := strings.Cut(text, "\n")
		m := bugTitle.FindStringSubmatch(title)
		if m == nil {
			return nil, fmt.Errorf("the title %q has no module and version", title)
		}
		s := section{module: m[1], version: m[2]}
		var imports, rest []string
		for _, block := range bugCode.FindAllStringSubmatch(text, -1) {
			for l := range strings.Lines(block[1]) {
				if strings.HasPrefix(l, "import ") {
					imports = append(imports, l)
				} else {
					rest = append(rest, l)
				}
			}
		}
		if s.code = strings.Join(append(imports, rest...), ""); s.code == "" {
			for _, t := range ownTest.FindAllStringSubmatch(text, -1) {
				s.own = append(s.own, t[1])
			}
			if s.own == nil {
				return nil, fmt.Errorf("%s: neither a test nor the name of one", title)
			}
		} else if err := s.complete(); err != nil {
			return nil, fmt.Errorf("%s: %w", title, err)
		}
		all = append(all, s)
	}
	return all, nil
}

// standard are the packages of the standard library that the tests use.
var standard = []string{"context", "errors", "net", "os", "path/filepath", "strings", "sync", "sync/atomic", "testing", "time"}

// complete makes a file of the code, and reads which tests it has.
func (s *section) complete() error {
	used := make(map[string]bool)
	f, err := parser.ParseFile(token.NewFileSet(), "", "package found\n"+s.code, 0)
	if err != nil {
		return err
	}
	ast.Inspect(f, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := sel.X.(*ast.Ident); ok {
				used[x.Name] = true
			}
		}
		return true
	})
	for _, d := range f.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok && strings.HasPrefix(fn.Name.Name, "Test") {
			s.tests = append(s.tests, fn.Name.Name)
		}
	}
	if len(s.tests) == 0 {
		return errors.New("the code has no test")
	}
	head := "package found\n\nimport (\n"
	for _, p := range standard {
		if used[p[strings.LastIndexByte(p, '/')+1:]] {
			head += fmt.Sprintf("\t%q\n", p)
		}
	}
	text, err := format.Source([]byte(head + ")\n\n" + s.code))
	s.code = string(text)
	return err
}

// checkFound explores the tests of docs/found.md, each of which has to fail.
func checkFound(ctx context.Context, page string, only string) error {
	text, err := os.ReadFile(page)
	if err != nil {
		return err
	}
	all, err := sections(string(text))
	if err != nil {
		return err
	}
	cache, chaosrun, err := measured.Command(ctx, "chaosrun-compat")
	if err != nil {
		return err
	}
	var problems []error
	for _, s := range all {
		if s.code == "" || !strings.HasPrefix(s.module, only) {
			continue
		}
		silent, err := s.explore(ctx, chaosrun, cache)
		if err != nil {
			return fmt.Errorf("%s: %w", s.module, err)
		}
		for _, t := range silent {
			problems = append(problems, fmt.Errorf("%s: %s does not fail", s.module, t))
		}
		fmt.Fprintf(os.Stderr, "%s: %s: %d of them silent\n", s.module, strings.Join(s.tests, ", "), len(silent))
	}
	return errors.Join(problems...)
}

// explore explores the tests of a section in a module of their own, and returns those that no schedule makes fail.
func (s *section) explore(ctx context.Context, chaosrun, cache string) (silent []string, err error) {
	dir, err := os.MkdirTemp(cache, "found-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	gomod := fmt.Sprintf("module found\n\ngo 1.26\n\nrequire %s %s\n", s.module, s.version)
	for name, text := range map[string]string{"go.mod": gomod, "found_test.go": s.code} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			return nil, err
		}
	}
	cmd := exec.CommandContext(ctx, chaosrun, "test", "-events", "-schedules", "5000", "-duration", "30s", ".")
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	var exit *exec.ExitError
	if err != nil && (!errors.As(err, &exit) || exit.ExitCode() != 1) {
		return nil, fmt.Errorf("%w\n%s%s", err, out, stderr.Bytes())
	}
	failed := make(map[string]bool)
	err = lines(out, func(e event) { failed[e.Test] = failed[e.Test] || e.Event == "failure" })
	return slices.DeleteFunc(slices.Clone(s.tests), func(t string) bool { return failed[t] }), err
}
