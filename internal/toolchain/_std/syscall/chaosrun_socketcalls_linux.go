//go:build !386

package syscall

const (
	chaosGetsockname = SYS_GETSOCKNAME
	chaosGetpeername = SYS_GETPEERNAME
	chaosGetsockopt  = SYS_GETSOCKOPT
)
