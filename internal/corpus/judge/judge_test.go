package judge

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"maps"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chaosrun/chaosrun/internal/corpus"
)

var (
	programs = flag.Int("judge.programs", 200, "how many programs to judge")
	seed     = flag.Int64("judge.seed", 1, "of the first program")
	batch    = flag.Int("judge.batch", 200, "how many programs are compiled into one test binary")
	like     = flag.String("judge.like", "", "what an operation of each program contains, as \"; select\"")
	native   = flag.Int("judge.native", 100, "runs of each program by go test")
	samplers = flag.String("judge.samplers", "random,pos,pct,surw", "the strategies that sample")
	runs     = flag.Int("judge.runs", 100, "of each program by each of them")
	most     = flag.Int("judge.schedules", 5_000, "a program with more schedules is not judged")
)

// TestStrategies: dfs and dpor see the same outcomes, and nobody sees another.
func TestStrategies(t *testing.T) {
	m := corpus.Open(t, "proofs")
	for first := 0; first < *programs; first += *batch {
		var ps []program
		for i := first; i < min(first+*batch, *programs); i++ {
			ps = append(ps, random(rand.New(rand.NewSource(*seed+int64(i))), fmt.Sprintf("Test%d", *seed+int64(i)), *like))
		}
		judge(t, m.Command, ps)
	}
}

func judge(t *testing.T, command string, ps []program) {
	t.Helper()
	dir := t.TempDir()
	src := header
	for _, p := range ps {
		src += p.source()
	}
	for name, text := range map[string]string{"go.mod": "module judged\n\ngo 1.25\n", "judged_test.go": src} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	chaosrun := func(strategy string, n string) map[string]map[string]bool {
		return outcomes(t, dir, command, "test", "-strategy", strategy, "-schedules", n, "-duration", "5m", "-clock", "idle", "-leaks", "off", ".")
	}
	limit := strconv.Itoa(*most)
	all, reduced := chaosrun("dfs", limit), chaosrun("dpor", limit)
	others := map[string]map[string]map[string]bool{"go test": outcomes(t, dir, "go", "test", "-count", strconv.Itoa(*native), ".")}
	for _, strategy := range strings.FieldsFunc(*samplers, func(c rune) bool { return c == ',' }) {
		others[strategy] = chaosrun(strategy, strconv.Itoa(*runs))
	}
	both, one := 0, 0
	for _, p := range ps {
		want, got := all[p.name], reduced[p.name]
		switch {
		case want == nil && got == nil:
			continue // too many schedules
		case want == nil:
			one++
			want = got // who sees others, sees what dpor misses
		default:
			both++
		}
		if !maps.Equal(got, want) {
			t.Errorf("dpor sees %d outcomes of %d; it misses %q, and sees %q besides:\n%s", len(got), len(want), minus(want, got), minus(got, want), p.source())
		}
		for name, got := range others {
			if p.draws || p.counts && name == "go test" {
				continue
			}
			if more := minus(got[p.name], want); len(more) > 0 {
				t.Errorf("%s sees %q, and the searches do not:\n%s", name, more, p.source())
			}
		}
	}
	t.Logf("%d programs: dfs and dpor explored %d, dpor alone %d", len(ps), both, one)
	if *like == "" && (both < len(ps)/4 || both+one < len(ps)*3/4) {
		t.Errorf("of %d programs dfs and dpor explored only %d, dpor alone %d", len(ps), both, one)
	}
}

// outcomes runs a command and returns what it wrote, by test; of a search only those of tests that
// it calls complete.
func outcomes(t *testing.T, dir string, args ...string) map[string]map[string]bool {
	t.Helper()
	cache, err := os.UserCacheDir() // the temporary folder is each process's own
	if err != nil {
		t.Fatal(err)
	}
	out, err := os.MkdirTemp(cache, "chaosrun-judge-")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(out)
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "JUDGE_OUT="+out)
	cmd.WaitDelay = time.Second
	text, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %v\n%s", args, err, text)
	}
	search := slices.Contains(args, "dfs") || slices.Contains(args, "dpor")
	seen := make(map[string]map[string]bool)
	files, err := os.ReadDir(out)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if search && !bytes.Contains(text, []byte("    "+f.Name()+": complete: ")) {
			continue
		}
		lines, err := os.ReadFile(filepath.Join(out, f.Name()))
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
		seen[f.Name()] = make(map[string]bool)
		for _, l := range strings.Split(strings.TrimSuffix(string(lines), "\n"), "\n") {
			seen[f.Name()][l] = true
		}
	}
	return seen
}

// minus returns what is in a and not in b.
func minus(a, b map[string]bool) []string {
	var only []string
	for x := range a {
		if !b[x] {
			only = append(only, x)
		}
	}
	slices.Sort(only)
	return only
}
