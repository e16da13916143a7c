// Package children holds tests that start processes and look for what they have done.
package children

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

func TestMain(m *testing.M) {
	if name := os.Getenv("CHILD_FILE"); name != "" {
		time.Sleep(20 * time.Millisecond)
		if err := os.WriteFile(name, []byte("x"), 0o644); err != nil {
			panic(err)
		}
		time.Sleep(time.Hour)
	}
	os.Exit(m.Run())
}

// A child that goes on writes a file, for which the test looks again and again.
func TestFile(t *testing.T) {
	name := filepath.Join(t.TempDir(), "f")
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "CHILD_FILE="+name)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer cmd.Wait()
	defer cmd.Process.Kill()
	for deadline := time.Now().Add(5 * time.Second); ; time.Sleep(2 * time.Millisecond) {
		if _, err := os.Stat(name); err == nil {
			return
		}
		if time.Now().After(deadline) {
			t.Fatal("no file")
		}
	}
}

// A child that is killed has closed its end of a pipe, sooner or later.
func TestKilled(t *testing.T) {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "CHILD_FILE="+filepath.Join(t.TempDir(), "f"))
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer cmd.Wait()
	cmd.Process.Kill()
	for deadline := time.Now().Add(5 * time.Second); ; time.Sleep(time.Millisecond) {
		if _, err := stdin.Write([]byte("x")); err != nil {
			return
		}
		if time.Now().After(deadline) {
			t.Fatal("the pipe is open")
		}
	}
}

// The environment is as go test makes it.
func TestEnvironment(t *testing.T) {
	wd, err := os.Getwd()
	if err != nil || os.Getenv("PWD") != wd {
		t.Errorf("PWD is %s, in %s (%v)", os.Getenv("PWD"), wd, err)
	}
	out, err := exec.Command("go", "env", "GOVERSION").Output()
	if err != nil || strings.TrimSpace(string(out)) != runtime.Version() {
		t.Errorf("%q %v, and %q here", out, err, runtime.Version())
	}
}
