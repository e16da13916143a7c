package report

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/chaosrun/chaosrun/internal/toolchain"
	"github.com/chaosrun/chaosrun/internal/trace"
)

// Limits on the source that a page takes in: a recording is untrusted and may name any
// file.
const (
	maxSourceFile = 1 << 20
	maxSources    = 4 << 20
)

// Sources reads lines of source files. A recording names them, and a recording is untrusted: only .go files
// inside the folder of a module, or of the modules of a workspace, and inside the module cache are ever read, and
// links that lead out of it are not followed.
type Sources struct {
	root  *os.Root
	cache *os.Root            // of downloaded modules, once it is opened
	work  []string            // the folders of a workspace's modules, from root; nil: root is a module
	files map[string][]string // nil: cannot be shown
	trees map[string]*syntax
	total int
	since time.Time
	newer string
}

// FindSources finds the module that pkg belongs to, or a workspace with that module, in one of the
// folders or above it. If there is none, the result knows no source.
func FindSources(pkg string, folders ...string) *Sources {
	s := &Sources{files: make(map[string][]string), trees: make(map[string]*syntax)}
	for _, dir := range folders {
		if root, work, err := findRoot(pkg, dir); err == nil {
			s.root, s.work = root, work
			break
		}
	}
	return s
}

// SourcesOf is FindSources for a recording. One of files that were named in place of a package may be of
// no module: then they are in one of the folders, or in its module or workspace.
func SourcesOf(t *trace.Trace, folders ...string) *Sources {
	if len(t.Files) == 0 {
		return FindSources(t.Package, folders...)
	}
	s := FindSources("")
	for _, dir := range folders {
		if dir == "" {
			continue
		}
		at, err := (&toolchain.Config{Dir: dir}).Root()
		if err != nil {
			continue
		}
		root, err := os.OpenRoot(at)
		if err != nil {
			continue
		}
		if !slices.ContainsFunc(t.Files, func(name string) bool { return !isFile(root, name) }) {
			s.root = root
			break
		}
		root.Close()
	}
	return s
}

// isFile reports whether there is such a file below root.
func isFile(root *os.Root, name string) bool {
	info, err := root.Stat(filepath.FromSlash(name))
	return err == nil && info.Mode().IsRegular()
}

// Close lets go of the folders.
func (s *Sources) Close() error {
	var errs []error
	for _, root := range []*os.Root{s.root, s.cache} {
		if root != nil {
			errs = append(errs, root.Close())
		}
	}
	return errors.Join(errs...)
}

// RecordedAt tells when the recording was made: source that is newer may have changed.
func (s *Sources) RecordedAt(when time.Time) { s.since = when }

// Note is what the reader must know about the source that was read so far.
func (s *Sources) Note() string {
	switch {
	case s.root == nil:
		return "the source is not shown: the module of the recording is not here"
	case s.newer != "":
		return s.newer + " is newer than the recording: its lines may have moved"
	}
	return ""
}

// readIn reads a regular file inside root, if it is not too large.
func readIn(root *os.Root, name string) ([]byte, error) {
	info, err := root.Stat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() > maxSourceFile {
		return nil, fs.ErrInvalid
	}
	f, err := root.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxSourceFile))
}

// File returns the lines of a source file as a recording names it, or nil.
func (s *Sources) File(name string) []string {
	if lines, ok := s.files[name]; ok || s.root == nil {
		return lines
	}
	s.files[name] = nil
	if !filepath.IsLocal(name) || filepath.Ext(name) != ".go" || s.total > maxSources {
		return nil
	}
	text, err := s.read(name)
	if err != nil {
		return nil
	}
	s.total += len(text)
	s.files[name] = strings.Split(strings.ToValidUTF8(string(bytes.TrimSuffix(text, []byte("\n"))), "?"), "\n")
	return s.files[name]
}

func (s *Sources) read(name string) ([]byte, error) {
	if at := inCache(name); at != "" {
		return s.dependency(at)
	}
	if !s.inModule(name) {
		return nil, fs.ErrNotExist
	}
	text, err := readIn(s.root, filepath.FromSlash(name))
	if info, statErr := s.root.Stat(name); err == nil && statErr == nil && !s.since.IsZero() && info.ModTime().After(s.since) {
		s.newer = name
	}
	return text, err
}

// syntax is what the lines of a source file say, or nil.
func (s *Sources) syntax(name string) *syntax {
	if t, ok := s.trees[name]; ok {
		return t
	}
	if lines := s.File(name); lines != nil {
		s.trees[name] = readSyntax(strings.Join(lines, "\n"))
	}
	return s.trees[name]
}

// Line returns a line of a source file without the space around it, or "".
func (s *Sources) Line(name string, line int) string {
	if lines := s.File(name); line >= 1 && line <= len(lines) {
		return strings.TrimSpace(lines[line-1])
	}
	return ""
}
