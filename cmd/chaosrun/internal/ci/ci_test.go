package ci

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// project makes a repository with a module in a folder of it.
func project(t *testing.T, dir, gomod string) string {
	t.Helper()
	root := t.TempDir()
	module := filepath.Join(root, filepath.FromSlash(dir))
	for _, d := range []string{filepath.Join(root, ".git"), module} {
		if err := os.MkdirAll(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(module, "go.mod"), []byte(gomod), 0o644); err != nil {
		t.Fatal(err)
	}
	return module
}

// repository is the root of this repository.
const repository = "../../../.."

// TestOwn checks that this repository's workflow is what the command writes.
func TestOwn(t *testing.T) {
	p, err := Find(repository, "(devel)", []string{"./examples/..."})
	if err != nil {
		t.Fatal(err)
	}
	if p.Dir != "." {
		t.Skipf("the repository is in the folder %s of another one", p.Dir)
	}
	want, err := p.Config(GitHub)
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(filepath.Join(p.Root, filepath.FromSlash(GitHub.File)))
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("%s is old: run go run ./cmd/chaosrun init ci -force ./examples/...", GitHub.File)
	}
}

// configs are the configurations of some projects, by what is special about them.
func configs(t *testing.T, s System) map[string]string {
	t.Helper()
	all := make(map[string]string)
	for name, c := range map[string]struct{ dir, gomod string }{
		"root":   {".", "module m\n\ngo 1.26.1\n"},
		"folder": {"go/service-1", "module m\n\ngo 1.25\n"},
		"old":    {".", "module m\n\ngo 1.21\n"},
	} {
		p, err := Find(project(t, c.dir, c.gomod), "v1.2.3", nil)
		if err != nil {
			t.Fatal(err)
		}
		if all[name], err = p.Config(s); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

type step struct {
	Uses string
	Run  string
	With map[string]any
}

type workflow struct {
	On   map[string]any
	Jobs map[string]struct {
		RunsOn string `yaml:"runs-on"`
		Steps  []step
	}
	Defaults struct {
		Run map[string]string
	}
}

func TestGitHub(t *testing.T) {
	for name, text := range configs(t, GitHub) {
		t.Run(name, func(t *testing.T) {
			var w workflow
			if err := yaml.Unmarshal([]byte(text), &w); err != nil {
				t.Fatalf("%v\n%s", err, text)
			}
			for _, on := range []string{"pull_request", "schedule"} {
				if _, ok := w.On[on]; !ok {
					t.Errorf("it does not run on %s", on)
				}
			}
			dir := map[string]string{"folder": "go/service-1"}[name]
			if got := filepath.ToSlash(filepath.Clean(w.Defaults.Run["working-directory"])); got != filepath.ToSlash(filepath.Clean(dir)) {
				t.Errorf("steps run in %s, want %s", got, dir)
			}
			kept := 0
			for job, j := range w.Jobs {
				if j.RunsOn == "" || len(j.Steps) < 5 {
					t.Errorf("job %s: %+v", job, j)
				}
				for _, s := range j.Steps {
					if s.Run != "" {
						shell(t, "bash", s.Run)
					}
					if version, ok := s.With["go-version"]; ok != (name == "old") && strings.HasPrefix(s.Uses, "actions/setup-go@") {
						t.Errorf("go-version: %v", version)
					}
					if strings.HasPrefix(s.Uses, "actions/cache/") || strings.HasPrefix(s.Uses, "actions/upload-artifact@") {
						kept++
						if p := s.With["path"].(string); !strings.HasPrefix(p, dir) {
							t.Errorf("%s is not below %s", p, dir)
						}
					}
				}
			}
			if kept != 7 {
				t.Errorf("%d steps keep or restore files, want 7", kept)
			}
		})
	}
}

func TestGitLab(t *testing.T) {
	for name, text := range configs(t, GitLab) {
		t.Run(name, func(t *testing.T) {
			var jobs map[string]struct {
				Image     string
				Extends   string
				Script    []string
				Before    []string `yaml:"before_script"`
				Artifacts struct {
					Paths   []string
					Reports map[string]any
				}
				Cache []struct {
					Key   string
					Paths []string
				}
			}
			if err := yaml.Unmarshal([]byte(text), &jobs); err != nil {
				t.Fatalf("%v\n%s", err, text)
			}
			image := map[string]string{"root": "golang:1.26", "folder": "golang:1.25", "old": "golang:1.26"}[name]
			if jobs[".chaosrun"].Image != image {
				t.Errorf("image %s, want %s", jobs[".chaosrun"].Image, image)
			}
			shell(t, "sh", strings.Join(jobs[".chaosrun"].Before, "\n"))
			for _, job := range []string{"chaosrun changed", "chaosrun nightly"} {
				j := jobs[job]
				if j.Extends != ".chaosrun" || len(j.Script) == 0 || len(j.Artifacts.Paths) == 0 || j.Artifacts.Reports["junit"] == nil || len(j.Cache) < 2 {
					t.Errorf("job %s: %+v", job, j)
				}
				shell(t, "sh", strings.Join(j.Script, "\n"))
			}
		})
	}
}

// shell checks the syntax of a script.
func shell(t *testing.T, name, script string) {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		t.Logf("NOT CHECKED: there is no %s", name)
		return
	}
	cmd := exec.Command(name, "-n")
	cmd.Stdin = strings.NewReader(script)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%s refuses it: %s\n%s", name, out, script)
	}
}

// actionlint is a checker of workflows.
const actionlint = "github.com/rhysd/actionlint/cmd/actionlint@v1.7.12"

func TestActionlint(t *testing.T) {
	if testing.Short() {
		t.Skip("it is built first")
	}
	if out, err := exec.Command("go", "run", actionlint, "-version").CombinedOutput(); err != nil {
		t.Skipf("WORKFLOWS ARE NOT CHECKED: actionlint cannot be fetched or built: %s", out)
	}
	for name, text := range configs(t, GitHub) {
		cmd := exec.Command("go", "run", actionlint, "-shellcheck=", "-pyflakes=", "-")
		cmd.Stdin = strings.NewReader(text)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", name, err, out)
		}
	}
	broken := exec.Command("go", "run", actionlint, "-")
	broken.Stdin = strings.NewReader(strings.Replace(configs(t, GitHub)["root"], "runs-on:", "runs_on:", 1))
	if out, err := broken.CombinedOutput(); err == nil {
		t.Errorf("it finds nothing wrong with a broken workflow:\n%s", out)
	}
}

func TestInstall(t *testing.T) {
	const other = "module m\n\ngo 1.25\n"
	for _, c := range []struct{ gomod, version, want string }{
		{other, "v1.2.3", "@v1.2.3"},
		{other, "(devel)", "@latest"},
		{other, "v0.0.0-20260101120000-abcdefabcdef", "@latest"},
		{other, "v1.2.3+dirty", "@latest"},
		{other + "\nrequire github.com/chaosrun/chaosrun v1.0.0\n", "v1.2.3", "@v1.0.0"},
		{other + "\nrequire github.com/chaosrun/chaosrun v0.0.0\n", "v1.2.3", "@v1.2.3"},
		{"module github.com/chaosrun/chaosrun\n\ngo 1.25\n", "v1.2.3", "go install ./cmd/chaosrun"},
	} {
		p, err := Find(project(t, ".", c.gomod), c.version, nil)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(p.Install, c.want) {
			t.Errorf("version %s of\n%s: %s, want %s", c.version, c.gomod, p.Install, c.want)
		}
	}
}

func TestRefused(t *testing.T) {
	for _, c := range []struct {
		dir, gomod string
		patterns   []string
		want       string
	}{
		{"a b", "module m\n", nil, "characters in it that mean something else"},
		{"${{ github.token }}", "module m\n", nil, "characters in it that mean something else"},
		{".", "modul m\n", nil, "go.mod names no module"},
		{".", "module m (\n", nil, "go.mod:1:"},
		{".", "module m\n", []string{"./...; true"}, "is no pattern of packages"},
		{".", "module m\n", []string{"-x"}, "is no pattern of packages"},
	} {
		if _, err := Find(project(t, c.dir, c.gomod), "", c.patterns); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("folder %s, %q, %s: %v, want %s", c.dir, c.gomod, c.patterns, err, c.want)
		}
	}
}
