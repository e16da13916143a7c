package cilog

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/chaosrun/chaosrun/internal/trace"
)

// The logs in testdata are what Go 1.26, gotestsum and go-junit-report have printed of small tests
// that fail.

// read reads a log of testdata.
func read(t testing.TB, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func goals(t testing.TB, text []byte) []Goal {
	t.Helper()
	log, err := Read(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return log.Goals
}

// summary is what a goal is, in a line.
func summary(g Goal) string {
	s := fmt.Sprintf("%s %s: %s: %s", g.Package, g.Test, g.Kind, g.Message)
	if at := trace.UserFrame(g.Stack); at.File != "" {
		s += " at " + place(at)
	}
	for _, b := range g.Blocked {
		s += fmt.Sprintf("; %s at %s", b.Reason, place(trace.UserFrame(b.Stack)))
	}
	for _, r := range g.Races {
		s += fmt.Sprintf("; %s at %s, %s at %s", r.First.Op, place(trace.UserFrame(r.First.Stack)), r.Second.Op, place(trace.UserFrame(r.Second.Stack)))
	}
	if len(g.Before)+len(g.Beside) > 0 {
		s += fmt.Sprintf(" %v %v", g.Before, g.Beside)
	}
	return s
}

func place(f trace.Frame) string { return fmt.Sprintf("%s:%d", filepath.Base(f.File), f.Line) }

const (
	subtest  = " TestAssert/sub=1/a_b: assert: m_test.go:17: got 3, want 4"
	deadline = " TestDeadline: assert: m_test.go:64: query: context deadline exceeded"
	stuck    = "example.org/m TestStuck: timeout: test timed out after 1s; sync.Mutex.Lock at m_test.go:41; chan send at m_test.go:33"
	raced    = "example.org/m TestRace: race: data race; write at m_test.go:49, read at m_test.go:48"
	raced2   = " TestRace: race: data race; write at m_test.go:48, read at m_test.go:49"
	panicked = "example.org/m TestPanic: panic: assignment to entry in nil map at m_test.go:26"
)

var wanted = map[string][]string{
	"text.log":              {"example.org/m" + subtest, "example.org/m" + deadline},
	"verbose.log":           {"example.org/m" + subtest + " [TestPass] []", "example.org/m" + deadline + " [TestPass TestAssert] []"},
	"text.json":             {"example.org/m" + subtest + " [TestPass] []", "example.org/m" + deadline + " [TestPass TestAssert] []"},
	"gotestsum.log":         {"." + subtest, "." + deadline},
	"gotestsum.xml":         {"example.org/m" + subtest, "example.org/m" + deadline + " [TestAssert] []"},
	"go-junit-report.xml":   {panicked, "example.org/m" + subtest},
	"timeout.log":           {stuck + " [TestPass] []"},
	"timeout.json":          {stuck},
	"gotestsum-timeout.log": {stuck},
	"gotestsum-timeout.xml": {stuck},
	"race.log":              {raced},
	"race.json":             {"example.org/m" + raced2},
	"gotestsum-race.log":    {"example.org/m" + raced2},
	"panic.log":             {panicked},
	"panicgo.log":           {"example.org/m TestPanicGo: panic: boom 12 at m_test.go:55"},
	"maprace.log":           {"example.org/m TestMapRace: fatal error: concurrent map writes at m_test.go:75"},
	"asleep.log":            {"example.org/m TestAllAsleep: deadlock: all goroutines are asleep - deadlock!; select (no cases) at m_test.go:82"},
	"exit.log":              {"example.org/m : exit: the process ended in the middle of the test"},
	"goleak.log":            {"example.org/gl TestLeak: leak: goleak found unexpected goroutines; chan receive at gl_test.go:11", "example.org/gl TestRequire: assert: gl_test.go:19: Not equal: expected: 3 actual : 4 (items)"},
	"goleakmain.log":        {"example.org/gl/main TestLeaves: leak: goleak found unexpected goroutines; chan receive at m_test.go:11"},
	"parallel.log":          {"example.org/gl TestParallelA/x: assert: gl_test.go:22: a failed [] [TestParallelB]"},
}

func TestRead(t *testing.T) {
	files, err := filepath.Glob("testdata/*.*")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) != len(wanted) {
		t.Errorf("%d logs in testdata, and %d are expected", len(files), len(wanted))
	}
	for name, want := range wanted {
		var got []string
		for _, g := range goals(t, read(t, name)) {
			got = append(got, summary(g))
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s:\n%s\nwant\n%s", name, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}

// TestPrefixes: what a CI system puts around the lines changes nothing.
func TestPrefixes(t *testing.T) {
	around := map[string]func(line string) string{
		"GitHub":        func(l string) string { return "2026-11-29T06:43:29.8192518Z " + l },
		"GitHub's gh":   func(l string) string { return "test (1.26)\tRun tests\t2026-11-29T06:43:29.8192518Z " + l },
		"GitLab":        func(l string) string { return "2026-11-29T06:43:29.819251Z 01O " + l },
		"Jenkins":       func(l string) string { return "[2026-11-29T06:43:29.819Z] " + l },
		"Jenkins' time": func(l string) string { return "06:43:29  " + l },
		"autopkgtest":   func(l string) string { return "140s " + l },
		"Buildkite":     func(l string) string { return "\x1b_bk;t=1700000000000\x07" + l },
		"colours":       func(l string) string { return "\x1b[31m" + l + "\x1b[0m" },
		"Windows":       func(l string) string { return l + "\r" },
		"annotations":   func(l string) string { return "2026-11-29T06:43:29.8192518Z ##[error]" + l },
	}
	for name := range wanted {
		if strings.HasSuffix(name, ".xml") {
			continue
		}
		text := read(t, name)
		want := goals(t, text)
		for system, wrap := range around {
			lines := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
			for i, l := range lines {
				lines[i] = wrap(l)
			}
			log := "section_start:1560896352:test\r\x1b[0Ktests\n" + strings.Join(lines, "\n") + "\n"
			if got := goals(t, []byte(log)); !reflect.DeepEqual(got, want) {
				t.Errorf("%s, %s:\n%+v\nwant\n%+v", name, system, got, want)
			}
		}
	}
}

// TestCut: a log that is cut says what it has said until there.
func TestCut(t *testing.T) {
	for name, want := range map[string]string{
		"timeout.log": "TestStuck: timeout: test timed out after 1s; sync.Mutex.Lock at m_test.go:41",
		"race.log":    "TestRace: race: data race",
		"verbose.log": "TestAssert/sub=1/a_b: assert: m_test.go:17: got 3, want 4",
		"text.json":   "TestDeadline: assert: m_test.go:64: query: context deadline exceeded",
	} {
		text := read(t, name)
		for i := 0; i < len(text); i += 5 {
			_, err := Read(bytes.NewReader(text[:i]))
			if err != nil && !errors.Is(err, ErrNoFailure) {
				t.Errorf("%s, cut at %d: %v", name, i, err)
			}
			_, err = Read(bytes.NewReader(text[i:]))
			if err != nil && !errors.Is(err, ErrNoFailure) {
				t.Errorf("%s, from %d on: %v", name, i, err)
			}
		}
		end := bytes.LastIndex(text, []byte("FAIL\texample.org/m\t"))
		if i := bytes.Index(text, []byte(`"Output":"FAIL\texample`)); i >= 0 {
			end = bytes.LastIndexByte(text[:i], '\n')
		}
		if i := bytes.Index(text, []byte("\ngoroutine 9 [chan send]")); i >= 0 {
			end = i
		}
		found := false
		for _, g := range goals(t, text[:end]) {
			found = found || strings.Contains(summary(g), want)
		}
		if !found {
			t.Errorf("%s, cut at %d: no goal is %s", name, end, want)
		}
	}
}

// TestRunningSubtest: of a test and its subtest, which go test says have both run when the time was up, it is
// the subtest that did not end.
func TestRunningSubtest(t *testing.T) {
	log := "panic: test timed out after 1m0s\n\trunning tests:\n\t\tTestA (1m0s)\n\t\tTestA/b (1m0s)\n\t\tTestA/b/c (59s)\n\t\tTestC (1s)\n\n" +
		"goroutine 7 [chan receive]:\np/q.TestA.func1.1(0xc000007a00)\n\t/src/q/a_test.go:9 +0x1\n\nFAIL\tp/q\t60.1s\n"
	if g := goals(t, []byte(log)); len(g) != 1 || g[0].Test != "TestA/b/c" || g[0].Kind != Timeout {
		t.Errorf("%+v", g)
	}
}

// TestPasted: of a log that somebody has pasted without its time stamps, the space after them may be left.
func TestPasted(t *testing.T) {
	log := " === RUN   TestA\n    a_test.go:3: no\n--- FAIL: TestA (0.00s)\nFAIL\nFAIL\tp/q\t0.1s\n"
	if g := goals(t, []byte(log)); len(g) != 1 || g[0].Message != "a_test.go:3: no" {
		t.Errorf("%+v", g)
	}
}

func TestOwnGoroutines(t *testing.T) {
	g := goals(t, read(t, "timeout.log"))[0]
	if len(g.Blocked) != 2 || !g.Blocked[0].In("TestStuck") || g.Blocked[1].In("TestStuck") || g.Blocked[1].Parent != g.Blocked[0].ID {
		t.Errorf("the goroutines are %+v", g.Blocked)
	}
}

// TestAgain: with -count a test may fail because it has run before.
func TestAgain(t *testing.T) {
	g := goals(t, []byte("=== RUN   TestA\n--- PASS: TestA (0.00s)\n=== RUN   TestB\n--- PASS: TestB (0.00s)\n=== RUN   TestA\n    a_test.go:3: no\n--- FAIL: TestA (0.00s)\nFAIL\nFAIL\tp/q\t0.1s\n"))
	if len(g) != 1 || !reflect.DeepEqual(g[0].Before, []string{"TestB", "TestA"}) {
		t.Errorf("%+v", g)
	}
}

func TestNothingFailed(t *testing.T) {
	for _, text := range []string{"", "ok  \texample.org/m\t0.1s\n", "=== RUN   TestX\n--- PASS: TestX (0.00s)\nPASS\n", "FAIL\texample.org/m [build failed]\nFAIL\n", "<testsuites></testsuites>"} {
		if log, err := Read(strings.NewReader(text)); !errors.Is(err, ErrNoFailure) {
			t.Errorf("%q: %+v, %v", text, log, err)
		}
	}
}

func TestCommit(t *testing.T) {
	for line, want := range map[string]string{
		"2026-11-29T06:43:29.8192518Z HEAD is now at 1a2b3c4 queue: close once":         "1a2b3c4",
		"Checking out 1ecfd275 as detached HEAD (ref is refs/merge-requests/7/head)...": "1ecfd275",
	} {
		log, err := Read(strings.NewReader(line + "\n--- FAIL: TestX (0.00s)\nFAIL\tp/q\t0.1s\n"))
		if err != nil || log.Commit != want {
			t.Errorf("%s: %+v, %v", line, log, err)
		}
	}
}

func TestNames(t *testing.T) {
	for _, x := range []struct {
		name, path string
		want       bool
	}{{"sub", "example.org/m/sub", true}, {"./sub", "example.org/m/sub", true}, {"ub", "example.org/m/sub", false}, {"example.org/m", "example.org/m", true}, {".", "example.org/m", true}, {"", "example.org/m", false}} {
		if got := Names(x.name, x.path); got != x.want {
			t.Errorf("%q may be %q: %v", x.name, x.path, got)
		}
	}
}

// TestMuch: whatever a log holds, what is kept of it is bounded.
func TestMuch(t *testing.T) {
	var b bytes.Buffer
	for i := range 3 * mostGoals {
		fmt.Fprintf(&b, "--- FAIL: Test%d (0.00s)\n    x_test.go:1: %s\n", i, strings.Repeat("long ", 5000))
	}
	b.WriteString("FAIL\tp/q\t0.1s\n")
	log, err := Read(&b)
	if err != nil || len(log.Goals) != mostGoals || !log.Cut {
		t.Fatalf("%d goals, cut: %v, %v", len(log.Goals), log.Cut, err)
	}
	if n := len(log.Goals[0].Output); n > mostMessage {
		t.Errorf("the output of a test has %d bytes", n)
	}
}

// FuzzRead: no log makes it panic, or keep more than it may.
func FuzzRead(f *testing.F) {
	for name := range wanted {
		f.Add(read(f, name))
	}
	f.Add([]byte("<testsuite name=\"a\"><testcase name=\"b\"><failure>panic: x</failure></testcase><testsuite>"))
	f.Fuzz(func(t *testing.T, text []byte) {
		log, err := Read(bytes.NewReader(text))
		if err != nil {
			if log != nil {
				t.Errorf("a log and an error: %v", err)
			}
			return
		}
		if len(log.Goals) == 0 || len(log.Goals) > mostGoals {
			t.Errorf("%d goals", len(log.Goals))
		}
		for _, g := range log.Goals {
			if g.Kind == "" || len(g.Message) > 2*mostMessage || len(g.Blocked) > mostGoroutines || len(g.Output) > mostLogged*(mostMessage+1) {
				t.Errorf("the goal is %+v", g)
			}
		}
	})
}
