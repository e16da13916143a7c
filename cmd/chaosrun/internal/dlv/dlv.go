// Package dlv runs Delve, the debugger: as the program that it is, never linked in.
package dlv

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

const (
	module = "github.com/go-delve/delve"

	// version is a version of Delve that knows all versions of Go that chaosrun does.
	version = "v1.27.2"
)

// Find returns the name of the program dlv: that in PATH, or one that the go command builds, once, and
// keeps in the folder cache.
func Find(ctx context.Context, cache string, building func()) (string, error) {
	if name, err := exec.LookPath("dlv"); err == nil {
		return name, nil
	}
	dir := filepath.Join(cache, "dlv-"+version)
	name := filepath.Join(dir, "dlv")
	if _, err := os.Stat(name); err == nil {
		return name, nil
	}
	building()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", fmt.Errorf("cannot write to the cache folder: %w", err)
	}
	cmd := exec.CommandContext(ctx, "go", "install", module+"/cmd/dlv@"+version)
	cmd.Dir = dir
	// What the user's module is built with is not meant for another one.
	cmd.Env = append(os.Environ(), "GOBIN="+dir, "GOFLAGS=", "GOWORK=off", "GOOS=", "GOARCH=", "GOEXPERIMENT=")
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); err != nil {
		if ctx.Err() != nil {
			return "", ctx.Err()
		}
		return "", fmt.Errorf("there is no dlv in PATH, and it cannot be built: put one there, with go install %s/cmd/dlv@%s where the module proxy can be reached; the go command says:\n%s", module, version, bytes.TrimSpace(out.Bytes()))
	}
	return name, nil
}
