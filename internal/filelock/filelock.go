//go:build darwin || dragonfly || freebsd || illumos || linux || netbsd || openbsd

// Package filelock keeps processes apart that use the same file.
package filelock

import (
	"errors"
	"os"
	"syscall"
)

// Lock waits until no other process has the lock of that name, and takes it until unlock is called
// or the process ends. The lock is a file, which is made if need be and stays.
func Lock(name string) (unlock func(), err error) {
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o666)
	if err != nil {
		return nil, err
	}
	if err := Take(f); err != nil {
		f.Close()
		return nil, err
	}
	return func() { f.Close() }, nil
}

// Take waits until no other process has the lock of a file, and takes it. The lock ends when the file is
// closed, also by the end of the process. Processes that we start do not get it.
func Take(f *os.File) error { return flock(f, 0) }

// Try takes the lock of a file as Take does, unless another process has it: then the file is busy.
func Try(f *os.File) (busy bool, err error) {
	err = flock(f, syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return true, nil
	}
	return false, err
}

func flock(f *os.File, how int) error {
	for {
		switch err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|how); err {
		case nil:
			return nil
		case syscall.EINTR:
		default:
			return &os.PathError{Op: "lock", Path: f.Name(), Err: err}
		}
	}
}
