package main

import (
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/chaosrun/chaosrun/cmd/chaosrun/internal/dlv"
	"github.com/chaosrun/chaosrun/internal/runner"
	"github.com/chaosrun/chaosrun/internal/toolchain"
	"github.com/chaosrun/chaosrun/internal/trace"
)

// delve is a real debugger, or the test is skipped.
func delve(t *testing.T) string {
	t.Helper()
	name, err := findDelve()
	if err != nil {
		t.Skipf("NOTHING OF chaosrun debug IS TESTED: %v", err)
	}
	return name
}

func findDelve() (string, error) {
	cache, err := toolchain.CacheDir()
	if err != nil {
		return "", err
	}
	return dlv.Find(context.Background(), cache, func() {})
}

const bankTest = `package bank

import (
	"sync"
	"testing"
)

type account struct {
	mu      sync.Mutex
	balance int
}

func transfer(from, to *account, amount int) {
	from.mu.Lock()
	defer from.mu.Unlock()
	to.mu.Lock()
	defer to.mu.Unlock()
	from.balance -= amount
	to.balance += amount
}

func TestTransfer(t *testing.T) {
	a, b := account{balance: 10}, account{balance: 20}
	var wg sync.WaitGroup
	wg.Go(func() { transfer(&a, &b, 1) })
	wg.Go(func() { transfer(&b, &a, 2) })
	wg.Wait()
}
`

// recordBank finds the deadlock of bankTest in a module of its own, where the test then is, and returns
// the recording.
func recordBank(t *testing.T) string {
	t.Helper()
	t.Chdir(t.TempDir())
	for name, text := range map[string]string{"go.mod": "module bank\n\ngo 1.25\n", "bank_test.go": bankTest} {
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	out, err := exec.Command("chaosrun", "test").CombinedOutput()
	recordings, _ := filepath.Glob(".chaosrun/bank/*.chaos")
	if len(recordings) != 1 {
		t.Fatalf("%v, and %d recordings, want 1:\n%s", err, len(recordings), out)
	}
	return recordings[0]
}

// A debugger that stops at every step, and makes a few of its own there, sees the steps in the order of
// the recording, and changes none of them.
func TestDebuggerChangesNothing(t *testing.T) {
	debugger, file := delve(t), recordBank(t)
	cmd := debugCmd()
	cmd.SetContext(t.Context())
	rec, config, err := configOfRecording(cmd, file, toolchain.Flags{})
	if err != nil {
		t.Fatal(err)
	}
	config.Flags = config.Flags.Debuggable()
	r, err := buildRecorded(cmd, rec, config)
	if err != nil {
		t.Fatal(err)
	}
	var stops []int
	got, err := r.Debug(t.Context(), rec, io.Discard, func(ctx context.Context, p *runner.Debuggee) error {
		s, err := dlv.Attach(ctx, debugger, "127.0.0.1:0", p.Pid, r.Bin)
		if err != nil {
			return err
		}
		defer s.Close()
		defer p.Leave()
		c, err := s.Client()
		if err != nil {
			return err
		}
		defer c.Close()
		err = errors.Join(
			c.Break(dlv.Breakpoint{Name: atStep, Function: "runtime.chaosDebugStep"}),
			c.Set("runtime.chaosDebug.attached", "true"))
		for err == nil {
			var state *dlv.State
			if state, err = c.Continue(); err != nil || state.Exited {
				return err
			}
			if state.At() != atStep {
				continue
			}
			var text string
			if text, err = c.Eval(-1, 0, "step"); err == nil {
				n, _ := strconv.Atoi(text)
				stops = append(stops, n)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if got.Divergence >= 0 || got.Trace.Kind != rec.Kind || got.Trace.Hash != rec.Hash {
		t.Errorf("under the debugger the run is a %s with hash %s, and differs at event %d; recorded is a %s with hash %s",
			got.Trace.Kind, got.Trace.Hash, got.Divergence, rec.Kind, rec.Hash)
	}
	want := slices.DeleteFunc(trace.Taken(rec.Events), func(n uint32) bool { return n == 0 })
	if len(stops) != len(want) || !slices.IsSorted(stops) {
		t.Errorf("the debugger stopped at the steps %d, want %d in ascending order", stops, want)
	}
}

// An editor attaches, finds the run at a step, sees the variables of the test, and follows the run to its
// failure.
func TestDebugDAP(t *testing.T) {
	delve(t)
	file := recordBank(t)
	// The step in which the second goroutine would take its second lock.
	rec, err := readRecording(file)
	if err != nil {
		t.Fatal(err)
	}
	step := 1 + slices.IndexFunc(trace.Order(rec.Events), func(s trace.Step) bool { return s.Kind == "Lock" && s.At.Line == 16 })
	cmd := exec.CommandContext(t.Context(), "chaosrun", "debug", "-step", strconv.Itoa(step), "-listen", "127.0.0.1:0", file)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	addr := readAddr(t, out, &text)
	e := dialDAP(t, addr)
	e.request("initialize", map[string]any{"adapterID": "test"})
	e.request("attach", map[string]any{"mode": "remote", "stopOnEntry": true})
	e.event("initialized")
	e.request("configurationDone", nil)
	e.event("stopped")
	thread, frame := e.frame("bank.transfer")
	if got := e.variable(frame, "amount"); got != "1" && got != "2" {
		t.Errorf("the variable amount of the test is %q, want 1 or 2", got)
	}
	e.request("continue", map[string]any{"threadId": thread})
	e.event("stopped")
	e.frame("runtime.chaosDebugFails")
	e.request("continue", map[string]any{"threadId": thread})
	e.event("terminated")
	rest, err := io.ReadAll(out)
	if err != nil {
		t.Fatal(err)
	}
	text.Write(rest)
	var exit *exec.ExitError
	if err := cmd.Wait(); !errors.As(err, &exit) || exit.ExitCode() != exitFound {
		t.Errorf("chaosrun debug ended with %v, want exit status %d", err, exitFound)
	}
	for _, want := range []string{
		"is about to do mu#", "to go back: chaosrun debug -step " + strconv.Itoa(step-1),
		"--- FAIL: TestTransfer: deadlock, all " + strconv.Itoa(len(rec.Events)) + " events as recorded",
	} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("chaosrun debug does not print %q; it prints:\n%s", want, text.String())
		}
	}
}
