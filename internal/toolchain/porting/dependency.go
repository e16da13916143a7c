package main

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/chaosrun/chaosrun/internal/toolchain"
)

// key names a declaration of Go's own source.
type key struct{ file, name string }

func (k key) String() string { return k.file + " " + k.name }

// dependency is a declaration that chaosrun edits, replaces or uses.
type dependency struct {
	key
	text, hash string
	reasons
}

// reasons are what of chaosrun's has to do with a declaration.
type reasons struct {
	edits []string // their names
	files []string // files of ours, and what they do with it
}

// String names every edit, and a few of the files.
func (r reasons) String() string {
	const few = 3
	files := r.files
	if more := len(files) - few; more > 1 {
		files = append(files[:few:few], fmt.Sprintf("and %d more", more))
	}
	var all []string
	for _, name := range r.edits {
		all = append(all, fmt.Sprintf("edit %q", name))
	}
	return strings.Join(append(all, files...), ", ")
}

func (r *reasons) add(more reasons) {
	r.edits = slices.Compact(slices.Sorted(slices.Values(append(r.edits, more.edits...))))
	r.files = slices.Compact(slices.Sorted(slices.Values(append(r.files, more.files...))))
}

// dependencies are those of chaosrun on one release.
type dependencies struct {
	release *release
	in      *toolchain.Inspection
	all     map[key]*dependency
	files   map[string][]declaration
}

func inspect(r *release) (*dependencies, error) {
	in, err := toolchain.Inspect(r.root, r.minor)
	if err != nil {
		return nil, err
	}
	d := &dependencies{release: r, in: in, all: make(map[key]*dependency), files: make(map[string][]declaration)}
	for _, e := range in.Edits {
		if err := d.addEdit(e); err != nil {
			return nil, err
		}
	}
	for _, file := range slices.Sorted(maps.Keys(in.Replaced)) {
		decls, err := d.declarations(file)
		if err != nil {
			return nil, err
		}
		for _, decl := range decls {
			d.add(file, decl.names[0], reasons{files: []string{in.Replaced[file]}})
		}
	}
	return d, d.addUses()
}

// addEdit adds the declarations that an edit changes, or would change if it did fit.
func (d *dependencies) addEdit(e toolchain.InspectedEdit) error {
	if len(e.At) == 0 && (e.Err == nil || e.In == "") {
		return nil
	}
	decls, err := d.declarations(e.File)
	if errors.Is(err, os.ErrNotExist) {
		return nil // as e.Err says
	}
	if err != nil {
		return err
	}
	why := reasons{edits: []string{e.Name}}
	if e.Err != nil && slices.ContainsFunc(decls, func(decl declaration) bool { return decl.names[0] == e.In }) {
		d.add(e.File, e.In, why)
	}
	for _, at := range e.At {
		i := slices.IndexFunc(decls, func(decl declaration) bool { return decl.holds(at) })
		if i < 0 {
			return fmt.Errorf("edit %q changes %s in no declaration, at offset %d", e.Name, e.File, at)
		}
		d.add(e.File, decls[i].names[0], why)
	}
	return nil
}

// declarations are those of a file below GOROOT/src.
func (d *dependencies) declarations(file string) ([]declaration, error) {
	if decls, ok := d.files[file]; ok {
		return decls, nil
	}
	src, err := d.release.file(file)
	if err != nil {
		return nil, err
	}
	d.files[file], err = declarations(file, src)
	return d.files[file], err
}

// add takes in a declaration, of which a file may have several: init, for instance.
func (d *dependencies) add(file, name string, why reasons) {
	k := key{file, name}
	dep := d.all[k]
	if dep == nil {
		dep = &dependency{key: k}
		var hashes []string
		for _, decl := range d.files[file] {
			if decl.names[0] == name {
				dep.text += decl.text + "\n"
				hashes = append(hashes, decl.hash)
			}
		}
		dep.hash = hashes[0]
		if len(hashes) > 1 {
			dep.hash = hash(hashes)
		}
		d.all[k] = dep
	}
	dep.reasons.add(why)
}

func compareKeys(a, b key) int {
	if c := strings.Compare(path.Dir(a.file), path.Dir(b.file)); c != 0 {
		return c
	}
	return strings.Compare(a.String(), b.String())
}

// hashes are what the table keeps.
func (d *dependencies) hashes() map[key]string {
	all := make(map[key]string)
	for k, dep := range d.all {
		all[k] = dep.hash
	}
	return all
}

// misfits are the edits that do not fit.
func (d *dependencies) misfits() (errs []error) {
	for _, e := range d.in.Edits {
		if e.Err != nil {
			errs = append(errs, e.Err)
		}
	}
	return errs
}

// why says what of chaosrun's has to do with a declaration, also with one that is gone.
func (d *dependencies) why(k key) reasons {
	if dep := d.all[k]; dep != nil {
		return dep.reasons
	}
	var why reasons
	if replaced := d.in.Replaced[k.file]; replaced != "" {
		why.add(reasons{files: []string{replaced}})
	}
	for _, e := range d.in.Edits {
		if e.File == k.file && (e.In == k.name || e.In == "") {
			why.add(reasons{edits: []string{e.Name}})
		}
	}
	word := regexp.MustCompile(`\b` + regexp.QuoteMeta(k.name[strings.LastIndex(k.name, ".")+1:]) + `\b`)
	for name, file := range d.in.Added {
		if path.Dir(name) == path.Dir(k.file) && word.Match(file.Text) {
			why.add(reasons{files: []string{file.Path + " mentions it"}})
		}
	}
	return why
}
