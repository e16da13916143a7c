package toolchain

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// BuildChanged builds the test binary of a package, in the folder dir, as if some of its
// files held other text. What is done to the user's files is done to the new text too. It
// writes nothing but below dir, and is safe for concurrent use once List has returned.
func (t *Toolchain) BuildChanged(ctx context.Context, p *Package, files map[string][]byte, dir string) (string, error) {
	path, _, _ := strings.Cut(p.ImportPath, " ")
	files = maps.Clone(files)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if t.cached(name) {
			return "", fmt.Errorf("%s is in the module cache, where files cannot be replaced", name)
		}
		if t.user.has(name) {
			return "", fmt.Errorf("the overlay %s, %s, replaces %s: its text cannot be changed once more", t.user.given, t.user.file, name)
		}
		text, _, err := RewriteFailpoints(name, path, files[name])
		if err != nil {
			return "", err
		}
		if text != nil {
			files[name] = text
		}
	}
	overlay, err := t.overlay.with(dir, nil, files)
	if err != nil {
		return "", fmt.Errorf("cannot write the changed files: %w", err)
	}
	maps.Copy(overlay.user, t.overlay.user)
	changed := *t
	changed.overlay = overlay
	return changed.buildIn(ctx, p, dir)
}

// Environ is the environment in which the go command of this toolchain runs.
func (t *Toolchain) Environ() []string {
	env := slices.Clone(t.environ)
	if t.Env.GOROOT != "" {
		env = append(env, "PATH="+filepath.Join(t.Env.GOROOT, "bin")+string(os.PathListSeparator)+os.Getenv("PATH"))
	}
	return env
}

// ListFlags are the flags with which the go command chooses the files that are built.
func (t *Toolchain) ListFlags() []string {
	flags := []string{"-tags=" + t.tags()}
	if t.Race {
		flags = append(flags, "-race") // it chooses files too
	}
	if t.Flags.Overlay != "" {
		flags = append(flags, "-overlay="+t.Flags.Overlay)
	}
	return append(flags, t.Flags.choose()...)
}
