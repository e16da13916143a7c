package fuzz

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chaosrun/chaosrun/internal/runner"
	"github.com/chaosrun/chaosrun/internal/toolchain"
)

// busy does many different things, all of them right.
const busy = `package busy

import (
	"math/rand"
	"sync"
	"testing"
)

func TestBusy(t *testing.T) {
	var mu [3]sync.Mutex
	var n [3]int
	c := make(chan int, 2)
	var wg sync.WaitGroup
	for g := range 4 {
		wg.Go(func() {
			for i := range 5 {
				k := (g + i) % 3
				mu[k].Lock()
				n[k]++
				if n[k] > 2*i {
					mu[k].Unlock()
					select {
					case c <- g:
					case v := <-c:
						mu[v%3].Lock()
						n[v%3] -= rand.Intn(2)
						mu[v%3].Unlock()
					}
				} else {
					mu[k].Unlock()
				}
			}
		})
	}
	done := make(chan bool)
	go func() { wg.Wait(); close(done) }()
	for {
		select {
		case <-c:
		case <-done:
			return
		}
	}
}
`

// campaign builds the test above and returns a campaign of it.
func campaign(t *testing.T) *Campaign {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"go.mod": "module busy\n\ngo 1.25\n", "busy_test.go": busy} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var rs [2]*runner.Runner
	for i := range rs {
		tc, err := toolchain.Find(t.Context(), toolchain.Config{Dir: dir, Counters: i == 1})
		if err != nil {
			t.Fatal(err)
		}
		pkgs, err := tc.List(t.Context(), ".")
		if err != nil {
			t.Fatal(err)
		}
		bin, err := tc.Build(t.Context(), pkgs[0])
		if err != nil {
			t.Fatal(err)
		}
		o := runner.Options{Runner: runner.Runner{
			Leaks: "proved", Patience: 30 * time.Second, Seed: 1, Schedules: 20_000, PerTest: 2,
			Workers: make(chan struct{}, 2), Artifacts: filepath.Join(dir, "artifacts"),
		}}
		if rs[i], err = runner.NewRunner(tc, o, pkgs[0], bin); err != nil {
			t.Fatal(err)
		}
	}
	return &Campaign{Runner: rs[0], Fed: rs[1], Test: "TestBusy", Limits: DefaultLimits}
}

// tapes are the files of the campaign's corpus.
func (c *Campaign) tapes(t *testing.T) []string {
	t.Helper()
	names, err := files(newStore(c.Runner.Artifacts, c.Runner.Package, c.Test).dir)
	if err != nil {
		t.Error(err)
	}
	return names
}

// while calls f again and again until the campaign has ended, and returns its result.
func (c *Campaign) while(t *testing.T, f func()) *runner.Result {
	t.Helper()
	done := make(chan *runner.Result)
	go func() { done <- c.Run(context.Background()) }()
	for {
		select {
		case res := <-done:
			if res.Err != nil || res.Verdict != "pass" {
				t.Errorf("%s: %v, notes %q", res.Verdict, res.Err, res.Notes)
			}
			return res
		case <-time.After(time.Millisecond):
			f()
		}
	}
}

// TestDiskIsBounded: at no time there are more files than tapes allowed, beside those being
// written and removed.
func TestDiskIsBounded(t *testing.T) {
	c := campaign(t)
	c.Limits.Tapes = 5
	top := 0
	res := c.while(t, func() { top = max(top, len(c.tapes(t))) })
	if res.Runs < 19_000 || top < 3 || top > 5+2 || len(c.tapes(t)) > 5 {
		t.Errorf("%d runs, up to %d files, %d at the end", res.Runs, top, len(c.tapes(t)))
	}
	if c.Limits = DefaultLimits; c.while(t, func() {}).Runs < 19_000 || len(c.tapes(t)) <= 5 {
		t.Errorf("without a tight limit there are %d files", len(c.tapes(t)))
	}
}

// TestWorkersAreKilled: processes that somebody ends are replaced, and nothing comes of it but
// a note.
func TestWorkersAreKilled(t *testing.T) {
	c := campaign(t)
	c.Runner.Schedules = 60_000
	killed := 0
	last := time.Now()
	res := c.while(t, func() {
		if time.Since(last) < 50*time.Millisecond || killed == 10 {
			return
		}
		last = time.Now()
		for _, pid := range children(t, c.Fed.Bin) {
			if p, err := os.FindProcess(pid); err == nil && p.Kill() == nil {
				killed++
				return
			}
		}
	})
	if killed < 5 || len(res.Failures) > 0 || len(c.tapes(t)) < 5 {
		t.Errorf("%d processes killed, %d failures, %d tapes", killed, len(res.Failures), len(c.tapes(t)))
	}
	t.Log(killed, res.Notes)
}

// TestSequential: what a process did not tell before somebody ended it does not make a test sequential.
func TestSequential(t *testing.T) {
	c := &Campaign{corpus: NewCorpus(DefaultLimits), res: new(runner.Result)}
	take := func(out runner.Batched) bool {
		if err := c.take(new(task), &out); err != nil {
			t.Fatal(err)
		}
		return c.res.Sequential
	}
	if take(runner.Batched{Runs: 14, Failed: 12}) || take(runner.Batched{Failed: runner.NoFailure}) {
		t.Error("sequential after a process that was killed in its run 14, and one that was killed before a run")
	}
	if !take(runner.Batched{Runs: 2, Failed: runner.NoFailure}) {
		t.Error("not sequential after two runs without branches")
	}
}

// children are the processes that run the binary.
func children(t *testing.T, bin string) (pids []int) {
	t.Helper()
	names, err := filepath.Glob("/proc/[0-9]*/exe")
	if err != nil || len(names) == 0 {
		t.Skip("this needs /proc")
	}
	for _, name := range names {
		var pid int
		if exe, err := os.Readlink(name); err == nil && strings.TrimSuffix(exe, " (deleted)") == bin {
			if _, err := fmt.Sscanf(name, "/proc/%d/exe", &pid); err == nil {
				pids = append(pids, pid)
			}
		}
	}
	return pids
}

// TestAllWorkersWork: there are as many processes as are asked for, from the first moment on in
// which there is something to mutate.
func TestAllWorkersWork(t *testing.T) {
	c := campaign(t)
	most := 0
	c.while(t, func() { most = max(most, len(children(t, c.Fed.Bin))) })
	if most != 2 {
		t.Errorf("%d processes at once, want 2", most)
	}
}

// TestCoverageGrows: the samples of the coverage grow up to what the result says.
func TestCoverageGrows(t *testing.T) {
	res := campaign(t).while(t, func() {})
	if n := len(res.Series); n < 10 || n > 64 {
		t.Fatalf("%d samples", n)
	}
	var before runner.Sample
	for _, s := range res.Series {
		if s.Runs <= before.Runs || s.Elapsed < before.Elapsed || s.Graphs < before.Graphs || s.Pairs < before.Pairs {
			t.Errorf("%+v after %+v", s, before)
		}
		before = s
	}
	if before.Runs != res.Runs || before.Graphs != res.Distinct || before.Pairs != res.Pairs {
		t.Errorf("the last is %+v, of %d runs, %d interleavings, %d pairs", before, res.Runs, res.Distinct, res.Pairs)
	}
}

// TestTidyKeepsAll: making a corpus small again loses no feature, and mutates nothing.
func TestTidyKeepsAll(t *testing.T) {
	c := campaign(t)
	c.while(t, func() {})
	want, before := c.corpus.Features(), len(c.tapes(t))
	c.Tidy = true
	res := c.while(t, func() {})
	if got := len(c.tapes(t)); got > before || got == 0 || res.Runs > uint64(before+1) {
		t.Errorf("%d tapes become %d in %d runs", before, got, res.Runs)
	}
	if c.corpus.Features() < want {
		t.Errorf("%d features become %d", want, c.corpus.Features())
	}
}
