package testing

import "syscall"

// chaosOpaque reports whether a folder of an overlay hides the one below.
func chaosOpaque(name string) bool {
	var buf [1]byte
	for _, attr := range [...]string{"trusted.overlay.opaque", "user.overlay.opaque"} {
		if n, err := syscall.Getxattr(name, attr, buf[:]); err == nil && n == 1 && buf[0] == 'y' {
			return true
		}
	}
	return false
}

func chaosInMemory(name string) bool {
	const tmpfs = 0x01021994
	var st syscall.Statfs_t
	return syscall.Statfs(name, &st) == nil && st.Type == tmpfs
}

// chaosChildren reports whether this process has child processes.
func chaosChildren() bool {
	const all, ask = 0, syscall.WNOHANG | syscall.WEXITED | syscall.WNOWAIT
	_, _, err := syscall.RawSyscall6(syscall.SYS_WAITID, all, 0, 0, ask, 0, 0)
	return err == 0
}
