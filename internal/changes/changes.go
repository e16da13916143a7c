// Package changes asks git which files differ from the point where a branch left another one.
package changes

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
)

// Files are the files that are different from what they were at the merge base of ref and
// HEAD, deleted ones and those that are not committed or not even known to git included.
// Names are full, below the root of the repository that dir is in, without symbolic links.
func Files(ctx context.Context, dir, ref string) (root string, files []string, err error) {
	root, base, err := base(ctx, dir, ref)
	if err != nil {
		return "", nil, err
	}
	// Submodules are named as a whole.
	changed, err := git(ctx, root, "diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", "--ignore-submodules=none", base, "--")
	if err != nil {
		return "", nil, fmt.Errorf("git cannot tell what has changed: %w", err)
	}
	unknown, err := unknown(ctx, root)
	if err != nil {
		return "", nil, err
	}
	for _, name := range append(strings.Split(changed, "\x00"), unknown...) {
		if name != "" {
			files = append(files, filepath.Join(root, filepath.FromSlash(name)))
		}
	}
	return root, files, nil
}

// unknown are the files that git does not know, and is not told to ignore.
func unknown(ctx context.Context, root string) ([]string, error) {
	out, err := git(ctx, root, "ls-files", "--others", "--exclude-standard", "-z")
	if err != nil {
		return nil, fmt.Errorf("git cannot tell what it does not know: %w", err)
	}
	return strings.Split(out, "\x00"), nil
}

// base is the root of the repository that dir is in, and the merge base of ref and HEAD.
func base(ctx context.Context, dir, ref string) (root, base string, err error) {
	if _, err := exec.LookPath("git"); err != nil {
		return "", "", errors.New("no git command in PATH: install git")
	}
	out, err := git(ctx, dir, "rev-parse", "--show-toplevel")
	if err != nil {
		return "", "", fmt.Errorf("not in a git repository with a work tree (git says: %w)", err)
	}
	root = filepath.FromSlash(strings.TrimSuffix(out, "\n"))
	if root, err = filepath.EvalSymlinks(root); err != nil {
		return "", "", err
	}
	commit, err := Commit(ctx, root, ref)
	if err != nil {
		return "", "", fmt.Errorf("git knows no commit %q: fetch it, or name another", ref)
	}
	base, err = git(ctx, root, "merge-base", commit, "HEAD")
	if err != nil {
		return "", "", fmt.Errorf("git knows no commit that %q and HEAD come from both: is the history cut off? fetch all of it (git fetch --unshallow; fetch-depth: 0 of actions/checkout)", ref)
	}
	return root, strings.TrimSpace(base), nil
}

// Commit is the hash of the commit that ref names in the repository that dir is in.
func Commit(ctx context.Context, dir, ref string) (string, error) {
	out, err := git(ctx, dir, "rev-parse", "--verify", "--quiet", "--end-of-options", ref+"^{commit}")
	return strings.TrimSpace(out), err
}

// git runs a git command and returns what it prints. The error is what git says of it.
func git(ctx context.Context, dir string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, "git", args...)
	cmd.Dir = dir
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		if ctx.Err() != nil {
			return "", ctx.Err()
		}
		if text := strings.TrimSpace(errs.String()); text != "" {
			return "", errors.New(strings.Split(text, "\n")[0])
		}
		return "", err
	}
	return out.String(), nil
}
