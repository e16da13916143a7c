package os

import (
	"syscall"
	"time"
	"unsafe"
)

//go:linkname chaosFileTime runtime.chaosFileTime
func chaosFileTime(dev, ino uint64, real int64) int64

// chaosModTime puts the time of the run in place of the kernel's for a file that was written since
// the process has started.
func chaosModTime(fs *fileStat) {
	real := fs.modTime.UnixNano()
	if ns := chaosFileTime(uint64(fs.sys.Dev), fs.sys.Ino, real); ns != real {
		fs.modTime = time.Unix(0, ns)
	}
}

//go:linkname chaosWritesFiles runtime.chaosWritesFiles
func chaosWritesFiles() bool

//go:linkname chaosFileWritten runtime.chaosFileWritten
func chaosFileWritten(dev, ino uint64, real int64)

// chaosWrote says that a file was written now. It looks at the descriptor after the write, when another goroutine
// may close the file: the race detector is told nothing of that.
//
//go:norace
func chaosWrote(f *File) { chaosWritten(f.pfd.Sysfd, false) }

// chaosWritten says that the file was written now, or, if it was only opened, perhaps.
func chaosWritten(fd int, opened bool) {
	if !chaosWritesFiles() {
		return
	}
	var st syscall.Stat_t
	_, _, errno := syscall.RawSyscall(syscall.SYS_FSTAT, uintptr(fd), uintptr(unsafe.Pointer(&st)), 0)
	if errno != 0 || st.Mode&syscall.S_IFMT != syscall.S_IFREG {
		return
	}
	if real := st.Mtim.Nano(); opened {
		chaosFileTime(uint64(st.Dev), st.Ino, real)
	} else {
		chaosFileWritten(uint64(st.Dev), st.Ino, real)
	}
}
