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
	"time"

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
	rec, err := readRecording(file)
	if err != nil {
		t.Fatal(err)
	}
	config, err := configOfRecording(cmd, rec, file, toolchain.Flags{}, os.Stderr)
	if err != nil {
		t.Fatal(err)
	}
	config.Flags = config.Flags.Debuggable()
	r, err := buildConfigured(cmd, rec, config, runner.Options{Runner: runner.Runner{Patience: time.Minute}, Processes: 1})
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

// debugged is a chaosrun debug that waits for an editor.
type debugged struct {
	t    *testing.T
	cmd  *exec.Cmd
	out  io.Reader
	text strings.Builder
	*editor
}

// startDebug starts chaosrun debug, and attaches an editor that has not said yet that it is configured.
func startDebug(t *testing.T, stopOnEntry bool, args ...string) *debugged {
	t.Helper()
	d := &debugged{t: t, cmd: exec.CommandContext(t.Context(), "chaosrun", append([]string{"debug", "-listen", "127.0.0.1:0"}, args...)...)}
	var err error
	if d.out, err = d.cmd.StdoutPipe(); err != nil {
		t.Fatal(err)
	}
	d.cmd.Stderr = os.Stderr
	if err := d.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	d.editor = dialDAP(t, readAddr(t, d.out, &d.text))
	d.request("initialize", map[string]any{"adapterID": "test"})
	d.request("attach", map[string]any{"mode": "remote", "stopOnEntry": stopOnEntry})
	d.event("initialized")
	return d
}

// ends waits for chaosrun debug, which must say all that is wanted.
func (d *debugged) ends(want ...string) {
	d.t.Helper()
	rest, err := io.ReadAll(d.out)
	if err != nil {
		d.t.Fatal(err)
	}
	d.text.Write(rest)
	var exit *exec.ExitError
	if err := d.cmd.Wait(); !errors.As(err, &exit) || exit.ExitCode() != exitFound {
		d.t.Errorf("chaosrun debug ended with %v, want exit status %d", err, exitFound)
	}
	for _, w := range want {
		if !strings.Contains(d.text.String(), w) {
			d.t.Errorf("chaosrun debug does not print %q; it prints:\n%s", w, d.text.String())
		}
	}
}

// secondLock is the step in which a goroutine of bankTest takes its second lock.
func secondLock(rec *trace.Trace) int {
	return 1 + slices.IndexFunc(trace.Order(rec.Events), func(s trace.Step) bool { return s.Kind == "Lock" && s.At.Line == 16 })
}

// An editor attaches, finds the run at a step, sees the variables of the test, and follows the run to its
// failure.
func TestDebugDAP(t *testing.T) {
	delve(t)
	file := recordBank(t)
	rec, err := readRecording(file)
	if err != nil {
		t.Fatal(err)
	}
	step := secondLock(rec)
	d := startDebug(t, true, "-step", strconv.Itoa(step), file)
	d.request("configurationDone", nil)
	d.event("stopped")
	thread, frame := d.frame("bank.transfer")
	if got := d.variable(frame, "amount"); got != "1" && got != "2" {
		t.Errorf("the variable amount of the test is %q, want 1 or 2", got)
	}
	d.request("continue", map[string]any{"threadId": thread})
	d.event("stopped")
	d.frame("runtime.chaosDebugFails")
	d.request("continue", map[string]any{"threadId": thread})
	d.event("terminated")
	d.ends("is about to do mu#", "to go back: chaosrun debug -step ",
		"--- FAIL: TestTransfer: deadlock, all "+strconv.Itoa(len(rec.Events))+" events as recorded")
}

// Breakpoints of the editor's own are reached: at a line, and at a step.
func TestDebugDAPBreakpoints(t *testing.T) {
	delve(t)
	file := recordBank(t)
	rec, err := readRecording(file)
	if err != nil {
		t.Fatal(err)
	}
	source, err := filepath.Abs("bank_test.go")
	if err != nil {
		t.Fatal(err)
	}
	step := strconv.Itoa(secondLock(rec))
	d := startDebug(t, false, file)
	d.request("setBreakpoints", map[string]any{
		"source":      map[string]any{"path": source},
		"breakpoints": []any{map[string]any{"line": 27}},
	})
	d.request("setFunctionBreakpoints", map[string]any{
		"breakpoints": []any{map[string]any{"name": "runtime.chaosDebugStep", "condition": "step == " + step}},
	})
	d.request("configurationDone", nil)
	d.event("stopped")
	thread, frame := d.frame("bank.TestTransfer")
	if got := d.variable(frame, "a.balance"); got != "10" {
		t.Errorf("the variable a.balance of the test is %q, want 10", got)
	}
	d.request("continue", map[string]any{"threadId": thread})
	d.event("stopped")
	_, frame = d.frame("runtime.chaosDebugStep")
	if got, _, _ := strings.Cut(d.variable(frame, "step"), " "); got != step {
		t.Errorf("it stops at step %s, want %s", got, step)
	}
	for _, want := range []string{"stopped", "terminated"} {
		d.request("continue", map[string]any{"threadId": thread})
		d.event(want)
	}
	d.ends("TestTransfer begins")
}
