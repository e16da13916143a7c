package toolchain

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// Inspection says what is done to the standard library of one GOROOT, whether chaosrun supports
// its version or not. It is for package porting, which compares versions of Go.
type Inspection struct {
	Edits    []InspectedEdit
	Replaced map[string]string // files of which every declaration counts, and why
	LeftOut  map[string]bool   // files that are not compiled
	Added    map[string]AddedFile
}

// AddedFile is a file of ours; Inspection has it by its path below GOROOT/src.
type AddedFile struct {
	Path string // below this package
	Text []byte
}

// InspectedEdit is an edit of one file.
type InspectedEdit struct {
	Name, File string
	In         string // the declaration that the edit is confined to; "": none
	Applies    bool   // to this version of Go
	At         []int  // offsets of what it changes in the file
	Err        error  // why it does not fit; nil: it does, or does not apply
}

// Inspect tries every edit, on its own, on the sources of Go 1.minor in a GOROOT. They are looked
// at as on linux/amd64, wherever this is.
func Inspect(goroot string, minor int) (*Inspection, error) {
	in := &Inspection{Replaced: make(map[string]string), LeftOut: make(map[string]bool), Added: make(map[string]AddedFile)}
	files := make(map[string]*parsedFile)
	for _, e := range allEdits() {
		ie := InspectedEdit{Name: e.name, File: e.file, In: e.in, Applies: e.fits(minor)}
		if ie.Applies {
			ie.At, ie.Err = places(files, goroot, e)
		}
		in.Edits = append(in.Edits, ie)
	}
	in.Edits = append(in.Edits, renames(goroot)...)

	onlyHost, onlyFake, err := netFiles(goroot, GoEnv{GOOS: "linux", GOARCH: "amd64", CGO_ENABLED: "1"})
	in.Edits = append(in.Edits, InspectedEdit{Name: "virtual network", File: "net", Applies: true, Err: err})
	for _, name := range onlyHost {
		in.LeftOut["net/"+name] = true
	}
	for _, name := range onlyFake {
		in.Replaced["net/"+name] = "the virtual network is made of it"
	}
	std, accesses := make(map[string][]byte), make(map[string][]byte)
	if err := addFiles(std, minor, false); err != nil {
		return nil, err
	}
	if err := addAccesses(accesses); err != nil {
		return nil, err
	}
	for name, text := range std {
		in.Added[name] = AddedFile{"_std/" + name, text}
	}
	for name, text := range accesses {
		in.Added[name] = AddedFile{"_accesses/" + name, text}
	}
	for name, file := range in.Added {
		if _, err := os.Stat(filepath.Join(goroot, "src", filepath.FromSlash(name))); err == nil {
			in.Replaced[name] = file.Path + " takes its place"
		}
	}
	return in, nil
}

// allEdits are the edits of all versions, those of the virtual network among them.
func allEdits() []edit {
	all := slices.Concat(runtimeEdits, stdEdits)
	add := func(file string, edits []edit) {
		for _, e := range edits {
			e.file = file
			all = append(all, e)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(fakeNetEdits)) {
		add("net/"+name, fakeNetEdits[name])
	}
	for _, name := range slices.Sorted(maps.Keys(sharedNetEdits)) {
		add(name, sharedNetEdits[name])
	}
	return all
}

// places returns the offsets of what an edit changes. It parses each file once.
func places(files map[string]*parsedFile, goroot string, e edit) ([]int, error) {
	f := files[e.file]
	if f == nil {
		src, err := os.ReadFile(filepath.Join(goroot, "src", filepath.FromSlash(e.file)))
		if err != nil {
			return nil, fmt.Errorf("edit %q does not fit: there is no %s", e.name, e.file)
		}
		if f, err = parsed(e.file, src); err != nil {
			return nil, err
		}
		files[e.file] = f
	}
	changes, err := f.changes(e)
	var at []int
	for _, c := range changes {
		at = append(at, c.at)
	}
	return at, err
}

// renames are what atomicFunctions does, as one edit a file. It moves no line, so the lines that
// it has changed are the places.
func renames(goroot string) (edits []InspectedEdit) {
	const name = "atomic functions"
	files := make(map[string][]byte)
	if err := atomicFunctions(files, goroot); err != nil {
		return []InspectedEdit{{Name: name, File: "sync/atomic/asm.s", Applies: true, Err: err}}
	}
	for _, file := range slices.Sorted(maps.Keys(files)) {
		if path.Dir(file) == "sync/atomic" && strings.HasPrefix(path.Base(file), "chaosrun_") {
			continue // a file of ours
		}
		e := InspectedEdit{Name: name, File: file, Applies: true}
		src, err := os.ReadFile(filepath.Join(goroot, "src", filepath.FromSlash(file)))
		if err != nil {
			e.Err = err
		} else {
			e.At = changedLines(src, files[file])
		}
		edits = append(edits, e)
	}
	return edits
}

// changedLines returns the offsets in a text of the lines that differ in another one of as many
// lines.
func changedLines(from, to []byte) (at []int) {
	offset := 0
	others := bytes.SplitAfter(to, []byte("\n"))
	for i, line := range bytes.SplitAfter(from, []byte("\n")) {
		if !bytes.Equal(line, others[i]) {
			at = append(at, offset)
		}
		offset += len(line)
	}
	return at
}
