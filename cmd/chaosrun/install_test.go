package main

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	modpath "golang.org/x/mod/module"
	"golang.org/x/mod/zip"
)

const ownPath = "github.com/chaosrun/chaosrun"

// TestInstall publishes the modules of this repository in a folder, and installs the command from there
// in the ways that docs/howto/modules.md tells of, in a module with versions of its own. None of them
// changes its go.mod; importing chaosrun adds one line to it.
func TestInstall(t *testing.T) {
	if testing.Short() {
		t.Skip("it builds the command in four ways")
	}
	p := publish(t)
	dir := t.TempDir()
	const gomod = "module example.com/team\n\ngo 1.25\n\nrequire github.com/spf13/cobra v1.8.0\n"
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	run := func(name string, args ...string) string {
		t.Helper()
		cmd := exec.CommandContext(t.Context(), name, args...)
		cmd.Dir, cmd.Env = dir, p.env
		var stdout, stderr strings.Builder // the go command tells on stderr what it downloads
		cmd.Stdout, cmd.Stderr = &stdout, &stderr
		if err := cmd.Run(); err != nil {
			t.Fatalf("%s %s: %v\n%s%s", filepath.Base(name), strings.Join(args, " "), err, stdout.String(), stderr.String())
		}
		return stdout.String()
	}
	mod := func() string {
		t.Helper()
		text, err := os.ReadFile(filepath.Join(dir, "go.mod"))
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	write("go.mod", gomod)
	write("team.go", "package team\n\nimport _ \"github.com/spf13/cobra\"\n")
	write("team_test.go", "package team\n\nimport \"testing\"\n\nfunc TestFine(t *testing.T) {}\n")
	run("go", "mod", "tidy")
	tidy := mod()

	command := ownPath + "/cmd/chaosrun"
	for what, got := range map[string]func() string{
		"go install": func() string {
			run("go", "install", command+"@"+p.version)
			return run(filepath.Join(p.bin, "chaosrun"), "version")
		},
		"go run": func() string { return run("go", "run", command+"@"+p.version, "version") },
		"go tool with a module file of its own": func() string {
			if err := os.Mkdir(filepath.Join(dir, "tools"), 0o755); err != nil {
				t.Fatal(err)
			}
			run("go", "mod", "init", "-modfile=tools/chaosrun.mod", "example.com/tools")
			run("go", "get", "-modfile=tools/chaosrun.mod", "-tool", command+"@"+p.version)
			return run("go", "tool", "-modfile=tools/chaosrun.mod", "chaosrun", "version")
		},
	} {
		if text := got(); !strings.HasPrefix(text, "chaosrun "+p.version+" ") {
			t.Errorf("%s: chaosrun version says %q, want %s", what, text, p.version)
		}
		if mod() != tidy {
			t.Errorf("%s has changed go.mod:\n%s", what, mod())
		}
	}

	write("team_test.go", "package team\n\nimport (\n\t\"testing\"\n\n\t\""+ownPath+"/sched\"\n)\n\nfunc TestFine(t *testing.T) { sched.Test(t, func(t *testing.T) {}, sched.Schedules(3)) }\n")
	run("go", "get", ownPath+"@"+p.version)
	run("go", "mod", "tidy")
	if got := strings.Count(mod(), "\n") - strings.Count(tidy, "\n"); got > 3 || !strings.Contains(mod(), ownPath+" "+p.version) || !strings.Contains(mod(), "cobra v1.8.0") {
		t.Errorf("importing sched has made %d more lines in go.mod:\n%s", got, mod())
	}
	if out := run(filepath.Join(p.bin, "chaosrun"), "test", "-v"); !strings.Contains(out, "PASS: TestFine") {
		t.Errorf("the installed command does not run the test:\n%s", out)
	}
}

// published is a module proxy in a folder.
type published struct {
	version string
	env     []string // with which the go command asks it
	bin     string   // where go install puts commands
}

// publish writes the modules of the repository, as they are here, to a module proxy in a folder.
func publish(t *testing.T) *published {
	t.Helper()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	tree := t.TempDir()
	sum := sha256.New()
	err = filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		rel, _ := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		if d.IsDir() {
			if d.Name() == ".git" || d.Name() == ".chaosrun" {
				return filepath.SkipDir
			}
			return os.MkdirAll(filepath.Join(tree, rel), 0o755)
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		fmt.Fprintf(sum, "%s %d\n%s", rel, len(text), text)
		return os.WriteFile(filepath.Join(tree, rel), text, 0o644)
	})
	if err != nil {
		t.Fatal(err)
	}
	p := &published{version: fmt.Sprintf("v0.0.1-test.%x", sum.Sum(nil)[:6]), bin: t.TempDir()}
	release := exec.CommandContext(t.Context(), "go", "run", "./internal/modules", "release", p.version)
	release.Dir = tree
	if out, err := release.CombinedOutput(); err != nil {
		t.Fatalf("release: %v\n%s", err, out)
	}
	proxy := t.TempDir()
	for _, m := range []string{"", "/cmd/chaosrun"} {
		v := modpath.Version{Path: ownPath + m, Version: p.version}
		dir := filepath.Join(proxy, filepath.FromSlash(v.Path), "@v")
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		f, err := os.Create(filepath.Join(dir, p.version+".zip"))
		if err != nil {
			t.Fatal(err)
		}
		if err := zip.CreateFromDir(f, v, filepath.Join(tree, filepath.FromSlash(m))); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		gomod, err := os.ReadFile(filepath.Join(tree, filepath.FromSlash(m), "go.mod"))
		if err != nil {
			t.Fatal(err)
		}
		info, err := json.Marshal(map[string]any{"Version": p.version, "Time": time.Date(2031, 1, 2, 3, 4, 5, 0, time.UTC)})
		if err != nil {
			t.Fatal(err)
		}
		for name, text := range map[string][]byte{p.version + ".mod": gomod, p.version + ".info": info, "list": []byte(p.version + "\n")} {
			if err := os.WriteFile(filepath.Join(dir, name), text, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	vals := make(map[string]string)
	for _, nv := range goEnv(t, "GOPROXY", "GOMODCACHE") {
		n, v, _ := strings.Cut(nv, "=")
		vals[n] = v
	}
	p.env = append(os.Environ(), "GOPROXY=file://"+proxy+","+vals["GOPROXY"], "GONOSUMDB="+ownPath, "GOFLAGS=-modcacherw", "GOWORK=off", "GOBIN="+p.bin)
	t.Cleanup(func() { // nobody else asks for this version
		for _, m := range []string{"chaosrun@" + p.version, "chaosrun/cmd/chaosrun@" + p.version} {
			if err := os.RemoveAll(filepath.Join(vals["GOMODCACHE"], "github.com/chaosrun", filepath.FromSlash(m))); err != nil {
				t.Error(err)
			}
		}
		if err := os.RemoveAll(filepath.Join(vals["GOMODCACHE"], "cache/download", filepath.FromSlash(ownPath))); err != nil {
			t.Error(err)
		}
	})
	return p
}
