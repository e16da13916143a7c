package main

import (
	"bytes"
	"encoding/json"
	"math/rand"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/chaosrun/chaosrun/cmd/chaosrun/internal/sweep"
)

// killed is a module whose tests have one bug that is easy to find, one that is not, and none.
const killed = `package killed

import (
	"sync"
	"testing"

	"github.com/chaosrun/chaosrun/sched"
)

func some(n int) {
	var wg sync.WaitGroup
	var mu sync.Mutex
	for range n {
		wg.Go(func() { mu.Lock(); mu.Unlock() })
	}
	wg.Wait()
}

func TestFine(t *testing.T)  { some(3) }
func TestOther(t *testing.T) { some(4) }

func TestDeep(t *testing.T) {
	some(2)
	if sched.Choose(60) == 7 && sched.Choose(60) == 7 {
		<-make(chan int)
	}
}

func TestEarly(t *testing.T) {
	some(2)
	if sched.Choose(20) == 3 {
		t.Error("three")
	}
}
`

// killedModule writes the module and returns its folder.
func killedModule(t *testing.T) string {
	t.Helper()
	repo, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, text := range map[string]string{
		"go.mod":         "module killed\n\ngo 1.25\n\nrequire github.com/chaosrun/chaosrun v0.0.0\n\nreplace github.com/chaosrun/chaosrun => " + repo + "\n",
		"killed_test.go": killed,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("GOFLAGS", "-mod=mod")
	return dir
}

// journal is what a campaign's journal says: how often each run was made, and what was found.
type journal struct {
	runs  map[string]int
	twice []string
	found map[string]bool
}

func readJournal(t *testing.T, dir string) *journal {
	t.Helper()
	f, err := os.Open(filepath.Join(dir, ".chaosrun", "campaign.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	j := &journal{runs: make(map[string]int), found: make(map[string]bool)}
	made := make(map[string]bool)
	_, err = sweep.Read(f, func(e sweep.Entry) error {
		if e.Finding != nil {
			j.found[e.Finding.Test+" "+e.Finding.Fingerprint] = true
		}
		if e.Share == nil {
			return nil
		}
		for i := e.Share.First; i < e.Outcome.Next; i++ {
			config, _ := json.Marshal(e.Share.Config)
			key := e.Share.Test + string(config)
			if run := key + strconv.FormatUint(i, 10); made[run] {
				j.twice = append(j.twice, run)
			} else {
				made[run] = true
				j.runs[key]++
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return j
}

// children are the processes that a process has started.
func children(pid int) []int {
	var out []int
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, name := range stats {
		b, err := os.ReadFile(name)
		if err != nil {
			continue // it has ended
		}
		f := strings.Fields(string(b[bytes.LastIndexByte(b, ')')+1:]))
		if len(f) > 1 && f[1] == strconv.Itoa(pid) {
			if n, err := strconv.Atoi(filepath.Base(filepath.Dir(name))); err == nil {
				out = append(out, n)
			}
		}
	}
	return out
}

// notWorker reports whether a process runs no test binary, or has ended.
func notWorker(pid int) bool {
	exe, err := os.Readlink("/proc/" + strconv.Itoa(pid) + "/exe")
	return err != nil || !strings.HasSuffix(strings.TrimSuffix(exe, " (deleted)"), ".test")
}

// Processes of a campaign are killed fifty times, itself or its workers, wherever they are.
// With -resume it comes to the same end as one that nobody disturbs: the same runs, each once,
// and the same findings.
func TestSweepSurvivesKills(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes a minute")
	}
	t.Setenv("TMPDIR", t.TempDir()) // what a killed process leaves there
	args := []string{"sweep", "-keep-going", "-strategies", "random,pct", "-seeds", "1,2", "-schedules", "12000", "-shrink", "200ms", "-p", "2"}
	calm, dir := killedModule(t), killedModule(t)
	if out, err := chaosrun(calm, args...).CombinedOutput(); err == nil || !strings.Contains(string(out), "2 findings") {
		t.Fatalf("the campaign that nobody disturbs: %v\n%s", err, out)
	}
	want := readJournal(t, calm)

	const kills = 50
	rng := rand.New(rand.NewSource(7))
	begun, died, workers := false, 0, 0
	for died+workers < kills {
		a := args
		if begun {
			a = append(slices.Clone(args), "-resume")
		}
		var out bytes.Buffer
		cmd := chaosrun(dir, a...)
		cmd.Stdout, cmd.Stderr = &out, &out
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		ended := make(chan error, 1)
		go func() { ended <- cmd.Wait() }()
		for alive := true; alive; {
			select {
			case <-ended:
				alive = false
				if strings.Contains(out.String(), "sweep: 4 tests") {
					t.Logf("the campaign came to its end after %d kills: it begins again", died+workers)
					begun = false
				} else {
					t.Logf("without a compiler, it ends:\n%s", &out)
				}
				continue
			case <-time.After(time.Duration(rng.Intn(500)) * time.Millisecond):
			}
			if len(slices.DeleteFunc(children(cmd.Process.Pid), notWorker)) == 0 && rng.Intn(20) > 0 {
				continue // it has not begun to explore: that is killed now and then only
			}
			pids := children(cmd.Process.Pid)
			// Without workers it is building: then it is the go command's turn now and then.
			if w := slices.DeleteFunc(slices.Clone(pids), notWorker); len(w) > 0 || rng.Intn(10) > 0 {
				pids = w
			}
			if len(pids) > 0 && rng.Intn(3) > 0 && died+workers < kills-1 {
				if syscall.Kill(pids[rng.Intn(len(pids))], syscall.SIGKILL) == nil {
					workers++
				}
				continue
			}
			_, err := os.Stat(filepath.Join(dir, ".chaosrun", "campaign.jsonl"))
			begun = err == nil
			_ = cmd.Process.Kill() // it may have ended
			<-ended
			died++
			alive = false
			for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(10 * time.Millisecond) {
				left := slices.DeleteFunc(slices.Clone(pids), notWorker)
				if len(left) == 0 {
					break
				}
				if time.Now().After(deadline) {
					t.Fatalf("the workers %v live on", left)
				}
			}
		}
	}
	t.Logf("killed: the campaign %d times, a process of it %d times", died, workers)
	out, err := chaosrun(dir, append(slices.Clone(args), "-resume")...).CombinedOutput()
	if err == nil || !strings.Contains(string(out), "2 findings") {
		t.Fatalf("%v\n%s", err, out)
	}
	same(t, want, readJournal(t, dir))
	replayAll(t, dir)
}

// same reports how a campaign that was disturbed differs from one that was not.
func same(t *testing.T, want, got *journal) {
	t.Helper()
	if len(got.twice) > 0 {
		t.Errorf("%d runs were made again, such as %s", len(got.twice), got.twice[0])
	}
	for key, n := range want.runs {
		// How many runs make enough failures depends on which are under way at once.
		if got.runs[key] != n && !strings.HasPrefix(key, "TestEarly") {
			t.Errorf("%s: %d runs, want %d", key, got.runs[key], n)
		}
	}
	for f := range want.found {
		if !got.found[f] {
			t.Errorf("the finding %s is lost", f)
		}
	}
	for f := range got.found {
		if !want.found[f] {
			t.Errorf("it found %s, which is not there", f)
		}
	}
}

// replayAll replays the recordings of a campaign.
func replayAll(t *testing.T, dir string) {
	t.Helper()
	recordings, err := filepath.Glob(filepath.Join(dir, ".chaosrun", "killed", "*.chaos"))
	if err != nil || len(recordings) == 0 {
		t.Fatal("no recordings: ", err)
	}
	for _, name := range recordings {
		if out, err := chaosrun(dir, "replay", name).CombinedOutput(); !strings.Contains(string(out), "events as recorded") {
			t.Errorf("%s does not replay: %v\n%s", name, err, out)
		}
	}
}

// TestKilledIsTidiedUp: what a killed process has left in the folder for temporary files, the next
// one removes, and it leaves nothing itself.
func TestKilledIsTidiedUp(t *testing.T) {
	tmp := t.TempDir()
	t.Setenv("TMPDIR", tmp)
	dir := killedModule(t)
	left := func() []string {
		names, err := filepath.Glob(filepath.Join(tmp, "chaosrun-*"))
		if err != nil {
			t.Fatal(err)
		}
		return names
	}
	cmd := chaosrun(dir, "test", "-run", "Fine", "-schedules", "100000000", "-duration", "1h")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(5 * time.Minute); len(slices.DeleteFunc(children(cmd.Process.Pid), notWorker)) == 0; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			_ = cmd.Process.Kill()
			t.Fatal("it runs no test")
		}
	}
	// Between two workers nothing may be in use: it stops where something is.
	for deadline := time.Now().Add(5 * time.Minute); ; time.Sleep(time.Millisecond) {
		_ = cmd.Process.Signal(syscall.SIGSTOP)
		if len(left()) > 0 {
			break
		}
		_ = cmd.Process.Signal(syscall.SIGCONT)
		if time.Now().After(deadline) {
			_ = cmd.Process.Kill()
			t.Fatal("it leaves nothing, and so this test shows nothing")
		}
	}
	used := left()
	// A process that begins meanwhile leaves alone what is in use.
	if out, err := chaosrun(dir, "test", "-run", "Fine", "-schedules", "10").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if got := left(); !slices.Equal(got, used) {
		t.Errorf("of what is in use, %q, there is %q", used, got)
	}
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	if out, err := chaosrun(dir, "test", "-run", "Fine", "-schedules", "10").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if names := left(); len(names) > 0 {
		t.Errorf("left: %q", names)
	}
}

// TestKilledLeavesNoOrphans: what a test has started ends when chaosrun is killed.
func TestKilledLeavesNoOrphans(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	dir := killedModule(t)
	const text = `package killed

import (
	"os/exec"
	"testing"
)

func TestChild(t *testing.T) {
	if err := exec.Command("sleep", "3247").Run(); err != nil {
		t.Error(err)
	}
}
`
	if err := os.WriteFile(filepath.Join(dir, "child_test.go"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	sleeps := func() (pids []string) {
		lines, _ := filepath.Glob("/proc/[0-9]*/cmdline")
		for _, name := range lines {
			if b, err := os.ReadFile(name); err == nil && string(b) == "sleep\x003247\x00" {
				pids = append(pids, name)
			}
		}
		return pids
	}
	wait := func(what string, limit time.Duration, ok func() bool) {
		t.Helper()
		for deadline := time.Now().Add(limit); !ok(); time.Sleep(10 * time.Millisecond) {
			if time.Now().After(deadline) {
				t.Fatal(what)
			}
		}
	}
	cmd := chaosrun(dir, "test", "-run", "Child", "-duration", "1h", "-timeout", "1h")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer cmd.Process.Kill()
	wait("the test starts no process", 5*time.Minute, func() bool { return len(sleeps()) > 0 })
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	wait("what the test has started lives on", 10*time.Second, func() bool { return len(sleeps()) == 0 })
}
