// Package wholefile writes files that are there as a whole or not at all, whatever ends the process, and
// also if several processes write one of them at once.
package wholefile

import (
	"errors"
	"io"
	"os"
	"path/filepath"
)

// Write writes data to a file. After a crash of the machine it may be gone.
func Write(name string, data []byte) error {
	return replace(name, func(f *os.File) error {
		_, err := f.Write(data)
		return err
	})
}

// WriteDurably writes to a file what write writes. It is there after a crash of the machine too.
func WriteDurably(name string, write func(io.Writer) error) error {
	return replace(name, func(f *os.File) error {
		if err := write(f); err != nil {
			return err
		}
		return f.Sync()
	})
}

// replace puts a new file in the place of the one of that name.
func replace(name string, write func(*os.File) error) error {
	f, err := os.CreateTemp(filepath.Dir(name), ".new-")
	if err != nil {
		return err
	}
	err = errors.Join(write(f), f.Close(), os.Chmod(f.Name(), 0o644))
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		_ = os.Remove(f.Name()) // the first error says it
	}
	return err
}
