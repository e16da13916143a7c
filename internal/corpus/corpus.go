// Package corpus runs the real command over modules of small programs: what chaosrun
// must find (testdata/buggy), what it must stay silent on (testdata/correct), and what an
// exhaustive search may say of them (testdata/proofs). The tests
// are in the packages of the same names.
package corpus

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

var versions = flag.String("corpus.go", "", "Go versions to run the corpus with, separated by commas; empty: the one that runs the test")

// Event is any line of -events.
type Event struct {
	Event, Package, Test, Kind, Message, Verdict, Recording string
	Run, Runs                                               uint64
	Expected, Complete, Controlled                          bool
	Notes, Assumes                                          []string
}

// A Module is one of the modules, and the command that explores it.
type Module struct {
	Command string // path of the chaosrun binary
	Dir     string
}

// Open builds the command and returns the module of that name.
func Open(t testing.TB, name string) Module {
	t.Helper()
	bin := filepath.Join(t.TempDir(), "chaosrun")
	out, err := exec.Command("go", "build", "-o", bin, "github.com/chaosrun/chaosrun/cmd/chaosrun").CombinedOutput()
	if err != nil {
		t.Fatalf("building the command: %v\n%s", err, out)
	}
	return Module{Command: bin, Dir: filepath.Join("..", "testdata", name)}
}

// Packages lists the packages of the module but for those in some folders, as arguments of the command.
func (m Module) Packages(t testing.TB, without ...string) []string {
	t.Helper()
	entries, err := os.ReadDir(m.Dir)
	if err != nil {
		t.Fatal(err)
	}
	var pkgs []string
	for _, e := range entries {
		if e.IsDir() && !slices.Contains(without, e.Name()) && !strings.HasPrefix(e.Name(), ".") {
			pkgs = append(pkgs, "./"+e.Name())
		}
	}
	return pkgs
}

// Run is the command with arguments, in the module.
func (m Module) Run(args ...string) *exec.Cmd {
	cmd := exec.Command(m.Command, args...)
	cmd.Dir, cmd.Env = m.Dir, append(os.Environ(), "GOWORK=off") // it is no module of the workspace
	return cmd
}

// Explore runs chaosrun test -events in the module. It returns the exit status, the events
// and the processor time that it took.
func (m Module) Explore(t testing.TB, args ...string) (int, []Event, time.Duration) {
	t.Helper()
	cmd := m.Run(append([]string{"test", "-events", "-artifacts", t.TempDir()}, args...)...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	var events []Event
	for dec := json.NewDecoder(&out); dec.More(); {
		var e Event
		if err := dec.Decode(&e); err != nil {
			t.Fatalf("not JSON: %v\n%s", err, errs.String())
		}
		events = append(events, e)
	}
	code := cmd.ProcessState.ExitCode()
	if len(events) == 0 {
		t.Fatalf("exit status %d and no output: %s", code, errs.String())
	}
	return code, events, cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
}

// NeedsTime skips the rest of a test if go test ends it sooner than in d: on a machine
// that is busy with other things, what is left is for a run with a larger -timeout.
func NeedsTime(t *testing.T, d time.Duration) {
	t.Helper()
	if end, ok := t.Deadline(); ok && time.Until(end) < d {
		t.Skipf("go test ends in %v, and this may take %v: run it with -timeout 40m", time.Until(end).Round(time.Second), d)
	}
}

// Flags are the flag sets that a module is explored with, by name: every version with and
// without the race detector.
func Flags() map[string][]string {
	sets := make(map[string][]string)
	for _, v := range strings.Split(*versions, ",") {
		name, args := "go", []string(nil)
		if v != "" {
			name, args = v, []string{"-go", v}
		}
		sets[name] = args
		sets[name+" -race"] = append([]string{"-race"}, args...)
	}
	return sets
}
