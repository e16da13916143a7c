//go:build !(darwin || dragonfly || freebsd || illumos || linux || netbsd || openbsd)

package filelock

import (
	"errors"
	"os"
)

// Lock is not supported on this system.
func Lock(name string) (unlock func(), err error) {
	return nil, &os.PathError{Op: "lock", Path: name, Err: errors.ErrUnsupported}
}

// Take is not supported on this system.
func Take(f *os.File) error {
	return &os.PathError{Op: "lock", Path: f.Name(), Err: errors.ErrUnsupported}
}

// Try is not supported on this system.
func Try(f *os.File) (busy bool, err error) { return false, Take(f) }
