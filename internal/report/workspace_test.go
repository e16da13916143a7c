package report

import (
	"path/filepath"
	"testing"
)

// TestSourcesOfAWorkspace: files are named from the folder of go.work, and none outside of its modules
// is read.
func TestSourcesOfAWorkspace(t *testing.T) {
	dir := folderWith(t, map[string]string{
		"go.work":      "go 1.25\n\nuse (\n\t./a // the first\n\t\"./b\"\n)\n\nreplace (\n\t./c => ./d\n)\n",
		"a/go.mod":     "module example.com/a\n",
		"a/x.go":       "package a\n",
		"b/go.mod":     "module example.com/b\n",
		"b/sub/y.go":   "package sub\n",
		"c/z.go":       "package c\n",
		"secret.go":    "package secret\n",
		"alone/go.mod": "module example.com/alone\n",
		"alone/v.go":   "package alone\n",
		"b/own/go.mod": "module example.com/b/own\n",
		"b/own/w.go":   "package own\n",
	})
	for _, from := range []string{".", "a", "b", "b/sub", "c"} {
		src := FindSources("example.com/b/sub", filepath.Join(dir, from))
		if src.File("b/sub/y.go") == nil || src.File("a/x.go") == nil {
			t.Errorf("from %s: the files of the workspace are not found", from)
		}
		for _, name := range []string{"secret.go", "c/z.go", "a/../secret.go", "sub/y.go"} {
			if src.File(name) != nil {
				t.Errorf("from %s: %s is read", from, name)
			}
		}
		src.Close()
	}
	src := FindSources("example.com/alone", filepath.Join(dir, "alone"))
	defer src.Close()
	if src.File("v.go") == nil {
		t.Error("a module that the workspace does not use is not found")
	}
	src = FindSources("example.com/b/own", filepath.Join(dir, "b/own"))
	defer src.Close()
	if src.File("w.go") == nil {
		t.Error("a module in the folder of one that the workspace uses is not found")
	}
	t.Setenv("GOWORK", "off")
	src = FindSources("example.com/b/sub", filepath.Join(dir, "b"))
	defer src.Close()
	if src.File("sub/y.go") == nil {
		t.Error("with GOWORK=off files are not named from the module")
	}
}
