//go:build unix

package view

import (
	"os"
	"syscall"

	"github.com/chaosrun/chaosrun/internal/filelock"
)

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
	if busy, err := filelock.Try(f); !busy && err == nil && names(name, f) {
		_ = os.RemoveAll(name) // it follows no links
	}
}
