package sockets

import (
	"context"
	"net"
	"path/filepath"
	"syscall"
	"testing"
	"unsafe"
)

const (
	protocol  = 38  // SO_PROTOCOL
	domain    = 39  // SO_DOMAIN
	multipath = 262 // IPPROTO_MPTCP
)

// on calls f with the descriptor of a socket.
func on(t *testing.T, c any, f func(d int)) {
	t.Helper()
	raw, err := c.(syscall.Conn).SyscallConn()
	if err == nil {
		err = raw.Control(func(d uintptr) { f(int(d)) })
	}
	if err != nil {
		t.Fatal(err)
	}
}

// address is a name as package net writes it.
func address(t *testing.T, sa syscall.Sockaddr, err error) string {
	t.Helper()
	switch a := sa.(type) {
	case *syscall.SockaddrInet4:
		return (&net.TCPAddr{IP: a.Addr[:], Port: a.Port}).String()
	case *syscall.SockaddrInet6:
		return (&net.TCPAddr{IP: a.Addr[:], Port: a.Port}).String()
	case *syscall.SockaddrUnix:
		return a.Name
	}
	return err.Error()
}

// is checks what a descriptor says: its addresses and options.
func is(t *testing.T, d int, self, peer string, options map[int]int) {
	t.Helper()
	sa, err := syscall.Getsockname(d)
	if got := address(t, sa, err); got != self {
		t.Errorf("named %s, want %s", got, self)
	}
	sa, err = syscall.Getpeername(d)
	if got := address(t, sa, err); got != peer {
		t.Errorf("connected to %s, want %s", got, peer)
	}
	for o, want := range options {
		got, err := syscall.GetsockoptInt(d, syscall.SOL_SOCKET, o)
		if o == protocol && got == multipath {
			got = syscall.IPPROTO_TCP // what listeners have where the kernel knows it
		}
		if got != want {
			t.Errorf("option %d is %d, %v, want %d", o, got, err, want)
		}
	}
}

var notConnected = syscall.ENOTCONN.Error()

func stream(listens int) map[int]int {
	return map[int]int{syscall.SO_ACCEPTCONN: listens, syscall.SO_TYPE: syscall.SOCK_STREAM, domain: syscall.AF_INET, protocol: syscall.IPPROTO_TCP, syscall.SO_ERROR: 0}
}

func TestNamesOfStreams(t *testing.T) {
	lc := net.ListenConfig{Control: func(_, _ string, c syscall.RawConn) error {
		return c.Control(func(d uintptr) { is(t, int(d), "0.0.0.0:0", notConnected, stream(0)) })
	}}
	ln, err := lc.Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	on(t, ln, func(d int) { is(t, d, ln.Addr().String(), notConnected, stream(1)) })
	c, s := connect(t, ln, ln.Addr().String())
	for _, c := range []net.Conn{c, s} {
		on(t, c, func(d int) { is(t, d, c.LocalAddr().String(), c.RemoteAddr().String(), stream(0)) })
	}
	c.Write([]byte("x"))
	raw(t, s).Read(func(d uintptr) bool {
		is(t, int(d), s.LocalAddr().String(), s.RemoteAddr().String(), stream(0))
		return true
	})
	// A file of it is another descriptor, and outlives it.
	f, err := c.(*net.TCPConn).File()
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	is(t, int(f.Fd()), c.LocalAddr().String(), c.RemoteAddr().String(), stream(0))
	c.Close()
	if sa, err := syscall.Getsockname(int(f.Fd())); address(t, sa, err) != c.LocalAddr().String() {
		t.Errorf("after the end: %v, %v", sa, err)
	}
}

func TestNamesOfDatagrams(t *testing.T) {
	options := map[int]int{syscall.SO_ACCEPTCONN: 0, syscall.SO_TYPE: syscall.SOCK_DGRAM, domain: syscall.AF_INET, protocol: syscall.IPPROTO_UDP}
	srv, err := net.ListenPacket("udp4", ":0")
	if err != nil {
		t.Fatal(err)
	}
	defer srv.Close()
	on(t, srv, func(d int) { is(t, d, srv.LocalAddr().String(), notConnected, options) })
	c, err := net.Dial("udp", "127.0.0.1:"+port(srv.LocalAddr()))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	on(t, c, func(d int) { is(t, d, c.LocalAddr().String(), c.RemoteAddr().String(), options) })
}

func TestNamesOfBothFamilies(t *testing.T) {
	if !hasIPv6() {
		t.Skip("this host has no IPv6")
	}
	ln, err := net.Listen("tcp", ":0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	options := stream(1)
	options[domain] = syscall.AF_INET6
	on(t, ln, func(d int) { is(t, d, ln.Addr().String(), notConnected, options) })
	_, s := connect(t, ln, "127.0.0.1:"+port(ln.Addr()))
	options[syscall.SO_ACCEPTCONN] = 0
	on(t, s, func(d int) {
		is(t, d, s.LocalAddr().String(), s.RemoteAddr().String(), options)
		if sa, _ := syscall.Getsockname(d); sa.(*syscall.SockaddrInet6).Addr[10] != 0xff {
			t.Errorf("%v is not IPv4 in IPv6", sa)
		}
	})
}

func TestNamesOfUnixSockets(t *testing.T) {
	options := map[int]int{syscall.SO_ACCEPTCONN: 1, syscall.SO_TYPE: syscall.SOCK_STREAM, domain: syscall.AF_UNIX, protocol: 0}
	name := filepath.Join(t.TempDir(), "s")
	ln, err := net.Listen("unix", name)
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	on(t, ln, func(d int) { is(t, d, name, notConnected, options) })
	c, s := connect(t, ln, name)
	options[syscall.SO_ACCEPTCONN] = 0
	on(t, c, func(d int) { is(t, d, "@", name, options) })
	on(t, s, func(d int) { is(t, d, name, "@", options) })
}

// TestRoomForNames: a system call that has room for a part of the answer gets that part, and is
// told how much there is.
func TestRoomForNames(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	on(t, ln, func(d int) {
		var b [8]byte
		for room, want := range map[uint32]byte{2: 0, 8: 127} {
			b = [8]byte{}
			size := room
			_, _, errno := syscall.RawSyscall(syscall.SYS_GETSOCKNAME, uintptr(d), uintptr(unsafe.Pointer(&b)), uintptr(unsafe.Pointer(&size)))
			if errno != 0 || size != syscall.SizeofSockaddrInet4 || b[4] != want {
				t.Errorf("room for %d: %v, size %d, %v", room, b, size, errno)
			}
		}
		size := uint32(1)
		_, _, errno := syscall.Syscall6(syscall.SYS_GETSOCKOPT, uintptr(d), syscall.SOL_SOCKET, syscall.SO_ACCEPTCONN, uintptr(unsafe.Pointer(&b)), uintptr(unsafe.Pointer(&size)), 0)
		if errno != 0 || size != 1 || b[0] != 1 {
			t.Errorf("an option: %v, size %d, %v", b, size, errno)
		}
	})
}
