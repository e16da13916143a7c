package corpus

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chaosrun/chaosrun/internal/trace"
)

var versions = flag.String("corpus.go", "", "Go versions to run the corpus with, separated by commas; empty: the one that runs the test")

var full = flag.Bool("corpus.full", false, "all schedules also of the programs that are big or wait: an hour")

// command builds the chaosrun command once.
func command(t testing.TB) string {
	t.Helper()
	bin := filepath.Join(t.TempDir(), "chaosrun")
	out, err := exec.Command("go", "build", "-o", bin, "github.com/chaosrun/chaosrun/cmd/chaosrun").CombinedOutput()
	if err != nil {
		t.Fatalf("building the command: %v\n%s", err, out)
	}
	return bin
}

// event is any line of -json.
type event struct {
	Event, Package, Test, Kind, Message, Verdict, Recording string
	Run, Runs                                               uint64
	Expected                                                bool
	Notes                                                   []string
}

// explore runs chaosrun test -json in a module and returns its exit status and events.
func explore(t testing.TB, bin, dir string, args ...string) (int, []event) {
	t.Helper()
	code, events, _ := timed(t, bin, dir, args...)
	return code, events
}

// timed is explore with the processor time that it took.
func timed(t testing.TB, bin, dir string, args ...string) (int, []event, time.Duration) {
	t.Helper()
	cmd := exec.Command(bin, append([]string{"test", "-json", "-artifacts", t.TempDir()}, args...)...)
	cmd.Dir = dir
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	var events []event
	for dec := json.NewDecoder(&out); dec.More(); {
		var e event
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

// goFlags are the flag sets that a corpus is explored with.
func goFlags() map[string][]string {
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

// TestBuggy: every test of the buggy module states its bug, and the bug is found and
// replays.
func TestBuggy(t *testing.T) {
	bin := command(t)
	dir := filepath.Join("testdata", "buggy")
	for name, flags := range goFlags() {
		t.Run(name, func(t *testing.T) {
			race := strings.Contains(name, "-race")
			args := append([]string{"-timeout", "3s", "-max-steps", "200000"}, flags...)
			_, events := explore(t, bin, dir, append(args, "./...")...)
			found := 0
			for _, e := range events {
				switch {
				case e.Event == "error":
					t.Errorf("%s: %s", e.Package, e.Message)
				case e.Event == "failure" && e.Expected:
					found++
					replay(t, bin, dir, e)
					if !race {
						simple(t, bin, dir, e)
					}
				case e.Event == "summary" && !race && strings.HasSuffix(e.Package, "/races"):
					// Their bugs are looked for with -race only.
				case e.Event == "summary" && race && strings.HasSuffix(strings.Join(e.Notes, ""), "found a race"):
					// The program has a data race as well, and it was found first.
				case e.Event == "summary" && e.Verdict != "pass":
					t.Errorf("%s.%s: %s %s", e.Package, e.Test, e.Verdict, e.Notes)
				}
			}
			if found < 40 {
				t.Errorf("%d bugs found, want at least 40", found)
			}
		})
	}
}

// replay replays a recording once, which must fail in the same way. A hang takes its
// time and is left out.
func replay(t *testing.T, bin, dir string, e event) {
	t.Helper()
	if e.Kind == "hang" {
		return
	}
	cmd := exec.Command(bin, "replay", e.Recording)
	cmd.Dir = dir
	out, _ := cmd.CombinedOutput()
	if code := cmd.ProcessState.ExitCode(); code != 1 {
		t.Errorf("%s.%s: replay exits with %d, want 1:\n%s", e.Package, e.Test, code, out)
	}
}

// packages lists the folders of a module but one.
func packages(t *testing.T, dir, but string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var pkgs []string
	for _, e := range entries {
		if e.IsDir() && e.Name() != but {
			pkgs = append(pkgs, "./"+e.Name())
		}
	}
	return pkgs
}

// most is how many preemptions a bug of the corpus needs at most, and those that need
// more.
const most = 2

var needsMore = map[string]int{"TestPetersonInTheWrongOrder": 5, "TestLimiterLetsTooManyIn": 4}

// simple checks that the recording's schedule has been made as simple as it gets: it has
// few preemptions, and nothing can be left out any more.
func simple(t *testing.T, bin, dir string, e event) {
	t.Helper()
	f, err := os.Open(e.Recording)
	if err != nil {
		t.Error(err)
		return
	}
	defer f.Close()
	rec, err := trace.Read(f)
	if err != nil {
		t.Errorf("%s.%s: %v", e.Package, e.Test, err)
		return
	}
	if rec.Kind == "hang" || rec.Kind == "livelock" || rec.From > 0 || rec.First > 0 {
		return // they take long, or are not whole
	}
	if got, want := rec.Cost().Preemptions, max(most, needsMore[e.Test]); got > want {
		t.Errorf("%s.%s: shrunk to %d preemptions, want at most %d", e.Package, e.Test, got, want)
	}
	if needsMore[e.Test] > 0 {
		return // a thorough search may find less
	}
	cmd := exec.Command(bin, "minimize", "-o", filepath.Join(t.TempDir(), "again.chaos"), e.Recording)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "there is nothing simpler") {
		t.Errorf("%s.%s: shrunk again: %v\n%s", e.Package, e.Test, err, out)
	}
}

// TestCorrect: no test of the correct module fails under any schedule.
func TestCorrect(t *testing.T) {
	bin := command(t)
	dir := filepath.Join("testdata", "correct")
	for name, flags := range goFlags() {
		t.Run(name, func(t *testing.T) {
			schedules := "2000"
			if testing.Short() || strings.Contains(name, "-race") {
				schedules = "200" // a tenth of the speed
			}
			// Programs that wait for child processes, profiles or real time, and the big
			// ones, are cut short by the real time that a test may take.
			duration, bigDuration := "20s", "10s"
			if *full {
				duration, bigDuration = "30m", "30m"
			}
			args := append([]string{"-schedules", schedules}, flags...)
			code, events := explore(t, bin, dir, append(append(args, "-duration", duration), packages(t, dir, "bigs")...)...)
			bigCode, bigEvents := explore(t, bin, dir, append(args, "-duration", bigDuration, "./bigs")...)
			code, events = max(code, bigCode), append(events, bigEvents...)
			for _, e := range events {
				switch {
				case e.Event == "failure":
					t.Errorf("false alarm: %s.%s: %s in run %d: %s", e.Package, e.Test, e.Kind, e.Run, e.Message)
				case e.Event == "error":
					t.Errorf("%s: %s", e.Package, e.Message)
				case e.Event == "summary" && e.Verdict != "pass" && e.Verdict != "skip":
					t.Errorf("%s.%s: %s %s", e.Package, e.Test, e.Verdict, e.Notes)
				}
			}
			if code != 0 {
				t.Errorf("exit status %d", code)
			}
		})
	}
}

// TestOracleForEveryKind: the buggy module has several bugs of each kind.
func TestOracleForEveryKind(t *testing.T) {
	n := make(map[string]int)
	files, err := filepath.Glob(filepath.Join("testdata", "buggy", "*", "*_test.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no buggy programs: %v", err)
	}
	for _, name := range files {
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(string(src), "\n") {
			if rest, ok := strings.CutPrefix(line, "//chaosrun:expect "); ok {
				n[strings.Fields(rest)[0]]++
			}
		}
	}
	for _, kind := range []string{"deadlock", "leak", "panic", "exit", "fatal", "assert", "race", "livelock", "hang"} {
		if n[kind] < 2 {
			t.Errorf("%d bugs of kind %s, want several", n[kind], kind)
		}
	}
	t.Log(fmt.Sprint(n))
}
