package main

import (
	"bytes"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/pingcap/failpoint/code"

	"github.com/chaosrun/chaosrun/internal/toolchain"
)

const markers = `package p // import "example.com/p"

import (
	"context"
	"errors"
	fp "github.com/pingcap/failpoint"
)


// Two blank lines are above: lines must stay where they are.
func f(ctx context.Context, n int) (int, error) {
	fp.Inject("value", func(val fp.Value) {
		fp.Return(val.(int), nil)
	})
	fp.Inject("ignored", func(_ fp.Value) { fp.Return(0, errors.New("x")) })
	fp.Inject("several-lines",
		func() {
			n++ // a comment
		},
	)
	fp.Inject("nothing", nil)
	fp.Inject("empty", func() {})
	fp.Inject("a"+"b", func() { n++ })
	fp.InjectContext(ctx, "context", func(val fp.Value) { n = val.(int) })
	fp.InjectCall("call", n, "x")
	fp.Label("outer")
	for i := 0; i < n; i++ {
		switch i {
		case 1:
			fp.Inject("break", func() { fp.Break() })
		case 2:
			fp.Inject("fallthrough", func() {})
			fp.Fallthrough()
		default:
			fp.Inject("break-outer", func() {
				fp.Inject("nested", func() {
					fp.Break("outer")
				})
				fp.Continue("outer")
			})
		}
		func() {
			fp.Inject("in-closure", func() {
				fp.Return()
			})
		}()
		fp.Inject("continue", func() { fp.Continue() })
		fp.Inject("goto", func() { fp.Goto("end") })
	}
	fp.Inject("return-lines", func() {
		fp.Return(
			1,
			errors.New("y"),
		)
	})
end:
	return n, nil
}
`

// What we make of markers is what failpoint's own tool makes of them, but for who is asked,
// and on the lines where they were.
func TestRewriteLikeFailpoint(t *testing.T) {
	name := filepath.Join(t.TempDir(), "p.go")
	if err := os.WriteFile(name, []byte(markers), 0o644); err != nil {
		t.Fatal(err)
	}
	var theirs bytes.Buffer
	r := code.NewRewriter(name)
	r.SetOutput(&theirs)
	if err := r.RewriteFile(name); err != nil {
		t.Fatal(err)
	}
	ours, points, err := toolchain.RewriteFailpoints(name, "example.com/p", []byte(markers))
	if err != nil {
		t.Fatal(err)
	}
	own := string(ours)
	for _, c := range []struct{ re, with string }{
		{`_chaosrun_faults\.Eval\("example.com/p/([^"]*)", func\(n string\) \(interface\{\}, error\) \{ return fp\.Eval\(n\) \}\)`, `fp.Eval(_curpkg_("$1"))`},
		{`_chaosrun_faults\.Eval\("example.com/p/" \+ \(([^)]*)\), func\(n string\) \(interface\{\}, error\) \{ return fp\.Eval\(n\) \}\)`, `fp.Eval(_curpkg_($1))`},
		{`_chaosrun_faults\.EvalContext\("example.com/p/([^"]*)", func\(n string\) \(interface\{\}, error\) \{ return fp\.EvalContext\(ctx, n\) \}\)`, `fp.EvalContext(ctx, _curpkg_("$1"))`},
		{`_chaosrun_faults\.Call\("example.com/p/([^"]*)", fp\.Call,`, `fp.Call(_curpkg_("$1"),`},
		{`; import _chaosrun_faults "chaosrun/faults"`, ``},
		{` _ = val;`, ``},
		{`(?m)^var _ = .*\n`, ``},
	} {
		own = regexp.MustCompile(c.re).ReplaceAllString(own, c.with)
	}
	if a, b := shape(t, own), shape(t, theirs.String()); a != b {
		t.Errorf("ours:\n%s\nfailpoint's:\n%s", a, b)
	}
	was, is := strings.Split(markers, "\n"), strings.Split(string(ours), "\n")
	for _, text := range []string{"// Two blank lines", "func f(", "n++ // a comment", "switch i", "end:"} {
		at := func(s string) bool { return strings.Contains(s, text) }
		if a, b := slices.IndexFunc(was, at), slices.IndexFunc(is, at); a != b {
			t.Errorf("%q was on line %d and is on %d", text, a+1, b+1)
		}
	}
	kinds := make(map[string]toolchain.Failpoint)
	for _, p := range points {
		kinds[p.Name] = p
	}
	if len(points) != 16 || !kinds["example.com/p/call"].Call || !kinds["example.com/p/empty"].Call || kinds["example.com/p/value"].Call || !kinds["example.com/p/"].Prefix {
		t.Errorf("%d points: %+v", len(points), points)
	}
}

// shape is the code without comments and line breaks that mean nothing.
func shape(t *testing.T, src string) string {
	t.Helper()
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "p.go", src, 0)
	if err != nil {
		t.Fatalf("%v in\n%s", err, src)
	}
	ast.Inspect(f, func(n ast.Node) bool {
		if b, ok := n.(*ast.BlockStmt); ok {
			b.List = slices.DeleteFunc(b.List, func(s ast.Stmt) bool { _, ok := s.(*ast.EmptyStmt); return ok })
		}
		return true
	})
	var b bytes.Buffer
	if err := format.Node(&b, token.NewFileSet(), f); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
