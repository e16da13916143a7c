package runner

import (
	"errors"
	"os"
	"path/filepath"
)

// MakeArtifacts makes a folder for recordings, unless it is there. Git leaves alone what is in one
// that it makes: recordings are made anew, and those to be kept are copied.
func MakeArtifacts(dir string) error {
	_, err := os.Stat(dir)
	made := errors.Is(err, os.ErrNotExist)
	if err := os.MkdirAll(dir, 0o755); err != nil || !made {
		return err
	}
	return os.WriteFile(filepath.Join(dir, ".gitignore"), []byte("*\n"), 0o644)
}
