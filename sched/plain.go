//go:build !chaosrun

package sched

import (
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// Where go test cannot explore, the same tests pass that pass without chaosrun.

const unexplored = "sched: go test explores schedules on Linux only"

// packageDir is the package's folder: go test starts its tests there.
var packageDir, _ = os.Getwd()

// plainly runs the body once, as go test does. A body that only makes sense under control is skipped.
func plainly(t *testing.T, body func(*testing.T), c *config) {
	t.Helper()
	switch {
	case c.Expect != "":
		t.Skipf("%s, and this test expects that one of them makes it fail (%s)", unexplored, c.Expect)
	case importsFakeclock(packageDir):
		t.Skip(unexplored + ", and the tests of this package move the clock of their run (fakeclock)")
	}
	t.Log(unexplored + "; here the body runs once")
	body(t)
}

// importsFakeclock reports whether a Go file in a folder imports package fakeclock or one below it.
func importsFakeclock(dir string) bool {
	names, _ := filepath.Glob(filepath.Join(dir, "*.go")) // the pattern is well-formed, if dir is no strange one
	for _, name := range names {
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			continue // the compiler has read it, or it is not of this package
		}
		for _, spec := range f.Imports {
			if p, err := strconv.Unquote(spec.Path.Value); err == nil && strings.HasPrefix(p+"/", "github.com/chaosrun/chaosrun/fakeclock/") {
				return true
			}
		}
	}
	return false
}
