package buggy

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chaosrun/chaosrun/internal/corpus"
)

// TestBuggy: every test of the buggy module states its bug, and the bug is found and
// replays.
func TestBuggy(t *testing.T) {
	m := corpus.Open(t, "buggy")
	for name, flags := range corpus.Flags() {
		t.Run(name, func(t *testing.T) {
			corpus.NeedsTime(t, 5*time.Minute)
			race := strings.Contains(name, "-race")
			t.Setenv("GOWORK", "off") // the corpus is no module of the workspace
			args := append([]string{"-timeout", "3s", "-max-steps", "200000"}, flags...)
			builds := make(runners)
			pkgs := []string{"./..."}
			if race { // the detector makes what takes long take longer, and has nothing to say of it
				pkgs = m.Packages(t, "hangs", "livelocks", "timings")
			}
			_, events, _ := m.Explore(t, append(args, pkgs...)...)
			found := 0
			for _, e := range events {
				switch {
				case e.Event == "error":
					t.Errorf("%s: %s", e.Package, e.Message)
				case e.Event == "failure" && e.Expected:
					found++
					if rec := builds.replay(t, m, e); rec != nil && !race {
						builds.simple(t, m, rec)
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
