package toolchain

import (
	"os"
	"path/filepath"
	"testing"
)

func TestEmbedded(t *testing.T) {
	for _, c := range []struct {
		pattern, name string
		want          bool
	}{
		{"a.txt", "a.txt", true},
		{"*.txt", "b.txt", true},
		{"*.txt", "sub/b.txt", false},
		{"sub", "sub/deep/b.txt", true},
		{"all:sub", "sub/.hidden", true},
		{"sub/*.txt", "sub/b.txt", true},
		{"sub", "subway/b.txt", false},
		{"[", "a.txt", false},
	} {
		if got := embedded([]string{c.pattern}, c.name); got != c.want {
			t.Errorf("pattern %s, file %s: %v, want %v", c.pattern, c.name, got, c.want)
		}
	}
}

// TestTouch says which changed files belong to the package in the folder p of a module.
func TestTouch(t *testing.T) {
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"go.work": "", "m/go.mod": "", "m/p/p.go": "", "m/p/q/q.go": "", "m/vendor/modules.txt": "", "m/inner/go.mod": "",
	} {
		if err := writeFile(filepath.Join(root, name), []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	p := &made{EmbedPatterns: []string{"web"}}
	p.Dir = filepath.Join(root, "m", "p")
	p.Module = &struct {
		Path, Version, GoVersion, Dir string
		Main                          bool
	}{Main: true}
	for _, c := range []struct {
		file string
		want bool
	}{
		{"m/p/p.go", true},
		{"m/p/gone_windows.go", true},
		{"m/p/p_arm64.s", true},
		{"m/p/README.md", false},
		{"m/p/web/index.html", true},
		{"m/p/testdata/a/b", true},
		{"m/p/q/q.go", false},
		{"m/other.go", false},
		{"m/go.mod", true},
		{"m/go.sum", true},
		{"m/vendor/modules.txt", true},
		{"m/inner/go.mod", false},
		{"go.work", true},
		{"go.mod", false}, // of a module that m is in the folder of, and no part of
		{"m", true},       // a submodule
		{"m/p/q", false},
	} {
		changed := changedFiles{dirs: make(map[string][]string)}
		changed.add([]string{filepath.Join(root, filepath.FromSlash(c.file))})
		if got := changed.touch(p); got != c.want {
			t.Errorf("%s: %v, want %v", c.file, got, c.want)
		}
	}
	if err := os.RemoveAll(p.Dir); err != nil {
		t.Fatal(err)
	}
	changed := changedFiles{dirs: make(map[string][]string)}
	changed.add([]string{filepath.Join(p.Dir, "p.go")})
	if changed.touch(p) {
		t.Error("a package whose folder is gone is touched")
	}
}
