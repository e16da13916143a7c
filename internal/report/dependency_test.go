package report

import (
	"os"
	"path/filepath"
	"testing"
)

// TestSourcesOfADependency: files of downloaded modules are read from the module cache, and nothing outside of it is.
func TestSourcesOfADependency(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"own/go.mod": "module example.com/own\n",
		"cache/github.com/!workiva/go-datastructures@v1.1.7/queue/Ring.go": "package queue\n",
		"cache/example.com/m@v2.0.0-!r!c1/m.go":                            "package m\n",
		"cache/example.com/m@v1.0.0/m.txt":                                 "text\n",
		"cache/cache/download/secret.go":                                   "package secret\n",
		"secret@v1.0.0/secret.go":                                          "package secret\n",
	} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink("../../secret@v1.0.0", filepath.Join(dir, "cache/example.com/link@v1.0.0")); err != nil {
		t.Fatal(err)
	}
	t.Setenv("GOMODCACHE", filepath.Join(dir, "cache"))
	src := FindSources("example.com/own", filepath.Join(dir, "own"))
	defer src.Close()
	for _, name := range []string{"github.com/Workiva/go-datastructures@v1.1.7/queue/Ring.go", "example.com/m@v2.0.0-RC1/m.go"} {
		if src.File(name) == nil {
			t.Errorf("%s is not read", name)
		}
	}
	for _, name := range []string{
		"example.com/m@v1.0.0/m.txt", "cache/download/secret.go", "../secret@v1.0.0/secret.go",
		"example.com/m@v1.0.0/../../cache/download/secret.go", "example.com/../../secret@v1.0.0/secret.go",
		"example.com/link@v1.0.0/secret.go", "example.com/missing@v1.0.0/m.go",
	} {
		if src.File(name) != nil {
			t.Errorf("%s is read", name)
		}
	}
}
