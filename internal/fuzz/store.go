package fuzz

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/chaosrun/chaosrun/internal/runner"
	"github.com/chaosrun/chaosrun/internal/wholefile"
)

// store is the folder that holds the tapes of one test, a file each, named by what is in it.
type store struct {
	dir, pkg, test string
}

// newStore returns the store of a test below an artifacts folder.
func newStore(artifacts, pkg, test string) *store {
	return &store{filepath.Join(artifacts, runner.SafeName(pkg), "fuzz", runner.SafeName(test)), pkg, test}
}

// files are the tapes of a folder, in the order of their names. A folder that is not there has
// none.
func files(dir string) ([]string, error) {
	all, err := os.ReadDir(dir)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	} else if err != nil {
		return nil, fmt.Errorf("cannot read the tapes: %w", err)
	}
	var names []string
	for _, f := range all {
		if strings.HasSuffix(f.Name(), tapeSuffix) {
			names = append(names, filepath.Join(dir, f.Name()))
		}
	}
	slices.Sort(names)
	return names, nil
}

// read reads a tape of the test.
func (s *store) read(name string) (Tape, error) {
	text, err := readFile(name)
	if err != nil {
		return Tape{}, err
	}
	_, test, t, err := ParseTape(text)
	if err != nil {
		return Tape{}, err
	}
	if test != s.test {
		return Tape{}, fmt.Errorf("it is a tape of the test %s", test)
	}
	return t, nil
}

// readFile reads a regular file that is not too large.
func readFile(name string) ([]byte, error) {
	if info, err := os.Lstat(name); err != nil {
		return nil, err
	} else if !info.Mode().IsRegular() { // a link may lead anywhere
		return nil, errors.New("it is no regular file")
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxFile+1))
}

// save writes a tape, whole or not at all, and returns its file's name.
func (s *store) save(t Tape) (string, error) {
	text := Format(s.pkg, s.test, t)
	name := filepath.Join(s.dir, Name(text))
	if info, err := os.Lstat(name); err == nil && info.Mode().IsRegular() && info.Size() == int64(len(text)) {
		return name, nil
	}
	if err := os.MkdirAll(s.dir, 0o755); err != nil {
		return "", fmt.Errorf("cannot save the tape: %w", err)
	}
	if err := wholefile.Write(name, text); err != nil {
		return "", fmt.Errorf("cannot save the tape: %w", err)
	}
	return name, nil
}

// remove removes the file of a tape that is not needed any more.
func (s *store) remove(name string) error {
	if err := os.Remove(name); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("cannot remove a tape that is not needed any more: %w", err)
	}
	return nil
}
