package ci

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// action is what we need of a composite action.
type action struct {
	Name, Description string
	Inputs            map[string]struct{ Description, Default string }
	Runs              struct {
		Using string
		Steps []struct {
			Name, Shell, Uses, Run string
			Env                    map[string]string
		}
	}
}

func readAction(t *testing.T) *action {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(repository, ".github/actions/chaosrun/action.yml"))
	if err != nil {
		t.Fatal(err)
	}
	a := new(action)
	if err := yaml.Unmarshal(text, a); err != nil {
		t.Fatal(err)
	}
	if a.Name == "" || a.Runs.Using != "composite" || len(a.Runs.Steps) == 0 {
		t.Fatalf("it is no composite action: %+v", a)
	}
	for _, m := range regexp.MustCompile(`inputs\.([\w-]+)`).FindAllStringSubmatch(string(text), -1) {
		if in, ok := a.Inputs[m[1]]; !ok || in.Description == "" {
			t.Errorf("the input %s is used and not described", m[1])
		}
	}
	return a
}

// TestActionIsNoTemplateOfAShell: what somebody puts in an input is an argument, and never a command.
func TestActionIsNoTemplateOfAShell(t *testing.T) {
	for _, s := range readAction(t).Runs.Steps {
		if strings.Contains(s.Run, "${{") {
			t.Errorf("the step %q puts an expression into its script", s.Name)
		}
		if s.Run != "" && s.Shell != "bash" {
			t.Errorf("the step %q has no shell", s.Name)
		}
	}
}

// TestActionGivesWhatItIsGiven runs the scripts of the action with commands that print their arguments.
func TestActionGivesWhatItIsGiven(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	write("go", "#!/bin/sh\nif [ \"$1\" = env ]; then echo "+dir+"; else echo go \"$@\"; fi\n")
	write("bin/chaosrun", "#!/bin/sh\nprintf '<%s>' chaosrun \"$@\"\n")
	var out strings.Builder
	for _, s := range readAction(t).Runs.Steps {
		if s.Run == "" {
			continue
		}
		cmd := exec.Command("bash", "-euo", "pipefail", "-c", s.Run)
		cmd.Env = []string{
			"PATH=" + dir + ":" + os.Getenv("PATH"), "GITHUB_STEP_SUMMARY=sum mary",
			"VERSION=v0.3.0", "FLAGS=-race -run $(touch hacked)", "PACKAGES=./a/... ./b",
		}
		cmd.Dir = dir
		text, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v\n%s", s.Name, err, text)
		}
		out.Write(text)
	}
	want := "go install github.com/chaosrun/chaosrun/cmd/chaosrun@v0.3.0\n" +
		"<chaosrun><test><-github><-markdown><sum mary><-race><-run><$(touch><hacked)><./a/...><./b>"
	if out.String() != want {
		t.Errorf("got  %s\nwant %s", out.String(), want)
	}
	if _, err := os.Stat(filepath.Join(dir, "hacked")); err == nil {
		t.Error("an input was run as a command")
	}
}
