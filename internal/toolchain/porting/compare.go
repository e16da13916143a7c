package main

import (
	"fmt"
	"io"
	"maps"
	"path"
	"slices"
)

// difference is a declaration that is not as it was.
type difference struct {
	key
	was  key    // under which it was known before; its name is "" if it was not
	what string // changed, moved, new or gone
}

// compare says what differs between the hashes of one version and another one's. A declaration that
// went to another file of its package has moved.
func compare(from, to map[key]string) (all []difference) {
	gone := make(map[key]key) // by folder and name
	for k := range from {
		if to[k] == "" {
			gone[key{path.Dir(k.file), k.name}] = k
		}
	}
	for _, k := range slices.SortedFunc(maps.Keys(to), compareKeys) {
		place := key{path.Dir(k.file), k.name}
		was, moved := gone[place]
		switch {
		case from[k] == to[k]:
		case from[k] != "":
			all = append(all, difference{k, k, "changed"})
		case moved:
			what := "moved from " + was.file
			if from[was] != to[k] {
				what += " and changed"
			}
			all = append(all, difference{k, was, what})
			delete(gone, place)
		default:
			all = append(all, difference{k, key{}, "new"})
		}
	}
	for _, k := range slices.SortedFunc(maps.Values(gone), compareKeys) {
		all = append(all, difference{k, k, "gone"})
	}
	return all
}

// report writes which edits do not fit a release and what differs from another version, with who
// depends on it.
func report(w io.Writer, d *dependencies, from string, diffs []difference) {
	misfits := d.misfits()
	fmt.Fprintf(w, "%s, compared with %s: %s, %s.\n", d.release.version, from,
		count(len(misfits), "edit does not fit", "edits do not fit"),
		count(len(diffs), "declaration differs", "declarations differ"))
	for _, err := range misfits {
		fmt.Fprintf(w, "- %v\n", err)
	}
	for _, diff := range diffs {
		fmt.Fprintf(w, "- %s: %s", diff.key, diff.what)
		if why := d.why(diff.key).String(); why != "" {
			fmt.Fprintf(w, "; look at: %s", why)
		}
		fmt.Fprintln(w)
	}
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
