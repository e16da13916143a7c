package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/chaosrun/chaosrun/internal/changes"
	"github.com/chaosrun/chaosrun/internal/toolchain"
)

const sinceUsage = "only packages that have changed since the merge base with the commit `ref`, like origin/main, and those that import them; uncommitted changes count"

// since are the packages of the patterns, ./... if there are none, that a change since ref
// may be noticed in. It says what it has chosen, and there may be none.
func since(ctx context.Context, tc *toolchain.Toolchain, ref string, patterns []string) ([]string, error) {
	if len(patterns) == 0 {
		patterns = []string{"./..."}
	}
	root, files, err := changes.Files(ctx, tc.Dir, ref)
	if err != nil {
		return nil, fmt.Errorf("-since: %w", err)
	}
	pkgs, err := tc.Affected(ctx, files, patterns...)
	if err != nil {
		return nil, err
	}
	if tc.Log == nil {
		return pkgs, nil
	}
	if len(pkgs) == 0 {
		fmt.Fprintf(tc.Log, "chaosrun: %s of %s changed since %s, and no package of %s depends on them\n", count(len(files), "file"), filepath.Base(root), ref, strings.Join(patterns, " "))
		return nil, nil
	}
	fmt.Fprintf(tc.Log, "chaosrun: %s changed since %s; exploring %s\n", count(len(files), "file"), ref, count(len(pkgs), "package"))
	return pkgs, nil
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
