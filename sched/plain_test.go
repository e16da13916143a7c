//go:build !chaosrun

package sched

import (
	"os"
	"path/filepath"
	"testing"
)

// TestPlainly: on a system on which nothing can be explored the body runs once, unless it only makes
// sense under control.
func TestPlainly(t *testing.T) {
	clock := t.TempDir()
	text := "package p\n\nimport clock \"github.com/chaosrun/chaosrun/fakeclock\"\n\nfunc f() { clock.Wait() }\n"
	if err := os.WriteFile(filepath.Join(clock, "p_test.go"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name    string
		dir     string
		opts    []Option
		runs    int
		skipped bool
	}{
		{"body", t.TempDir(), []Option{Schedules(5000), Using(DPOR())}, 1, false},
		{"expects a failure", t.TempDir(), []Option{Expect(Deadlock)}, 0, true},
		{"moves the clock", clock, nil, 0, true},
	} {
		runs, skipped := 0, false
		t.Run(c.name, func(t *testing.T) {
			defer func(was string) { packageDir, skipped = was, t.Skipped() }(packageDir)
			packageDir = c.dir
			plainly(t, func(*testing.T) { runs++ }, newConfig(c.opts))
		})
		if runs != c.runs || skipped != c.skipped {
			t.Errorf("%s: %d runs, skipped: %v, want %d, %v", c.name, runs, skipped, c.runs, c.skipped)
		}
	}
}
