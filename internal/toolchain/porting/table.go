package main

import (
	"bytes"
	"cmp"
	"fmt"
	"go/version"
	"maps"
	"slices"
	"strings"
)

const tableHead = `# Every declaration of the runtime and the standard library that chaosrun edits, replaces or uses, in
# the versions of Go that it supports: the versions, the file, the name, a hash of the source without
# comments. Written by go run ./internal/toolchain/porting update; docs/porting.md explains it.
`

// table holds the hashes of the dependencies on each version.
type table map[string]map[key]string

// versions are in the order of their release.
func (t table) versions() []string {
	return slices.SortedFunc(maps.Keys(t), version.Compare)
}

func parseTable(text string) (table, error) {
	t := make(table)
	var versions []string
	for line := range strings.Lines(text) {
		f := strings.Fields(line)
		switch {
		case len(f) == 0 || f[0] == "#":
		case f[0] == "versions":
			versions = f[1:]
			for _, v := range versions {
				t[v] = make(map[key]string)
			}
		case len(f) == 4:
			first, last, ok := strings.Cut(f[0], "-")
			if !ok {
				last = first
			}
			i, j := slices.Index(versions, first), slices.Index(versions, last)
			if i < 0 || j < i {
				return nil, fmt.Errorf("the table has no versions %s", f[0])
			}
			for _, v := range versions[i : j+1] {
				t[v][key{f[1], f[2]}] = f[3]
			}
		default:
			return nil, fmt.Errorf("the table has the line %q", line)
		}
	}
	return t, nil
}

// String is the text that parseTable reads: one line for the versions in a row in which a declaration
// is the same.
func (t table) String() string {
	versions := t.versions()
	keys := make(map[key]bool)
	for _, hashes := range t {
		for k := range hashes {
			keys[k] = true
		}
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, "%s\nversions %s\n\n", tableHead, strings.Join(versions, " "))
	for _, k := range slices.SortedFunc(maps.Keys(keys), compareKeys) {
		for i := 0; i < len(versions); {
			hash, first := t[versions[i]][k], i
			for i++; i < len(versions) && t[versions[i]][k] == hash; i++ {
			}
			if hash == "" {
				continue
			}
			span := versions[first]
			if last := versions[i-1]; last != span {
				span += "-" + last
			}
			fmt.Fprintf(&out, "%s %s %s %s\n", span, k.file, k.name, hash)
		}
	}
	return out.String()
}

// nearest is the version with which a release is compared: itself, the newest patch of the same minor
// version, or the newest of those before.
func (t table) nearest(r *release) string {
	if t[r.version] != nil {
		return r.version
	}
	versions := t.versions()
	best := versions[0]
	for _, v := range versions {
		if cmp.Compare(version.Lang(v), fmt.Sprintf("go1.%d", r.minor)) <= 0 {
			best = v
		}
	}
	return best
}
