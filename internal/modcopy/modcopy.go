// Package modcopy gets public modules through the module proxy, to run their tests.
package modcopy

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Get returns a folder below cache with a copy of a module that can be written to, and that has a
// go.mod and the sums of what its tests need.
func Get(ctx context.Context, module, version, cache string) (string, error) {
	dir := filepath.Join(cache, FileName(module)+"@"+version)
	if _, err := os.Stat(filepath.Join(dir, "go.sum")); err == nil {
		return dir, nil
	}
	cmd := exec.CommandContext(ctx, "go", "mod", "download", "-json", module+"@"+version)
	cmd.Dir = cache // no module of ours has a say
	out, err := cmd.Output()
	var got struct{ Dir, Error string }
	if jerr := json.Unmarshal(out, &got); jerr != nil || got.Error != "" {
		return "", fmt.Errorf("cannot get %s@%s: %s %v", module, version, got.Error, err)
	}
	if err := os.RemoveAll(dir); err != nil {
		return "", err
	}
	if err := os.CopyFS(dir, os.DirFS(got.Dir)); err != nil {
		return "", err
	}
	err = filepath.WalkDir(dir, func(name string, d os.DirEntry, err error) error {
		if err != nil || d.Type()&os.ModeSymlink != 0 {
			return err
		}
		mode := os.FileMode(0o644)
		if d.IsDir() {
			mode = 0o755
		}
		return os.Chmod(name, mode)
	})
	if err != nil {
		return "", err
	}
	// Old modules have no go.mod, and others no sums for what their tests need.
	if _, err := os.Stat(filepath.Join(dir, "go.mod")); err != nil {
		if err := command(ctx, dir, "go", "mod", "init", module); err != nil {
			return "", err
		}
	}
	if err := dropLocal(ctx, dir); err != nil {
		return "", err
	}
	if err := command(ctx, dir, "go", "mod", "tidy", "-e"); err != nil {
		return "", err
	}
	return dir, os.WriteFile(filepath.Join(dir, "go.sum"), readOrNothing(filepath.Join(dir, "go.sum")), 0o644)
}

// FileName is a name for files about a module.
func FileName(module string) string { return strings.ReplaceAll(module, "/", "_") }

// dropLocal takes replacements by folders out of go.mod: the repository has them, and the module alone
// does not.
func dropLocal(ctx context.Context, dir string) error {
	cmd := exec.CommandContext(ctx, "go", "mod", "edit", "-json")
	cmd.Dir = dir
	out, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("go mod edit: %w", err)
	}
	var mod struct {
		Replace []struct {
			Old, New struct{ Path, Version string }
		}
	}
	if err := json.Unmarshal(out, &mod); err != nil {
		return err
	}
	for _, r := range mod.Replace {
		if r.New.Version != "" {
			continue
		}
		old := r.Old.Path
		if r.Old.Version != "" {
			old += "@" + r.Old.Version
		}
		if err := command(ctx, dir, "go", "mod", "edit", "-dropreplace="+old); err != nil {
			return err
		}
	}
	return nil
}

// readOrNothing is what a file holds; a module without dependencies has no go.sum.
func readOrNothing(name string) []byte {
	b, _ := os.ReadFile(name)
	return b
}

func command(ctx context.Context, dir, name string, args ...string) error {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s %s: %w\n%s", name, strings.Join(args, " "), err, bytes.TrimSpace(out))
	}
	return nil
}
