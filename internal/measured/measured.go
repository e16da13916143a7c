// Package measured is for commands that run chaosrun on what others have written: it builds the command, and
// keeps what came of it in a JSON file, by name.
package measured

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// Read reads the results in a file; there are none if the file is not there.
func Read[M ~map[string]T, T any](name string) (M, error) {
	all := make(M)
	b, err := os.ReadFile(name)
	if errors.Is(err, os.ErrNotExist) {
		return all, nil
	} else if err != nil {
		return nil, err
	}
	return all, json.Unmarshal(b, &all)
}

// Write writes results to a file.
func Write[M ~map[string]T, T any](name string, all M) error {
	b, err := json.MarshalIndent(all, "", "\t")
	if err != nil {
		return err
	}
	return os.WriteFile(name, append(b, '\n'), 0o644)
}

// Command builds chaosrun from the current folder, the root of the repository, into a folder of that name in the
// user's cache. It returns that folder and the command.
func Command(ctx context.Context, name string) (cache, chaosrun string, err error) {
	if cache, err = os.UserCacheDir(); err != nil {
		return "", "", err
	}
	cache = filepath.Join(cache, name)
	if err := os.MkdirAll(cache, 0o755); err != nil {
		return "", "", err
	}
	chaosrun = filepath.Join(cache, "chaosrun")
	if out, err := exec.CommandContext(ctx, "go", "build", "-o", chaosrun, "./cmd/chaosrun").CombinedOutput(); err != nil {
		return "", "", fmt.Errorf("%w\n%s", err, out)
	}
	return cache, chaosrun, nil
}
