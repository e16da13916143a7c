// Package kubernetes has the manifests with which campaigns run on Kubernetes.
package kubernetes

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The manifests are checked by a module of its own, with the types of Kubernetes.
func TestManifests(t *testing.T) {
	// What this process reads tells the go command when the result in its cache is out of date.
	if err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			_, err = os.ReadFile(name)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	env := append(os.Environ(), "GOFLAGS=", "GOWORK=off")
	fetch := exec.Command("go", "mod", "download")
	fetch.Dir, fetch.Env = "check", env
	if out, err := fetch.CombinedOutput(); err != nil {
		t.Skipf("NOT CHECKED: the modules of docs/kubernetes/check cannot be fetched: %v\n%s", err, out)
	}
	cmd := exec.Command("go", "test", "-count=1", "-v", "./...")
	cmd.Dir, cmd.Env = "check", env
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "--- PASS: TestManifests") {
		t.Errorf("%v\n%s", err, out)
	}
}
