// Porting says what a release of Go changes for chaosrun.
//
// chaosrun edits Go's runtime and standard library while they are compiled. From the edits
// themselves, porting finds every declaration that they change, that files of chaosrun's replace or
// use, and keeps a hash of each in testdata/declarations.txt, for every supported version. So it can
// name what another version has changed, and who has to look at it.
//
//	go run ./internal/toolchain/porting check [VERSION|GOROOT]
//	go run ./internal/toolchain/porting diff FROM TO [NAME...]
//	go run ./internal/toolchain/porting update [VERSION...]
//
// docs/porting.md tells how to use it.
package main

import (
	"context"
	"errors"
	"fmt"
	"go/version"
	"os"
	"slices"
	"strings"
)

// Where update writes, from the root of the repository.
const (
	tableFile = "internal/toolchain/porting/testdata/declarations.txt"
	docFile   = "docs/porting.md"
)

const usage = `usage, in the root of the repository:
    porting check [VERSION|GOROOT]     what a Go changes, from the nearest version of the table
    porting diff FROM TO [NAME...]     the differences; NAME is a declaration or a file
    porting update [VERSION...]        write the table and the matrix; without versions, of the same ones

VERSION is one like go1.27.0, which installs itself, or local`

var errMisfits = errors.New("edits do not fit") // after the report

func main() {
	err := run(context.Background(), os.Args[1:])
	switch {
	case errors.Is(err, errMisfits):
		os.Exit(1)
	case err != nil:
		fmt.Fprintf(os.Stderr, "porting: %v\n", err)
		os.Exit(2)
	}
}

func run(ctx context.Context, args []string) error {
	switch {
	case len(args) == 1 && args[0] == "check":
		return check(ctx, "local")
	case len(args) == 2 && args[0] == "check":
		return check(ctx, args[1])
	case len(args) >= 3 && args[0] == "diff":
		return diff(ctx, args[1], args[2], args[3:])
	case len(args) >= 1 && args[0] == "update":
		return update(ctx, args[1:])
	}
	return errors.New(usage)
}

// look opens a release and finds what chaosrun depends on in it.
func look(ctx context.Context, name string) (*dependencies, error) {
	r, err := openRelease(ctx, name)
	if err != nil {
		return nil, err
	}
	return inspect(r)
}

func check(ctx context.Context, name string) error {
	t, err := readTable(tableFile)
	if err != nil {
		return err
	}
	d, err := look(ctx, name)
	if err != nil {
		return err
	}
	from := t.nearest(d.release)
	report(os.Stdout, d, from, compare(t[from], d.hashes()))
	if len(d.misfits()) > 0 {
		return errMisfits
	}
	return nil
}

func diff(ctx context.Context, from, to string, names []string) error {
	a, err := look(ctx, from)
	if err != nil {
		return err
	}
	b, err := look(ctx, to)
	if err != nil {
		return err
	}
	return writeDiffs(os.Stdout, a, b, names)
}

func update(ctx context.Context, versions []string) error {
	if len(versions) == 0 {
		t, err := readTable(tableFile)
		if err != nil {
			return err
		}
		versions = t.versions()
	}
	t := make(table)
	var all []*dependencies
	for _, v := range versions {
		d, err := look(ctx, v)
		if err != nil {
			return err
		}
		if err := errors.Join(d.misfits()...); err != nil {
			return fmt.Errorf("%s: %w", v, err)
		}
		if !version.IsValid(d.release.version) {
			return fmt.Errorf("%s is no release: the table is of released versions", v)
		}
		t[d.release.version] = d.hashes()
		all = append(all, d)
	}
	slices.SortFunc(all, func(a, b *dependencies) int { return version.Compare(a.release.version, b.release.version) })
	doc, err := os.ReadFile(docFile)
	if err != nil {
		return err
	}
	text, err := withMatrix(string(doc), matrix(all))
	if err != nil {
		return err
	}
	if err := os.WriteFile(docFile, []byte(text), 0o644); err != nil {
		return err
	}
	return os.WriteFile(tableFile, []byte(t.String()), 0o644)
}

func readTable(name string) (table, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("%w: run porting in the root of the repository", err)
	}
	return parseTable(string(text))
}

// withMatrix puts the matrix at its place in the document.
func withMatrix(doc, matrix string) (string, error) {
	const begin, end = "<!-- written by porting update -->\n", "<!-- end -->"
	head, rest, ok := strings.Cut(doc, begin)
	_, tail, closed := strings.Cut(rest, end)
	if !ok || !closed {
		return "", fmt.Errorf("%s has no place for the matrix", docFile)
	}
	return head + begin + matrix + end + tail, nil
}
