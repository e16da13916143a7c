package main

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// task is a task of VS Code.
type task struct {
	Label          string
	Command        string
	Args           []string
	ProblemMatcher json.RawMessage
}

type matcher struct {
	Pattern struct {
		Regexp                              string
		Severity, File, Line, Code, Message int
	}
	Background struct{ BeginsPattern, EndsPattern string }
}

// matcherOf is what a task makes problems of.
func matcherOf(t *testing.T, k task) (m matcher) {
	t.Helper()
	if err := json.Unmarshal(k.ProblemMatcher, &m); err != nil {
		t.Fatalf("%s: %v", k.Label, err)
	}
	return m
}

// TestEditorTasks runs the tasks of docs/howto/editors.md as VS Code does, and reads what they print with
// their problem matchers.
func TestEditorTasks(t *testing.T) {
	page, err := os.ReadFile("../../docs/howto/editors.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile("(?s)```json\n(.*?)```").FindAllSubmatch(page, -1)
	if len(blocks) != 2 {
		t.Fatalf("%d blocks of JSON, want tasks and settings", len(blocks))
	}
	var tasks struct{ Tasks []task }
	if err := json.Unmarshal(blocks[0][1], &tasks); err != nil {
		t.Fatal(err)
	}
	var settings map[string]any
	if err := json.Unmarshal(blocks[1][1], &settings); err != nil {
		t.Fatal(err)
	}
	if len(tasks.Tasks) != 4 {
		t.Fatalf("%d tasks, want 4", len(tasks.Tasks))
	}
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "pay", "bank"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"go.mod": "module pay\n\ngo 1.25\n", "pay/bank/bank_test.go": bank} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	variables := strings.NewReplacer("${relativeFileDirname}", "pay/bank", "${selectedText}", "TestTransfer")
	command := func(k task, more ...string) *exec.Cmd {
		if k.Command != "chaosrun" {
			t.Errorf("%s: the command is %s", k.Label, k.Command)
		}
		var args []string
		for _, a := range append(k.Args, more...) {
			args = append(args, variables.Replace(a))
		}
		return chaosrun(dir, args...)
	}

	out, err := command(tasks.Tasks[0]).Output()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != exitFound {
		t.Fatalf("%s: %v\n%s", tasks.Tasks[0].Label, err, out)
	}
	m := matcherOf(t, tasks.Tasks[0])
	var problems [][]string
	for line := range strings.Lines(string(out)) {
		if p := regexp.MustCompile(m.Pattern.Regexp).FindStringSubmatch(strings.TrimSuffix(line, "\n")); p != nil {
			problems = append(problems, p)
		}
	}
	if len(problems) != 1 {
		t.Fatalf("the matcher finds %q, want one problem, in\n%s", problems, out)
	}
	p := problems[0]
	if line, err := strconv.Atoi(p[m.Pattern.Line]); err != nil || line != 16 || p[m.Pattern.Severity] != "error" || p[m.Pattern.File] != "pay/bank/bank_test.go" ||
		p[m.Pattern.Code] != "deadlock" || p[m.Pattern.Message] != "all 3 goroutines of the test are blocked" {
		t.Errorf("the problem is %q", p)
	}

	if out, err := command(tasks.Tasks[1]).Output(); !errors.As(err, &exit) || !strings.Contains(string(out), "--- FAIL: TestTransfer") {
		t.Errorf("%s: %v\n%s", tasks.Tasks[1].Label, err, out)
	}
	if out, err := command(tasks.Tasks[2]).Output(); err != nil || !strings.Contains(string(out), "the schedule: ") {
		t.Errorf("%s: %v\n%s", tasks.Tasks[2].Label, err, out)
	}
	debugTask(t, matcherOf(t, tasks.Tasks[3]), command(tasks.Tasks[3], "-listen", "127.0.0.1:0"))
}

// debugTask runs the task that waits for the editor until it does.
func debugTask(t *testing.T, m matcher, cmd *exec.Cmd) {
	t.Helper()
	if _, err := findDelve(); err != nil {
		t.Logf("NOT CHECKED: the task that debugs: %v", err)
		return
	}
	seen := &watcher{want: "the debugger waits at ", seen: make(chan bool)}
	cmd.Stdout, cmd.Stderr = seen, seen
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	select {
	case <-seen.seen:
	case err := <-ended:
		t.Fatalf("chaosrun debug has ended: %v\n%s", err, seen.text)
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Error(err)
	}
	select {
	case <-ended:
	case <-time.After(time.Minute):
		_ = cmd.Process.Kill()
		t.Error("an interrupt does not end it")
	}
	for _, pattern := range []string{m.Background.BeginsPattern, m.Background.EndsPattern} {
		if !regexp.MustCompile("(?m)" + pattern).Match(seen.text) {
			t.Errorf("it prints no line that matches %q:\n%s", pattern, seen.text)
		}
	}
}
