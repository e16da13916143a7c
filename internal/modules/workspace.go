// Command modules keeps the modules of this repository in step. Each of them has a go.mod that
// holds without go.work, so that others can require one of them and get no more than it needs.
//
//	go run ./internal/modules tidy             go mod tidy in every module
//	go run ./internal/modules release VERSION  make the modules require each other at VERSION, and print the tags
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// path is the module path of the repository's root; the others are below it.
const path = "github.com/chaosrun/chaosrun"

// A workspace is the modules of the repository.
type workspace struct {
	root     string
	modules  []string          // folders, from the root with slashes; the root is "."
	replaces map[string]string // modules that others require, with the version
}

// open reads go.work in the folder root.
func open(ctx context.Context, root string) (*workspace, error) {
	out, err := goCommand(ctx, root, "work", "edit", "-json")
	if err != nil {
		return nil, err
	}
	var work struct {
		Use     []struct{ DiskPath string }
		Replace []struct {
			Old struct{ Path, Version string }
		}
	}
	if err := json.Unmarshal(out, &work); err != nil {
		return nil, fmt.Errorf("go work edit printed something unexpected: %w", err)
	}
	w := &workspace{root: root, replaces: make(map[string]string)}
	for _, r := range work.Replace {
		w.replaces[r.Old.Path] = r.Old.Version
	}
	for _, u := range work.Use {
		w.modules = append(w.modules, strings.TrimPrefix(u.DiskPath, "./"))
	}
	if len(w.modules) == 0 {
		return nil, errors.New("no go.work with modules here: run it in the repository's root")
	}
	return w, nil
}

// importPath is the path of the module in a folder.
func importPath(module string) string {
	if module == "." {
		return path
	}
	return path + "/" + module
}

// replaced are arguments of go mod edit that replace every module by its folder.
func (w *workspace) replaced() []string {
	var args []string
	for _, m := range w.modules {
		args = append(args, "-replace="+importPath(m)+"="+filepath.Join(w.root, m))
	}
	return args
}

// tidied returns what go mod tidy makes of the go.mod and go.sum of a module, where the
// requirements of each other are met by the folders.
func (w *workspace) tidied(ctx context.Context, module string) (mod, sum []byte, err error) {
	dir := filepath.Join(w.root, module)
	tmp, err := os.MkdirTemp("", "modules-")
	if err != nil {
		return nil, nil, err
	}
	defer os.RemoveAll(tmp)
	modfile := filepath.Join(tmp, "go.mod")
	if mod, err = os.ReadFile(filepath.Join(dir, "go.mod")); err != nil {
		return nil, nil, err
	}
	if err := os.WriteFile(modfile, mod, 0o644); err != nil {
		return nil, nil, err
	}
	if sum, err = os.ReadFile(filepath.Join(dir, "go.sum")); err == nil {
		err = os.WriteFile(filepath.Join(tmp, "go.sum"), sum, 0o644)
	}
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, nil, err
	}
	var drop []string
	for _, m := range w.modules {
		drop = append(drop, "-dropreplace="+importPath(m))
	}
	for _, args := range [][]string{
		append(append([]string{"mod", "edit"}, w.replaced()...), modfile),
		{"mod", "tidy", "-modfile=" + modfile},
		append(append([]string{"mod", "edit"}, drop...), modfile),
	} {
		if _, err := goCommand(ctx, dir, args...); err != nil {
			return nil, nil, err
		}
	}
	if mod, err = os.ReadFile(modfile); err != nil {
		return nil, nil, err
	}
	sum, err = os.ReadFile(filepath.Join(tmp, "go.sum"))
	if errors.Is(err, os.ErrNotExist) {
		sum, err = nil, nil
	}
	return mod, sum, err
}

// tidy writes go.mod and go.sum of every module anew.
func (w *workspace) tidy(ctx context.Context) error {
	for _, m := range w.modules {
		mod, sum, err := w.tidied(ctx, m)
		if err != nil {
			return fmt.Errorf("%s: %w", m, err)
		}
		if err := os.WriteFile(filepath.Join(w.root, m, "go.mod"), mod, 0o644); err != nil {
			return err
		}
		name := filepath.Join(w.root, m, "go.sum")
		if len(sum) == 0 {
			if err := os.Remove(name); err != nil && !errors.Is(err, os.ErrNotExist) {
				return err
			}
		} else if err := os.WriteFile(name, sum, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// release makes the modules require each other at a version, which go.work replaces by the folders,
// and returns the tags that publish them.
func (w *workspace) release(ctx context.Context, version string) (tags []string, err error) {
	work := []string{"work", "edit"}
	for p, v := range w.replaces {
		work = append(work, "-dropreplace="+p+"@"+v, "-replace="+p+"@"+version+"=."+strings.TrimPrefix(p, path))
	}
	if _, err := goCommand(ctx, w.root, work...); err != nil {
		return nil, err
	}
	for _, m := range w.modules {
		required, err := requirements(ctx, filepath.Join(w.root, m))
		if err != nil {
			return nil, err
		}
		args := []string{"mod", "edit"}
		for p := range required {
			if p == path || strings.HasPrefix(p, path+"/") {
				args = append(args, "-require="+p+"@"+version)
			}
		}
		if len(args) > 2 {
			if _, err := goCommand(ctx, filepath.Join(w.root, m), args...); err != nil {
				return nil, err
			}
		}
		tags = append(tags, strings.TrimPrefix(m+"/"+version, "./"))
	}
	return tags, nil
}

// requirements are the modules that the go.mod in a folder requires, with their versions.
func requirements(ctx context.Context, dir string) (map[string]string, error) {
	out, err := goCommand(ctx, dir, "mod", "edit", "-json")
	if err != nil {
		return nil, err
	}
	var mod struct {
		Require []struct{ Path, Version string }
	}
	if err := json.Unmarshal(out, &mod); err != nil {
		return nil, fmt.Errorf("go mod edit printed something unexpected: %w", err)
	}
	versions := make(map[string]string)
	for _, r := range mod.Require {
		versions[r.Path] = r.Version
	}
	return versions, nil
}

// goCommand runs go in a folder, without a workspace.
func goCommand(ctx context.Context, dir string, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOFLAGS=")
	if args[0] != "work" {
		cmd.Env = append(cmd.Env, "GOWORK=off")
	}
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go %s: %w\n%s", strings.Join(args[:2], " "), err, stderr.Bytes())
	}
	return out, nil
}
