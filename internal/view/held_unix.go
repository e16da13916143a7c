//go:build unix

package view

import (
	"os"
	"syscall"
)

// wait makes lock wait for whoever has the lock.
const wait = 0

func removeIfLeft(name string) {
	fd, err := syscall.Open(name, syscall.O_RDONLY|syscall.O_NOFOLLOW|syscall.O_NONBLOCK|syscall.O_CLOEXEC, 0)
	if err != nil {
		return
	}
	f := os.NewFile(uintptr(fd), name)
	defer f.Close()
	fi, err := f.Stat()
	if err != nil {
		return
	}
	if st, ok := fi.Sys().(*syscall.Stat_t); !ok || int(st.Uid) != os.Geteuid() {
		return
	}
	if lock(f, syscall.LOCK_NB) == nil && names(name, f) {
		_ = os.RemoveAll(name) // it follows no links
	}
}

// lock takes the lock of a file, which ends when the file is closed, also by the end of the
// process. Processes that we start do not get it.
func lock(f *os.File, how int) error {
	for {
		if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|how); err != syscall.EINTR {
			return err
		}
	}
}
