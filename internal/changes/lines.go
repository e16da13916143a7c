package changes

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// Lines are the lines of files that are different from what they were, by the names of the files. Where
// lines are gone, the ones before and after them count.
type Lines map[string][]Span

// Span is a number of lines, the first and the last one included.
type Span struct{ First, Last int }

// Touch reports whether one of the lines from first to last of a file is different.
func (l Lines) Touch(file string, first, last int) bool {
	return slices.ContainsFunc(l[file], func(s Span) bool { return s.First <= last && first <= s.Last })
}

// whole is a file of which every line is new.
var whole = Span{1, 1 << 30}

// Of are the lines that are different from what they were at the merge base of ref and HEAD, in files named
// as [Files] names them. What is not committed counts.
func Of(ctx context.Context, dir, ref string) (Lines, error) {
	root, base, err := base(ctx, dir, ref)
	if err != nil {
		return nil, err
	}
	diff, err := git(ctx, root, "-c", "core.quotePath=false", "diff", "--unified=0", "--no-renames", "--no-ext-diff", "--no-color", "--src-prefix=a/", "--dst-prefix=b/", base, "--")
	if err != nil {
		return nil, fmt.Errorf("git cannot tell what has changed: %w", err)
	}
	unknown, err := unknown(ctx, root)
	if err != nil {
		return nil, err
	}
	lines := parseDiff(diff)
	for _, name := range unknown {
		lines[name] = append(lines[name], whole)
	}
	full := make(Lines)
	for name, spans := range lines {
		full[filepath.Join(root, filepath.FromSlash(name))] = spans
	}
	return full, nil
}

// parseDiff reads a unified diff without context.
func parseDiff(diff string) Lines {
	lines := make(Lines)
	file, left := "", 0 // lines of the hunk
	for _, l := range strings.Split(diff, "\n") {
		switch {
		case left > 0:
			left--
		case strings.HasPrefix(l, "+++ "):
			name, _, _ := strings.Cut(strings.TrimPrefix(l, "+++ "), "\t")
			if s, err := strconv.Unquote(name); err == nil {
				name = s
			}
			file = strings.TrimPrefix(name, "b/")
		case strings.HasPrefix(l, "@@ "):
			f := strings.Fields(l)
			if len(f) < 3 {
				continue
			}
			_, removed := span(f[1])
			at, added := span(f[2])
			left = removed + added
			if added == 0 {
				lines[file] = append(lines[file], Span{at, at + 1})
				continue
			}
			lines[file] = append(lines[file], Span{at, at + added - 1})
		}
	}
	return lines
}

// span reads -3,2 or +7: where lines are, and how many.
func span(s string) (at, n int) {
	first, count, many := strings.Cut(s[1:], ",")
	at, _ = strconv.Atoi(first)
	if n = 1; many {
		n, _ = strconv.Atoi(count)
	}
	return at, n
}
