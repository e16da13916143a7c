package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/pmezard/go-difflib/difflib"
)

// writeDiffs writes what has become of the declarations between two releases, as a unified diff with
// comments. With names, only of those: of a declaration or of a file.
func writeDiffs(w io.Writer, from, to *dependencies, names []string) error {
	for _, diff := range compare(from.hashes(), to.hashes()) {
		if len(names) > 0 && !slices.Contains(names, diff.name) && !slices.Contains(names, diff.file) {
			continue
		}
		text, err := difflib.GetUnifiedDiffString(difflib.UnifiedDiff{
			A: lines(from.all[diff.was]), FromFile: from.release.version + "/" + diff.file,
			B: lines(to.all[diff.key]), ToFile: to.release.version + "/" + diff.file,
			Context: 3,
		})
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintf(w, "%s: %s\n%s\n", diff.key, diff.what, text); err != nil {
			return err
		}
	}
	return nil
}

func lines(d *dependency) []string {
	if d == nil {
		return nil
	}
	return difflib.SplitLines(strings.TrimSuffix(d.text, "\n"))
}
