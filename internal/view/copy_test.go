package view

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestCopy: the package's folder is a copy, the rest of the module is in its place, and nothing
// is left in the end.
func TestCopy(t *testing.T) {
	top := t.TempDir()
	write(t, filepath.Join(top, "m/go.mod"), "module m\n")
	write(t, filepath.Join(top, "m/other/data"), "other")
	write(t, filepath.Join(top, "m/a/p/testdata/golden"), "golden")
	v := &View{module: filepath.Join(top, "m"), dir: filepath.Join(top, "m/a/p"), kind: copied}
	cmd := exec.Command("true")
	leave, err := v.Enter(cmd, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"testdata/golden": "golden", "../../go.mod": "module m\n", "../../other/data": "other"} {
		if b, err := os.ReadFile(filepath.Join(cmd.Dir, name)); err != nil || string(b) != want {
			t.Errorf("%s: %q, %v", name, b, err)
		}
	}
	write(t, filepath.Join(cmd.Dir, "testdata/golden"), "changed")
	if b, _ := os.ReadFile(filepath.Join(v.dir, "testdata/golden")); string(b) != "golden" {
		t.Errorf("the original is %q", b)
	}
	leave()
	if _, err := os.Stat(cmd.Dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("left: %v", err)
	}
}

// TestTooBig: what is too big to copy is not copied, and is used by one process at a time.
func TestTooBig(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "big"), "")
	if err := os.Truncate(filepath.Join(dir, "big"), maxBytes+1); err != nil {
		t.Fatal(err)
	}
	v := &View{module: dir, dir: dir}
	if v.kind = v.possible("/nonexistent"); v.kind != shared || v.Note() == "" {
		t.Fatalf("kind %d, note %q", v.kind, v.Note())
	}
	done := v.Alone()
	second := make(chan func())
	go func() { second <- v.Alone() }()
	select {
	case <-second:
		t.Fatal("two at a time")
	default:
	}
	done()
	(<-second)()
}
