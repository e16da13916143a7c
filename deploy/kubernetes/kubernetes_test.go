// Package kubernetes has the manifests with which campaigns run on Kubernetes.
package kubernetes

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// The manifests are checked by a module of its own, with the types of Kubernetes.
func TestManifests(t *testing.T) {
	env := append(os.Environ(), "GOFLAGS=", "GOWORK=off")
	fetch := exec.Command("go", "mod", "download")
	fetch.Dir, fetch.Env = "check", env
	if out, err := fetch.CombinedOutput(); err != nil {
		t.Skipf("NOT CHECKED: the modules of deploy/kubernetes/check cannot be fetched: %v\n%s", err, out)
	}
	cmd := exec.Command("go", "test", "-v", "./...")
	cmd.Dir, cmd.Env = "check", env
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "--- PASS: TestManifests") {
		t.Errorf("%v\n%s", err, out)
	}
}
