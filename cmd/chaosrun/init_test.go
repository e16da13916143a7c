package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chaosrun/chaosrun/cmd/chaosrun/internal/ci"
)

// TestConfigurations checks that the commands in what init ci writes are commands of ours,
// with flags that they have.
func TestConfigurations(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module m\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	p, err := ci.Find(dir, "v1.0.0", nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, system := range []ci.System{ci.GitHub, ci.GitLab} {
		text, err := p.Config(system)
		if err != nil {
			t.Fatal(err)
		}
		seen := make(map[string]bool)
		for line := range strings.Lines(text) {
			args, ok := strings.CutPrefix(strings.TrimSpace(line), "chaosrun ")
			if !ok || !strings.Contains(args, " -") {
				continue // the name of a job
			}
			args, _, _ = strings.Cut(args, " || ")
			args = strings.NewReplacer(`"${new[@]}"`, "-baseline x", "$new", "-baseline x", `"`, "").Replace(args)
			root := rootCmd()
			typed, err := commandLine(root, strings.Fields(args))
			if err != nil {
				t.Errorf("%s: chaosrun %s: %v", system.Name, args, err)
				continue
			}
			cmd, rest, err := root.Find(typed)
			if err != nil {
				t.Errorf("%s: %v", system.Name, err)
				continue
			}
			seen[cmd.Name()] = true
			if err := cmd.ParseFlags(rest); err != nil {
				t.Errorf("%s: chaosrun %s: %v", system.Name, args, err)
			}
			if got := cmd.Flags().Args(); len(got) != 1 || got[0] != "./..." {
				t.Errorf("%s: chaosrun %s explores %q, want ./...", system.Name, args, got)
			}
		}
		if !seen["sweep"] || !seen["fuzz"] {
			t.Errorf("%s runs only %v", system.Name, seen)
		}
	}
}
