package main

import (
	"bytes"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func here(t *testing.T) *workspace {
	t.Helper()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	w, err := open(t.Context(), root)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// TestTidy: the go.mod of every module requires what the module needs, and no more.
func TestTidy(t *testing.T) {
	w := here(t)
	for _, m := range w.modules {
		mod, sum, err := w.tidied(t.Context(), m)
		if err != nil {
			t.Errorf("%s: %v", m, err)
			continue
		}
		is, err := os.ReadFile(filepath.Join(w.root, m, "go.mod"))
		if err != nil {
			t.Fatal(err)
		}
		sums, err := os.ReadFile(filepath.Join(w.root, m, "go.sum"))
		if err != nil && len(sum) > 0 {
			t.Fatal(err)
		}
		if !bytes.Equal(is, mod) || !bytes.Equal(sums, sum) {
			t.Errorf("the go.mod of %s is not tidy: go run ./internal/modules tidy", m)
		}
	}
}

// TestAllModulesAreInTheWorkspace: go test work reaches every module that is released.
func TestAllModulesAreInTheWorkspace(t *testing.T) {
	w := here(t)
	own := map[string]bool{ // of no one's else, with requirements that nobody should get
		"docs/kubernetes/check": true, ".ci/goreleaser": true, "examples/goroutines/loopcapture/go121": true,
	}
	err := filepath.WalkDir(w.root, func(name string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "testdata" || d.Name() == ".git" || d.Name() == ".chaosrun") {
			return filepath.SkipDir
		}
		rel, err := filepath.Rel(w.root, filepath.Dir(name))
		if d.Name() == "go.mod" && !own[filepath.ToSlash(rel)] && !slices.Contains(w.modules, filepath.ToSlash(rel)) {
			t.Errorf("go.work does not use %s", rel)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A team is a module with versions of its own, which are not the newest.
const teamMod = `module example.com/team

go 1.25

require (
	github.com/nats-io/nats.go v1.37.0
	github.com/spf13/cobra v1.8.0
	golang.org/x/crypto v0.40.0
	golang.org/x/sync v0.10.0
)
`

const teamCode = `package team

import (
	_ "github.com/nats-io/nats.go"
	_ "github.com/spf13/cobra"
	_ "golang.org/x/crypto/blake2b"
	_ "golang.org/x/sync/errgroup"
)
`

// imports is a test file that imports packages of chaosrun.
func imports(packages ...string) string {
	text := "package team\n\nimport (\n"
	for _, p := range packages {
		text += "\t_ \"" + path + "/" + p + "\"\n"
	}
	return text + ")\n"
}

// TestLight: who imports chaosrun gets one requirement and no other version of anything.
func TestLight(t *testing.T) {
	for name, c := range map[string]struct {
		packages  []string
		most, own int // lines of go.sum, requirements
	}{
		"sched fakeclock inject": {[]string{"sched", "fakeclock", "inject"}, 2, 1},
		"proptest":               {[]string{"sched", "proptest"}, 12, 4},
	} {
		t.Run(name, func(t *testing.T) {
			w := here(t)
			dir := t.TempDir()
			write := func(name, text string) {
				if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			run := func(args ...string) {
				cmd := exec.CommandContext(t.Context(), "go", args...)
				cmd.Dir, cmd.Env = dir, append(os.Environ(), "GOWORK=off", "GOFLAGS=")
				if out, err := cmd.CombinedOutput(); err != nil {
					t.Fatalf("go %s: %v\n%s", strings.Join(args[:2], " "), err, out)
				}
			}
			state := func() (required map[string]string, lines int) {
				sum, err := os.ReadFile(filepath.Join(dir, "go.sum"))
				if err != nil {
					t.Fatal(err)
				}
				if required, err = requirements(t.Context(), dir); err != nil {
					t.Fatal(err)
				}
				return required, bytes.Count(sum, []byte("\n"))
			}
			write("go.mod", teamMod)
			write("team.go", teamCode)
			run("mod", "tidy")
			before, lines := state()

			write("team_test.go", imports(c.packages...))
			args := append([]string{"mod", "edit"}, w.replaced()...)
			for _, p := range c.packages {
				if p == "proptest" {
					args = append(args, "-require="+path+"/proptest@v0.0.0")
				}
			}
			run(append(args, "-require="+path+"@v0.0.0")...)
			run("mod", "tidy")
			run("vet", ".")
			if mod, err := os.ReadFile(filepath.Join(dir, "go.mod")); err != nil || !bytes.Contains(mod, []byte("\ngo 1.25\n")) {
				t.Errorf("the version of Go is another one: %v\n%s", err, mod)
			}
			after, more := state()
			more += 2 // those of chaosrun itself, which is a folder here
			for p, v := range before {
				if after[p] != v {
					t.Errorf("%s was %s and is %q", p, v, after[p])
				}
			}
			added := maps.Clone(after)
			for p := range before {
				delete(added, p)
			}
			if len(added) > c.own {
				t.Errorf("%d requirements are added, want at most %d: %v", len(added), c.own, added)
			}
			if more-lines > c.most {
				t.Errorf("go.sum has %d more lines, want at most %d", more-lines, c.most)
			}
			t.Logf("%d requirements, %d lines of go.sum", len(added), more-lines)
		})
	}
}
