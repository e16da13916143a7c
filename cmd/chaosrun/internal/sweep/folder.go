package sweep

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/chaosrun/chaosrun/internal/filelock"
	"github.com/chaosrun/chaosrun/internal/runner"
)

// Folder is the artifacts folder of a campaign, which keeps other campaigns out of it.
type Folder struct {
	dir  string
	lock *os.File
}

// OpenFolder makes the folder if need be, and takes it until it is closed, by whatever end of the
// process.
func OpenFolder(dir string) (*Folder, error) {
	if err := runner.Writable(dir); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(filepath.Join(dir, lockName), os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, fmt.Errorf("cannot write to the artifacts folder, and -artifacts may name another: %w", err)
	}
	busy, err := filelock.Try(f)
	if !busy && err == nil {
		return &Folder{dir, f}, nil
	}
	f.Close()
	if busy {
		return nil, fmt.Errorf("another campaign is under way in %s: wait for it, or choose another folder with -artifacts", dir)
	}
	return nil, fmt.Errorf("cannot lock the artifacts folder: %w", err)
}

// Close gives the folder up.
func (f *Folder) Close() error { return f.lock.Close() }
