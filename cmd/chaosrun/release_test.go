package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// release is what .goreleaser.yaml says, as far as it has to agree with other files.
type release struct {
	Before struct{ Hooks []string }
	Builds []struct {
		Main         string
		Goos, Goarch []string
	}
	Archives []struct {
		Files []any
	}
}

// TestReleaseFiles: what the archives of a release contain is there, or written by a hook.
func TestReleaseFiles(t *testing.T) {
	text, err := os.ReadFile("../../.goreleaser.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var r release
	if err := yaml.Unmarshal(text, &r); err != nil {
		t.Fatal(err)
	}
	if len(r.Builds) != 1 || len(r.Builds[0].Goos)*len(r.Builds[0].Goarch) != 6 || r.Builds[0].Main != "./cmd/chaosrun" {
		t.Errorf("a release has %v, want the command for six targets", r.Builds)
	}
	for _, f := range r.Archives[0].Files {
		name, ok := f.(string)
		if !ok {
			src := f.(map[string]any)["src"].(string)
			if folder := strings.TrimSuffix(src, "/*"); !slices.ContainsFunc(r.Before.Hooks, func(h string) bool { return strings.Contains(h, folder) }) {
				t.Errorf("no hook writes %s", src)
			}
			continue
		}
		if _, err := os.Stat(filepath.Join("../..", name)); err != nil {
			t.Error(err)
		}
	}
}

// TestReleaseConfiguration: a module of its own reads .goreleaser.yaml as goreleaser does.
func TestReleaseConfiguration(t *testing.T) {
	run := func(args ...string) ([]byte, error) {
		cmd := exec.Command("go", args...)
		cmd.Dir, cmd.Env = "../../.ci/goreleaser", append(os.Environ(), "GOFLAGS=", "GOWORK=off")
		return cmd.CombinedOutput()
	}
	if out, err := run("list", "-deps", "-test", "."); err != nil {
		t.Skipf("NOT CHECKED: the modules of .ci/goreleaser cannot be fetched: %v\n%s", err, out)
	}
	out, err := run("test", "-count=1", "-v", ".")
	if err != nil || !strings.Contains(string(out), "--- PASS: TestConfiguration") {
		t.Errorf("%v\n%s", err, out)
	}
	goreleaser, err := exec.LookPath("goreleaser")
	if err != nil {
		t.Log("NOT CHECKED by goreleaser itself: there is none in PATH")
		return
	}
	cmd := exec.Command(goreleaser, "check")
	cmd.Dir = "../.."
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("goreleaser check: %v\n%s", err, out)
	}
}
