package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// release is a Go whose sources are looked at. chaosrun need not support it, and it need not be
// built.
type release struct {
	version string // like go1.27.0
	minor   int
	root    string // GOROOT
}

var (
	versionRE = regexp.MustCompile(`^go1\.(\d+)`)
	develRE   = regexp.MustCompile(`(?m)^const Version = (\d+)$`)
)

// openRelease finds a Go by its version, which the go command installs if need be, or by its
// GOROOT. The version "local" is that of the go command itself.
func openRelease(ctx context.Context, arg string) (*release, error) {
	r := &release{root: arg}
	if !filepath.IsAbs(arg) {
		cmd := exec.CommandContext(ctx, "go", "env", "GOROOT")
		cmd.Env = append(os.Environ(), "GOTOOLCHAIN="+arg)
		out, err := cmd.Output()
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			err = errors.New(strings.TrimSpace(string(exit.Stderr)))
		}
		if err != nil {
			return nil, fmt.Errorf("cannot find %s: %w", arg, err)
		}
		r.root = strings.TrimSpace(string(out))
	}
	text, err := os.ReadFile(filepath.Join(r.root, "VERSION"))
	if errors.Is(err, os.ErrNotExist) {
		// A checkout of Go's repository says only what it is going to be.
		text, err = os.ReadFile(filepath.Join(r.root, "src", "internal", "goversion", "goversion.go"))
		if m := develRE.FindSubmatch(text); m != nil {
			text = fmt.Appendf(nil, "go1.%s-devel", m[1])
		}
	}
	if err != nil {
		return nil, fmt.Errorf("%s is no GOROOT: %w", r.root, err)
	}
	r.version, _, _ = strings.Cut(string(text), "\n")
	m := versionRE.FindStringSubmatch(r.version)
	if m == nil {
		return nil, fmt.Errorf("cannot tell the version of the Go in %s", r.root)
	}
	r.minor, err = strconv.Atoi(m[1])
	return r, err
}

// file reads a file below GOROOT/src.
func (r *release) file(name string) ([]byte, error) {
	return os.ReadFile(filepath.Join(r.root, "src", filepath.FromSlash(name)))
}
