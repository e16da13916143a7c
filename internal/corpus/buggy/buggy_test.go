package buggy

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chaosrun/chaosrun/internal/corpus"
	"github.com/chaosrun/chaosrun/internal/trace"
)

// TestBuggy: every test of the buggy module states its bug, and the bug is found and
// replays.
func TestBuggy(t *testing.T) {
	m := corpus.Open(t, "buggy")
	for name, flags := range corpus.Flags() {
		t.Run(name, func(t *testing.T) {
			corpus.NeedsTime(t, 5*time.Minute)
			race := strings.Contains(name, "-race")
			args := append([]string{"-timeout", "3s", "-max-steps", "200000"}, flags...)
			_, events, _ := m.Explore(t, append(args, "./...")...)
			found := 0
			for _, e := range events {
				switch {
				case e.Event == "error":
					t.Errorf("%s: %s", e.Package, e.Message)
				case e.Event == "failure" && e.Expected:
					found++
					replay(t, m, e)
					if !race {
						simple(t, m, e)
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
func replay(t *testing.T, m corpus.Module, e corpus.Event) {
	t.Helper()
	if e.Kind == "hang" {
		return
	}
	cmd := m.Run("replay", e.Recording)
	out, _ := cmd.CombinedOutput()
	if code := cmd.ProcessState.ExitCode(); code != 1 {
		t.Errorf("%s.%s: replay exits with %d, want 1:\n%s", e.Package, e.Test, code, out)
	}
}

// most is how many preemptions a bug of the corpus needs at most, and those that need
// more.
const most = 2

var needsMore = map[string]int{"TestPetersonInTheWrongOrder": 7, "TestLimiterLetsTooManyIn": 6, "TestOpposite": 3}

// simple checks that the recording's schedule has been made as simple as it gets: it has
// few preemptions, and nothing can be left out any more.
func simple(t *testing.T, m corpus.Module, e corpus.Event) {
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
	cmd := m.Run("minimize", "-o", filepath.Join(t.TempDir(), "again.chaos"), e.Recording)
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "there is nothing simpler") {
		t.Errorf("%s.%s: shrunk again: %v\n%s", e.Package, e.Test, err, out)
	}
}

// TestOracleForEveryKind: the buggy module has several bugs of each kind.
func TestOracleForEveryKind(t *testing.T) {
	n := make(map[string]int)
	files, err := filepath.Glob(filepath.Join("..", "testdata", "buggy", "*", "*_test.go"))
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
