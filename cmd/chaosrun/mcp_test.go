package main

import (
	"context"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// mcpBank is a module with a bug, which fixedBank does not have.
const (
	mcpBank = `package bank

import "sync"

type account struct {
	mu  sync.Mutex
	sum int
}

func transfer(from, to *account, n int) {
	from.mu.Lock()
	defer from.mu.Unlock()
	to.mu.Lock()
	defer to.mu.Unlock()
	from.sum -= n
	to.sum += n
}
`
	fixedBank = `package bank

import "sync"

var mu sync.Mutex

type account struct{ sum int }

func transfer(from, to *account, n int) {
	mu.Lock()
	defer mu.Unlock()
	from.sum -= n
	to.sum += n
}
`
	mcpBankTest = `package bank

import (
	"sync"
	"testing"
)

func TestTransfer(t *testing.T) {
	var a, b account
	var wg sync.WaitGroup
	wg.Go(func() { transfer(&a, &b, 1) })
	wg.Go(func() { transfer(&b, &a, 1) })
	wg.Wait()
}
`
	mcpLong = `package long

import (
	"sync"
	"testing"
)

func TestLong(t *testing.T) {
	var mu sync.Mutex
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 10_000 {
				mu.Lock()
				mu.Unlock()
			}
		})
	}
	wg.Wait()
}
`
)

// agent is a client of a server of its own, started as an agent starts it.
type agent struct {
	*testing.T
	dir      string
	cmd      *exec.Cmd
	stdin    io.WriteCloser
	session  *mcp.ClientSession
	progress chan string
}

func newAgent(t *testing.T) *agent {
	t.Helper()
	a := &agent{T: t, dir: t.TempDir(), progress: make(chan string, 1000)}
	for name, text := range map[string]string{"go.mod": "module bank\n\ngo 1.25\n", "bank.go": mcpBank, "bank_test.go": mcpBankTest, "long/long_test.go": mcpLong} {
		a.write(name, text)
	}
	client := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "v0"}, &mcp.ClientOptions{
		ProgressNotificationHandler: func(_ context.Context, req *mcp.ProgressNotificationClientRequest) { a.progress <- req.Params.Message },
	})
	a.cmd = exec.Command("chaosrun", "-C", a.dir, "mcp")
	a.cmd.Stderr = os.Stderr
	var err error
	if a.stdin, err = a.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	stdout, err := a.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := a.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		a.stdin.Close()
		if err := a.cmd.Wait(); err != nil {
			t.Errorf("the server ends with %v", err)
		}
	})
	if a.session, err = client.Connect(t.Context(), &mcp.IOTransport{Reader: stdout, Writer: a.stdin}, nil); err != nil {
		t.Fatal(err)
	}
	return a
}

func (a *agent) write(name, text string) {
	a.Helper()
	name = filepath.Join(a.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		a.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		a.Fatal(err)
	}
}

// commit makes a commit of what the folder has.
func (a *agent) commit() {
	a.Helper()
	for _, args := range [][]string{{"init", "-q"}, {"add", "."}, {"-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-q", "-m", "begin"}} {
		cmd := exec.Command("git", args...)
		cmd.Dir = a.dir
		if out, err := cmd.CombinedOutput(); err != nil {
			a.Fatalf("git %q: %v\n%s", args, err, out)
		}
	}
}

// try calls a tool, and returns what it says and whether that is an error.
func (a *agent) try(ctx context.Context, tool string, args map[string]any, out any) (text string, failed bool) {
	a.Helper()
	p := &mcp.CallToolParams{Name: tool, Arguments: args}
	p.SetProgressToken(tool)
	res, err := a.session.CallTool(ctx, p)
	if err != nil {
		return err.Error(), true
	}
	for _, c := range res.Content {
		text += c.(*mcp.TextContent).Text
	}
	if res.IsError || out == nil {
		return text, res.IsError
	}
	data, err := json.Marshal(res.StructuredContent)
	if err == nil {
		err = json.Unmarshal(data, out)
	}
	if err != nil {
		a.Fatal(err)
	}
	return text, false
}

// call calls a tool that has to work.
func (a *agent) call(tool string, args map[string]any, out any) string {
	a.Helper()
	text, failed := a.try(a.Context(), tool, args, out)
	if failed {
		a.Fatalf("%s %v: %s", tool, args, text)
	}
	return text
}

func (a *agent) contains(text string, parts ...string) {
	a.Helper()
	for _, p := range parts {
		if !strings.Contains(text, p) {
			a.Errorf("%q is missing in:\n%s", p, text)
		}
	}
}

// TestAgentRepairs: an agent finds a failure, reads it, sees that it is still there, repairs it, and sees that
// all that was tried passes.
func TestAgentRepairs(t *testing.T) {
	a := newAgent(t)
	tools, err := a.session.ListTools(t.Context(), nil)
	if err != nil || len(tools.Tools) != 5 {
		t.Fatalf("tools: %v, %v", tools, err)
	}
	a.contains(a.session.InitializeResult().Instructions, "not proved correct")
	a.contains(a.call("list_findings", nil, nil), "nothing was explored")

	var found exploreOut
	text := a.call("explore", map[string]any{"package": ".", "run": "TestTransfer", "schedules": 200}, &found)
	a.contains(text, "--- FAIL: TestTransfer", "to.mu.Lock()", "findings: 1 new")
	if found.Verdict != "failures found" || len(found.Tests) != 1 || len(found.Tests[0].Failures) != 1 {
		t.Fatalf("explore: %+v", found)
	}
	failure := found.Tests[0].Failures[0]
	if failure.Kind != "deadlock" {
		t.Errorf("found %+v, want a deadlock", failure)
	}
	var said string
	for len(a.progress) > 0 {
		said += <-a.progress + "\n"
	}
	a.contains(said, "building .", "exploring TestTransfer", "TestTransfer: fail")

	var listed listOut
	a.contains(a.call("list_findings", nil, &listed), failure.Finding)
	if len(listed.Findings) != 1 || listed.Findings[0].State != "new" || listed.Findings[0].Recordings[0] != failure.Recording {
		t.Errorf("listed %+v", listed)
	}
	id := map[string]any{"finding": failure.Finding}
	var read readOut
	a.contains(a.call("read_finding", map[string]any{"finding": failure.Finding[:6], "cause": true}, &read),
		"the choice that leads to it", "the schedule: each column is a goroutine", "to.mu.Lock()", "made the failure inevitable")
	if read.Test != "TestTransfer" || read.State != "new" || !strings.HasPrefix(read.At, "bank.go:") {
		t.Errorf("read %+v", read)
	}
	var again replayOut
	a.call("replay", id, &again)
	if again.Outcome != "same failure" || !again.SameBuild {
		t.Errorf("replay: %+v", again)
	}
	var answer verifyOut
	a.contains(a.call("verify", id, &answer), "still fails: deadlock")
	if answer.Verdict != "still fails" || answer.State != "ongoing" || !answer.SameBuild || answer.Failure == nil {
		t.Errorf("verify before the repair: %+v", answer)
	}

	a.commit()
	a.write("bank.go", fixedBank)
	answer = verifyOut{}
	a.contains(a.call("verify", map[string]any{"finding": failure.Finding, "schedules": 100, "mutants": true}, &answer), "not fixed for certain, but ")
	a.contains(answer.Mutants, "mutants: the test notices each of 2 mutants of what has changed since HEAD")
	if answer.Verdict != "passes" || answer.State != "resolved" || answer.Failure != nil || answer.SameBuild {
		t.Errorf("verify after the repair: %+v", answer)
	}
	a.call("replay", id, &again)
	if again.Outcome != "another way" {
		t.Errorf("replay after the repair: %+v", again)
	}
	a.call("verify", map[string]any{"finding": failure.Finding, "strategy": "dpor"}, &answer)
	if answer.Verdict != "complete" {
		t.Errorf("verify with dpor: %+v", answer)
	}
	found = exploreOut{}
	a.call("explore", map[string]any{"schedules": 50}, &found)
	if found.Verdict != "nothing found" || len(found.Tests) != 1 || found.Tests[0].Verdict != "pass" {
		t.Errorf("explore after the repair: %+v", found)
	}
}

// TestAgentIsConfined: what is not of the folder is neither run nor read.
func TestAgentIsConfined(t *testing.T) {
	a := newAgent(t)
	outside := t.TempDir()
	if err := os.Symlink(outside, filepath.Join(a.dir, "link")); err != nil {
		t.Fatal(err)
	}
	for _, p := range []string{"..", "./..", "../...", "./../x", "/etc", "net/http", "bank", "-o=x", "./x/../../y", "./link", "./link/...", ".../x", "./nothere", "bank.go", "./-exec=sh;"} {
		if text, failed := a.try(t.Context(), "explore", map[string]any{"package": p}, nil); !failed || !strings.Contains(text, "want one of this folder") {
			t.Errorf("explore %s: %s", p, text)
		}
	}
	for _, args := range []map[string]any{{"seconds": -1}, {"seconds": 1 << 30}, {"schedules": -1}, {"strategy": "custom:x"}, {"ldflags": "x"}} {
		if text, failed := a.try(t.Context(), "explore", args, nil); !failed {
			t.Errorf("explore %v: %s", args, text)
		}
	}

	var out exploreOut
	a.call("explore", map[string]any{"run": "("}, &out)
	if out.Verdict != "could not run" || len(out.Errors) != 1 {
		t.Errorf("a bad expression: %+v", out)
	}

	a.call("explore", map[string]any{"run": "TestTransfer"}, nil)
	names, err := filepath.Glob(filepath.Join(a.dir, ".chaosrun/bank/*.chaos"))
	if err != nil || len(names) != 1 {
		t.Fatalf("recordings: %v, %v", names, err)
	}
	text, err := os.ReadFile(names[0])
	if err != nil {
		t.Fatal(err)
	}
	secret := filepath.Join(outside, "x.chaos")
	if err := os.WriteFile(secret, text, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(secret, filepath.Join(a.dir, ".chaosrun/link.chaos")); err != nil {
		t.Fatal(err)
	}
	a.write("copy.chaos", string(text))
	a.write(".chaosrun/foreign.chaos", strings.Replace(string(text), `"package":"bank"`, `"package":"unicode/utf8"`, 1))
	a.write(".chaosrun/args.chaos", strings.Replace(string(text), `"seed":`, `"flags":["-ldflags=-extld=/bin/sh"],"seed":`, 1))
	for name, want := range map[string]string{
		"copy.chaos": "want the id of one", secret: "want the id of one", ".chaosrun/../copy.chaos": "want the id of one",
		".chaosrun/link.chaos": "no recording", ".chaosrun": "no recording", ".chaosrun/findings.json": "not a chaosrun recording", "abcd": "no finding",
		".chaosrun/foreign.chaos": "unicode/utf8, which", ".chaosrun/args.chaos": "flags that a replay does not take",
	} {
		for _, tool := range []string{"replay", "verify", "read_finding"} {
			text, failed := a.try(t.Context(), tool, map[string]any{"finding": name}, nil)
			if readOnly := tool == "read_finding" && (strings.Contains(name, "foreign") || strings.Contains(name, "args")); readOnly {
				continue // it runs nothing
			}
			if !failed || !strings.Contains(text, want) {
				t.Errorf("%s %s: %q, want %s", tool, name, text, want)
			}
		}
	}
}
