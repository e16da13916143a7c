//go:build unix

package sweep

import (
	"errors"
	"os"
	"syscall"
)

// tryLock takes the lock of a file, which ends when the file is closed, unless another process has it.
func tryLock(f *os.File) (busy bool, err error) {
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return true, nil
	}
	return false, err
}
