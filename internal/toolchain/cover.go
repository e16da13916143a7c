package toolchain

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Covered sums up what test binaries have written of their coverage to a folder: a line for each
// package. With the name of a file, a profile for go tool cover goes there.
func (t *Toolchain) Covered(ctx context.Context, dir, profile string) (string, error) {
	if names, err := filepath.Glob(filepath.Join(dir, "covmeta.*")); err != nil || len(names) == 0 {
		if profile != "" && err == nil {
			err = os.WriteFile(profile, []byte("mode: "+t.Cover+"\n"), 0o644)
		}
		return "", err // no test has run
	}
	out, err := t.goOutput(ctx, "tool", "covdata", "percent", "-i="+dir)
	if err != nil {
		return "", fmt.Errorf("cannot sum up what is covered: %w", err)
	}
	if profile != "" {
		if _, err := t.goOutput(ctx, "tool", "covdata", "textfmt", "-i="+dir, "-o="+profile); err != nil {
			return "", fmt.Errorf("cannot write the coverage profile: %w", err)
		}
	}
	var text strings.Builder
	for s := bufio.NewScanner(bytes.NewReader(out)); s.Scan(); {
		if pkg, what, ok := strings.Cut(strings.TrimSpace(s.Text()), "coverage: "); ok {
			fmt.Fprintf(&text, "coverage: %s in %s\n", what, strings.TrimSpace(pkg))
		}
	}
	return text.String(), nil
}
