package view

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/chaosrun/chaosrun/internal/filelock"
)

// Temporary files and folders of this process have names that end in heldSuffix, and are locked
// as long as it lives. So those that a process has left when it was killed can be told from those
// in use, whoever uses them, and the next process removes them.
const heldSuffix = ".held"

var held = struct {
	sync.Mutex
	files   map[string]*os.File // what is locked, until it is gone
	removed bool                // what others have left is
}{files: make(map[string]*os.File)}

// TempFolder makes a temporary folder that begins with a prefix.
func TempFolder(prefix string) (string, error) {
	return hold(func() (*os.File, error) {
		for {
			dir, err := os.MkdirTemp("", prefix+"*"+heldSuffix)
			if err != nil {
				return nil, fmt.Errorf("cannot make a folder for temporary files: %w", err)
			}
			f, err := os.Open(dir)
			if os.IsNotExist(err) {
				continue // somebody who cleans up was faster
			}
			if err != nil {
				_ = os.Remove(dir)
			}
			return f, err
		}
	})
}

// TempFile makes a temporary file that begins with a prefix, with that text in it.
func TempFile(prefix, text string) (string, error) {
	name, err := hold(func() (*os.File, error) { return os.CreateTemp("", prefix+"*"+heldSuffix) })
	if err == nil {
		err = os.WriteFile(name, []byte(text), 0o600)
	}
	if err != nil {
		return "", fmt.Errorf("cannot make a temporary file: %w", err)
	}
	return name, nil
}

// hold locks what is made.
func hold(make func() (*os.File, error)) (name string, err error) {
	held.Lock()
	defer held.Unlock()
	for name, f := range held.files {
		if _, err := os.Lstat(name); os.IsNotExist(err) {
			f.Close()
			delete(held.files, name)
		}
	}
	if !held.removed {
		held.removed = true
		removeLeft(os.TempDir())
	}
	for {
		f, err := make()
		if err != nil {
			return "", err
		}
		// A file system without locks has nothing removed either.
		_ = filelock.Take(f)
		if !names(f.Name(), f) {
			f.Close() // somebody who cleans up was faster
			continue
		}
		held.files[f.Name()] = f
		return f.Name(), nil
	}
}

// removeLeft removes what ended processes of the same user have left in a folder.
func removeLeft(dir string) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return // it is litter, and no reason to fail
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), "chaosrun-") && strings.HasSuffix(e.Name(), heldSuffix) && (e.IsDir() || e.Type().IsRegular()) {
			removeIfLeft(filepath.Join(dir, e.Name()))
		}
	}
}

// names reports whether a name is still that of an open file.
func names(name string, f *os.File) bool {
	is, err := os.Lstat(name)
	if err != nil {
		return false
	}
	fi, err := f.Stat()
	return err == nil && os.SameFile(is, fi)
}
