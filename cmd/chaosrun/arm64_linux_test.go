package main

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/chaosrun/chaosrun/internal/corpus"
	"github.com/rogpeppe/go-internal/testscript"
)

var arm64Full = flag.Bool("arm64.full", false, "explore all of both corpora for linux/arm64, as long as it takes under an emulator: a quarter of an hour")

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
	buggy := []string{"./deadlock", "./exits", "./fatals", "./onces", "./orders", "./panics", "./promises", "./races"}
	schedules := "5"
	if *arm64Full {
		buggy, schedules = []string{"./..."}, "200"
	}
	// Without large and long programs, C code, and what asks for the cookie of a socket, which an emulator does not know.
	correct := corpus.Module{Dir: "../../internal/corpus/testdata/correct"}.Packages(t, "bigs", "longs", "cthreads", "sockets")
	for _, c := range []struct {
		module string
		args   []string
	}{
		{"buggy", append([]string{"-schedules", "1000", "-duration", "2m", "-timeout", "60s"}, buggy...)},
		{"correct", append([]string{"-schedules", schedules, "-duration", "1m"}, correct...)},
	} {
		t.Run(c.module, func(t *testing.T) {
			cmd := chaosrun(filepath.Join("../../internal/corpus/testdata", c.module), append([]string{"test", "-shrink", "0", "-artifacts", t.TempDir()}, c.args...)...)
			cmd.Env = append(os.Environ(), "GOWORK=off")
			out, err := cmd.CombinedOutput()
			if err != nil || strings.Contains(string(out), "unfinished: ") || !strings.Contains(string(out), "control: proved") {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
	t.Run("scripts", func(t *testing.T) {
		p := scriptParams(t)
		p.Dir, p.Files = "", []string{"testdata/script/deadlock.txtar", "testdata/script/draws.txtar", "testdata/script/show.txtar"}
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
