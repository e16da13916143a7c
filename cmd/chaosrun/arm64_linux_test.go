package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestARM64 controls tests that are built for arm64. On another processor that takes an emulator, which
// .ci/run registers with the kernel.
func TestARM64(t *testing.T) {
	if testing.Short() {
		t.Skip("it builds the standard library for arm64")
	}
	if runtime.GOARCH == "arm64" {
		t.Skip("the other tests show it")
	}
	t.Setenv("GOARCH", "arm64")
	t.Setenv("CGO_ENABLED", "0")
	if why := runsNothing(t); why != "" {
		t.Skipf("NOT CHECKED: this machine runs no programs for linux/arm64: %s", why)
	}
	for _, c := range []struct{ module, pkg, want string }{
		{"buggy", "./deadlock", "--- FOUND: TestMissedSignal"},
		{"correct", "./syncs", "ok"},
	} {
		cmd := chaosrun(filepath.Join("../../internal/corpus/testdata", c.module), "test", "-schedules", "100", "-shrink", "0", "-artifacts", t.TempDir(), c.pkg)
		cmd.Env = append(os.Environ(), "GOWORK=off")
		out, err := cmd.CombinedOutput()
		if err != nil || !strings.Contains(string(out), c.want) || !strings.Contains(string(out), "control: proved") {
			t.Errorf("%s %s: %v, want %q\n%s", c.module, c.pkg, err, c.want, out)
		}
	}
	t.Run("script", func(t *testing.T) {
		p := scriptParams(t)
		p.Dir, p.Files = "", []string{"testdata/script/deadlock.txtar"}
		setup := p.Setup
		p.Setup = func(e *testscript.Env) error {
			e.Vars = append(e.Vars, "GOARCH=arm64", "CGO_ENABLED=0")
			return setup(e)
		}
		testscript.Run(t, p)
	})
}

// runsNothing says why a program that is built for the environment's processor does not run, if so.
func runsNothing(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "main.go"), []byte("package main\n\nfunc main() { print(\"runs\") }\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	build := exec.Command("go", "build", "-o", "main", "main.go")
	build.Dir = dir
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	out, err := exec.Command(filepath.Join(dir, "main")).CombinedOutput()
	if err != nil {
		return err.Error()
	}
	if string(out) != "runs" {
		t.Fatalf("it prints %q", out)
	}
	return ""
}
