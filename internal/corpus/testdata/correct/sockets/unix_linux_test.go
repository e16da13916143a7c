package sockets

import (
	"net"
	"testing"

	"golang.org/x/sys/unix"
)

// TestNamesByUnix: package unix makes system calls of its own.
func TestNamesByUnix(t *testing.T) {
	ln, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	on(t, ln, func(d int) {
		sa, err := unix.Getsockname(d)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := sa.(*unix.SockaddrInet4).Port, ln.Addr().(*net.TCPAddr).Port; got != want {
			t.Errorf("port %d, want %d", got, want)
		}
		if _, err := unix.Getpeername(d); err != unix.ENOTCONN {
			t.Error(err)
		}
		if v, err := unix.GetsockoptInt(d, unix.SOL_SOCKET, unix.SO_ACCEPTCONN); v != 1 {
			t.Error(v, err)
		}
	})
}
