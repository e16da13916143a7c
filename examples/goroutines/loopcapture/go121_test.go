//go:build !chaosrun

package loopcapture

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The module in go121 is not one of this module's packages: ./... does not come to it.
// So it is run from here, where nothing is under control.
func TestModuleOfGo121(t *testing.T) {
	here, err := os.ReadFile("loop.go")
	if err != nil {
		t.Fatal(err)
	}
	there, err := os.ReadFile("go121/loop.go")
	if err != nil {
		t.Fatal(err)
	}
	if want := bytes.Replace(here, []byte("package loopcapture"), []byte("package go121"), 1); !bytes.Equal(there, want) {
		t.Error("loop.go and go121/loop.go are not the same text")
	}

	tmp := t.TempDir()
	tool := filepath.Join(tmp, "chaosrun")
	if out, err := exec.Command("go", "build", "-o", tool, "../../../cmd/chaosrun").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	cmd := exec.Command(tool, "test", "-artifacts", tmp)
	cmd.Dir, cmd.Env = "go121", append(os.Environ(), "GOWORK=off") // it is no module of the workspace
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "--- FOUND: TestWrongMapLoop: assert ") {
		t.Errorf("chaosrun test: %v\n%s", err, out)
	}
}
