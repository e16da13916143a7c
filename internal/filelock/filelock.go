//go:build darwin || dragonfly || freebsd || illumos || linux || netbsd || openbsd

// Package filelock keeps processes apart that change the same file.
package filelock

import (
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
	for {
		switch err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err {
		case nil:
			return func() { f.Close() }, nil
		case syscall.EINTR:
		default:
			f.Close()
			return nil, &os.PathError{Op: "lock", Path: name, Err: err}
		}
	}
}
