package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// matrix is a Markdown table of which edits fit which releases. Edits of a file that fit the same
// releases share a row.
func matrix(releases []*dependencies) string {
	type nth struct {
		file, name string
		n          int
	}
	fits := make(map[nth][]string)
	for i, d := range releases {
		seen := make(map[nth]int)
		for _, e := range d.in.Edits {
			id := nth{file: e.File, name: e.Name}
			seen[id]++
			id.n = seen[id]
			if fits[id] == nil {
				fits[id] = slices.Repeat([]string{"–"}, len(releases))
			}
			switch {
			case e.Err != nil:
				fits[id][i] = "does not fit"
			case e.Applies:
				fits[id][i] = "fits"
			}
		}
	}
	type row struct{ file, fits string }
	rows := make(map[row][]string)
	for id, f := range fits {
		r := row{id.file, strings.Join(f, " | ")}
		rows[r] = append(rows[r], id.name)
	}

	var out strings.Builder
	out.WriteString("| file | edits |")
	for _, d := range releases {
		fmt.Fprintf(&out, " %s |", d.release.version)
	}
	fmt.Fprintf(&out, "\n|---|---|%s\n", strings.Repeat("---|", len(releases)))
	for _, r := range slices.SortedFunc(maps.Keys(rows), func(a, b row) int {
		return compareKeys(key{a.file, a.fits}, key{b.file, b.fits})
	}) {
		names := slices.Compact(slices.Sorted(slices.Values(rows[r])))
		fmt.Fprintf(&out, "| `%s` | %s | %s |\n", r.file, strings.Join(names, ", "), r.fits)
	}
	return out.String()
}
