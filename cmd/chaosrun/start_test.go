package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// TestStart follows docs/howto/start.md as a new user does, with the modules of this repository published in
// a folder, and then runs the workflow that comes of it.
func TestStart(t *testing.T) {
	if testing.Short() {
		t.Skip("it builds the command twice")
	}
	page, err := os.ReadFile("../../docs/howto/start.md")
	if err != nil {
		t.Fatal(err)
	}
	p := publish(t)
	dir := t.TempDir()
	env := append(p.env, "PATH="+p.bin+string(os.PathListSeparator)+os.Getenv("PATH"),
		"GIT_AUTHOR_NAME=u", "GIT_AUTHOR_EMAIL=u@example.com", "GIT_COMMITTER_NAME=u", "GIT_COMMITTER_EMAIL=u@example.com", "GIT_CONFIG_GLOBAL=/dev/null")
	function := ""
	shell := func(script string, more ...string) (string, int) {
		t.Helper()
		cmd := exec.CommandContext(t.Context(), "bash", "-eo", "pipefail", "-c", function+script)
		cmd.Dir, cmd.Env = dir, append(env, more...)
		out, _ := cmd.CombinedOutput() // the status says it
		return string(out), cmd.ProcessState.ExitCode()
	}
	file := ""
	found := 0
	for _, block := range regexp.MustCompile("(?s)(.*?)```(\\w*)\n(.*?)```").FindAllStringSubmatch(string(page), -1) {
		before, language, text := block[1], block[2], block[3]
		if names := regexp.MustCompile("`(\\w+\\.go)`").FindAllStringSubmatch(before, -1); names != nil {
			file = filepath.Join(dir, names[len(names)-1][1])
		}
		switch language {
		case "go":
			was, err := os.ReadFile(file)
			if err == nil { // it takes the place of what begins with the same line
				first, _, _ := strings.Cut(text, "\n")
				head, _, ok := strings.Cut(string(was), first)
				if !ok {
					t.Fatalf("%s has no line %q", file, first)
				}
				text = head + text
			}
			if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		case "sh":
			if strings.HasPrefix(text, "chaosrun() ") {
				function = text
			}
			want := 0
			if found == 0 && text == "chaosrun test ./...\n" {
				want = exitFound
			}
			out, status := shell(text)
			if status != want {
				t.Fatalf("status %d, want %d, of\n%s%s", status, want, text, out)
			}
			if want == exitFound {
				found++
				if !strings.Contains(out, "deadlock: g2 waits for mu#") {
					t.Errorf("it finds something else:\n%s", out)
				}
			}
			t.Logf("$ %s", text)
		}
	}
	if found != 1 {
		t.Fatal("the page finds nothing")
	}
	workflow(t, filepath.Join(dir, ".github/workflows/chaosrun.yml"), shell)
}

// workflow runs the job for pull requests of a repository whose last commit is the request.
func workflow(t *testing.T, name string, shell func(script string, env ...string) (string, int)) {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var w struct {
		Jobs struct {
			Changed struct{ Steps []struct{ Name, Run string } }
		}
	}
	if err := yaml.Unmarshal(text, &w); err != nil {
		t.Fatal(err)
	}
	if out, status := shell("git update-ref refs/remotes/origin/main HEAD && echo '// A change.' >>bank.go && git commit -qam change"); status != 0 {
		t.Fatal(out)
	}
	summary := filepath.Join(t.TempDir(), "summary.md")
	ran := 0
	for _, s := range w.Jobs.Changed.Steps {
		if s.Run == "" {
			continue
		}
		ran++
		// The shell function is of the person, not of the machine that runs the workflow.
		out, status := shell("unset -f chaosrun\n"+s.Run, "BASE=main", "GITHUB_STEP_SUMMARY="+summary)
		if status != 0 {
			t.Fatalf("the step %q ends with %d:\n%s", s.Name, status, out)
		}
	}
	if said, err := os.ReadFile(summary); ran != 2 || err != nil || !strings.Contains(string(said), "nothing found") || !strings.Contains(string(said), "1 exploration") {
		t.Errorf("%d steps; the summary of the job is %q, %v", ran, said, err)
	}
}
