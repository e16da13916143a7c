package main

import (
	"bytes"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// process is a chaosrun that runs beside the test.
type process struct {
	cmd   *exec.Cmd
	out   bytes.Buffer
	ended chan error
}

func start(t *testing.T, dir string, args ...string) *process {
	t.Helper()
	p := &process{cmd: chaosrun(dir, args...), ended: make(chan error, 1)}
	p.cmd.Stdout, p.cmd.Stderr = &p.out, &p.out
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { p.ended <- p.cmd.Wait() }()
	t.Cleanup(func() { _ = p.cmd.Process.Kill() }) // it may have ended
	return p
}

// kill kills the process unless it has ended, and reports whether it did.
func (p *process) kill() bool {
	ok := p.cmd.Process.Kill() == nil
	p.ended <- <-p.ended
	return ok
}

// over reports whether the process has ended.
func (p *process) over() bool { return len(p.ended) > 0 }

// serverURL waits for the server of a campaign and returns its URL.
func serverURL(t *testing.T, dir string, sweep *process) string {
	t.Helper()
	for deadline := time.Now().Add(2 * time.Minute); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		b, err := os.ReadFile(filepath.Join(dir, ".chaosrun", "nats", "url"))
		if err == nil && bytes.HasSuffix(b, []byte("\n")) {
			return strings.TrimSpace(string(b))
		}
		if sweep.over() {
			t.Fatalf("the campaign has ended:\n%s", &sweep.out)
		}
	}
	t.Fatal("there is no server")
	return ""
}

// Three workers are killed at random and started again, and so is the campaign itself, which has
// a NATS server of its own. It comes to the same end as one on this machine that nobody disturbs:
// the same runs, each once, and the same findings.
func TestNATSSurvivesKills(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes a minute")
	}
	t.Setenv("TMPDIR", t.TempDir()) // what a killed process leaves there
	t.Setenv("XDG_CACHE_HOME", os.Getenv("XDG_CACHE_HOME"))
	args := []string{"sweep", "-keep-going", "-strategies", "random,pct", "-seeds", "1,2", "-schedules", "12000", "-shrink", "200ms"}
	calm, dir := killedModule(t), killedModule(t)
	if out, err := chaosrun(calm, append(args, "-p", "2")...).CombinedOutput(); err == nil || !strings.Contains(string(out), "2 findings") {
		t.Fatalf("the campaign that nobody disturbs: %v\n%s", err, out)
	}
	want := readJournal(t, calm)

	rng := rand.New(rand.NewSource(11))
	sweep := start(t, dir, append(args, "-nats", "embedded")...)
	url := serverURL(t, dir, sweep)
	worker := func() *process { return start(t, dir, "worker", "-nats", url, "-p", "1") }
	workers := []*process{worker(), worker(), worker()}
	killed, died := 0, 0
	for deadline := time.Now().Add(5 * time.Minute); !sweep.over(); {
		if time.Now().After(deadline) {
			t.Fatalf("the campaign does not end; it says:\n%s", &sweep.out)
		}
		time.Sleep(time.Duration(rng.Intn(600)) * time.Millisecond)
		i := rng.Intn(len(workers))
		switch begun := fileIsThere(filepath.Join(dir, ".chaosrun", "campaign.queue")); {
		case rng.Intn(6) == 0 && died < 3 && begun && !sweep.over():
			if sweep.kill() {
				died++
			}
			sweep = start(t, dir, append(args, "-nats", "embedded", "-resume")...)
		case killed < 30:
			if workers[i].kill() {
				killed++
			} else {
				t.Logf("a worker has ended:\n%s", &workers[i].out)
			}
			workers[i] = worker()
		}
	}
	t.Logf("killed: the campaign %d times, workers %d times", died, killed)
	if out := sweep.out.String(); sweep.cmd.ProcessState.ExitCode() != 1 || !strings.Contains(out, "2 findings") {
		t.Fatalf("%v\n%s", sweep.cmd.ProcessState, out)
	}
	if killed < 5 {
		t.Errorf("only %d workers were killed", killed)
	}
	same(t, want, readJournal(t, dir))
	replayAll(t, dir)
}

func fileIsThere(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}
