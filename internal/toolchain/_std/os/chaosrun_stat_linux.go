package os

import (
	"time"
	_ "unsafe" // for go:linkname
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
