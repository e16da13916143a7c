package toolchain

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/chaosrun/chaosrun/internal/detector"
	"github.com/chaosrun/chaosrun/internal/engine"
	"github.com/chaosrun/chaosrun/internal/faults"
	"github.com/chaosrun/chaosrun/internal/wholefile"
)

//go:embed all:_std
var stdFiles embed.FS

// accessFiles come in addition, or in place of standard files, when accesses are watched.
//
//go:embed all:_accesses
var accessFiles embed.FS

// Import paths under which the edited standard library knows packages of ours.
const (
	enginePath   = "chaosrun/engine"
	detectorPath = "chaosrun/detector"
)

// overlayFiles returns the files that differ from the user's GOROOT, by their path
// below GOROOT/src.
func overlayFiles(env GoEnv, minor int, realNet, accesses bool) (map[string][]byte, error) {
	goroot := env.GOROOT
	files := make(map[string][]byte)
	edits := make(map[string][]edit)
	for _, e := range append(append([]edit(nil), runtimeEdits...), stdEdits...) {
		if e.fits(minor) {
			edits[e.file] = append(edits[e.file], e)
		}
	}
	for name, es := range edits {
		src, err := os.ReadFile(filepath.Join(goroot, "src", filepath.FromSlash(name)))
		if err != nil {
			return nil, fmt.Errorf("edit %q does not fit: %w", es[0].name, err)
		}
		if files[name], err = edited(name, src, es); err != nil {
			return nil, err
		}
	}
	if err := atomicFunctions(files, goroot); err != nil {
		return nil, err
	}
	if err := addFiles(files, minor, realNet); err != nil {
		return nil, err
	}
	if !realNet {
		if err := virtualNet(files, goroot, env); err != nil {
			return nil, err
		}
	}
	if accesses {
		if err := addAccesses(files); err != nil {
			return nil, err
		}
	}
	if err := inject(files, faultsPath, faults.Source); err != nil {
		return nil, err
	}
	return files, inject(files, enginePath, engine.Source)
}

// addAccesses adds our own race detector, and the files by which the runtime and the
// standard library reach it instead of the one that needs cgo.
func addAccesses(files map[string][]byte) error {
	err := fs.WalkDir(accessFiles, "_accesses", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		src, err := accessFiles.ReadFile(name)
		files[strings.TrimPrefix(name, "_accesses/")] = src
		return err
	})
	if err != nil {
		return err
	}
	return inject(files, detectorPath, detector.Source)
}

var versioned = regexp.MustCompile(`_go1(\d\d)\.go$`)

// addFiles adds our own files of standard packages. Of the variants of a file,
// NAME_go125.go is for Go 1.25 and NAME_go126.go for Go 1.26 and later;
// NAME_virtual.go is for the virtual network.
func addFiles(files map[string][]byte, minor int, realNet bool) error {
	return fs.WalkDir(stdFiles, "_std", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if m := versioned.FindStringSubmatch(name); m != nil {
			v, _ := strconv.Atoi(m[1])
			if v == 25 && minor != 25 || v == 26 && minor < 26 {
				return nil
			}
		}
		if realNet && strings.HasSuffix(name, "_virtual.go") {
			return nil
		}
		src, err := stdFiles.ReadFile(name)
		// A name that ends in _go126.go says nothing to the go command.
		files[strings.TrimPrefix(name, "_std/")] = src
		return err
	})
}

// inject adds one of our packages, with every function marked so that the race detector
// does not see it: we must add no happens-before edge. A file that is there already stands
// in for one of the package's.
func inject(files map[string][]byte, importPath string, source embed.FS) error {
	return fs.WalkDir(source, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(name, "_test.go") || name == "embed.go" || files[path.Join(importPath, name)] != nil {
			return err
		}
		src, err := source.ReadFile(name)
		src = bytes.ReplaceAll(src, []byte("\nfunc "), []byte("\n//go:norace\nfunc "))
		files[path.Join(importPath, name)] = src
		return err
	})
}

// Overlay is an edited standard library: a file for the go command's -overlay flag.
type Overlay struct {
	File string            // the JSON file
	ID   string            // content hash of the edits; part of every cache key
	user map[string]string // replacements of the user's files, and what they replace
}

// original puts the user's own files in place of their replacements in what the compiler says.
func (o *Overlay) original(text string) string {
	for at, name := range o.user {
		text = strings.ReplaceAll(text, at, name)
	}
	return text
}

// with is the overlay and replacements of more files: other files' names, and contents, by full
// name.
func (o *Overlay) with(dir string, replace map[string]string, files map[string][]byte) (*Overlay, error) {
	text, err := os.ReadFile(o.File)
	if err != nil {
		return nil, err
	}
	var all struct{ Replace map[string]string }
	if err := json.Unmarshal(text, &all); err != nil {
		return nil, err
	}
	user := make(map[string]string)
	h := sha256.New()
	fmt.Fprintf(h, "%s\n", o.ID)
	for _, name := range slices.Sorted(maps.Keys(replace)) {
		fmt.Fprintf(h, "%q %q\n", name, replace[name])
		all.Replace[name] = replace[name]
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		fmt.Fprintf(h, "%s %d\n%s", name, len(files[name]), files[name])
		sum := sha256.Sum256(files[name])
		at := filepath.Join(dir, "user", hex.EncodeToString(sum[:])[:16], filepath.Base(name))
		if err := writeFile(at, files[name]); err != nil {
			return nil, err
		}
		all.Replace[name], user[at] = at, name
	}
	more := &Overlay{user: user, ID: hex.EncodeToString(h.Sum(nil))[:16]}
	more.File = filepath.Join(dir, "user", "overlay-"+more.ID+".json")
	if text, err = json.MarshalIndent(all, "", "\t"); err != nil {
		return nil, err
	}
	return more, writeFile(more.File, text)
}

var longAgo = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)

// writeOverlay writes the files below dir, once per content, and the overlay that
// maps GOROOT to them.
func writeOverlay(dir, goroot string, files map[string][]byte) (*Overlay, error) {
	names := make([]string, 0, len(files))
	for name := range files {
		names = append(names, name)
	}
	sort.Strings(names)
	h := sha256.New()
	fmt.Fprintf(h, "%s\n", goroot)
	for _, name := range names {
		fmt.Fprintf(h, "%s %d\n%s", name, len(files[name]), files[name])
	}
	id := hex.EncodeToString(h.Sum(nil))[:16]
	root := filepath.Join(dir, "std-"+id)
	o := &Overlay{File: filepath.Join(root, "overlay.json"), ID: id}
	if _, err := os.Stat(o.File); err == nil {
		return o, nil
	}
	replace := make(map[string]string)
	for _, name := range names {
		if files[name] == nil {
			replace[filepath.Join(goroot, "src", filepath.FromSlash(name))] = ""
			continue
		}
		at := filepath.Join(root, "src", filepath.FromSlash(name))
		if err := writeFile(at, files[name]); err != nil {
			return nil, err
		}
		// The go command looks differently at folders with files of the last seconds.
		if err := os.Chtimes(at, longAgo, longAgo); err != nil {
			return nil, err
		}
		replace[filepath.Join(goroot, "src", filepath.FromSlash(name))] = at
	}
	text, err := json.MarshalIndent(map[string]any{"Replace": replace}, "", "\t")
	if err != nil {
		return nil, err
	}
	return o, writeFile(o.File, text)
}

// writeFile writes a file, and makes its folder.
func writeFile(name string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	return wholefile.Write(name, data)
}
