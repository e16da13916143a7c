package modcopy

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Replacements by folders go, and those by versions stay.
func TestDropLocal(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "go.mod")
	mod := "module m\n\ngo 1.25\n\nreplace a/b => ../b\n\nreplace c/d v1.0.0 => ./d\n\nreplace e/f => e/g v1.2.3\n"
	if err := os.WriteFile(name, []byte(mod), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := dropLocal(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if s := string(got); strings.Contains(s, "../b") || strings.Contains(s, "./d") || !strings.Contains(s, "e/g v1.2.3") {
		t.Errorf("go.mod is now\n%s", s)
	}
}
