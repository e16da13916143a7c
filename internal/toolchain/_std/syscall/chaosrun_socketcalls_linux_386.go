package syscall

// Here all calls of sockets are one system call, which we do not look into.
const (
	chaosGetsockname = ^uintptr(0) - iota
	chaosGetpeername
	chaosGetsockopt
)
