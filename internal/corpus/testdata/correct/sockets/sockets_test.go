// Package sockets has correct programs that look at the sockets below connections.
package sockets

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// pair returns the two ends of a connection.
func pair(t *testing.T, network string) (client, server net.Conn) {
	t.Helper()
	addr := "127.0.0.1:0"
	if network == "unix" || network == "unixpacket" {
		dir, err := os.MkdirTemp("", "s") // a short name: sockets' are limited
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { os.RemoveAll(dir) })
		addr = filepath.Join(dir, "s")
	}
	ln, err := net.Listen(network, addr)
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	return connect(t, ln, ln.Addr().String())
}

// connect dials a listener by an address of its, and accepts.
func connect(t *testing.T, ln net.Listener, addr string) (client, server net.Conn) {
	t.Helper()
	client, err := net.Dial(ln.Addr().Network(), addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { client.Close() })
	if server, err = ln.Accept(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	return client, server
}

func raw(t *testing.T, c any) syscall.RawConn {
	t.Helper()
	r, err := c.(syscall.Conn).SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// peek looks whether something can be read from a connection, and what.
func peek(t *testing.T, c net.Conn) (got string, err error) {
	t.Helper()
	cerr := raw(t, c).Read(func(fd uintptr) bool {
		var b [1]byte
		var n int
		n, _, err = syscall.Recvfrom(int(fd), b[:], syscall.MSG_PEEK|syscall.MSG_DONTWAIT)
		got = string(b[:max(0, n)])
		return true
	})
	if cerr != nil {
		t.Fatal(cerr)
	}
	return got, err
}

func testPeek(t *testing.T, network string) {
	client, server := pair(t, network)
	for range 2 {
		if got, err := peek(t, client); err != syscall.EAGAIN {
			t.Fatalf("idle: %q, %v", got, err)
		}
	}
	io.WriteString(server, "hello")
	server.Close()
	// Nothing says when what was sent arrives.
	wait(t, client)
	for range 2 {
		if got, err := peek(t, client); got != "h" || err != nil {
			t.Fatalf("with a waiting byte: %q, %v", got, err)
		}
	}
	b := make([]byte, 5)
	if _, err := io.ReadFull(client, b); string(b) != "hello" || err != nil {
		t.Fatalf("%q, %v", b, err)
	}
	wait(t, client)
	for range 2 {
		if got, err := peek(t, client); got != "" || err != nil {
			t.Fatalf("at the end: %q, %v", got, err)
		}
	}
	if _, err := client.Read(b); err != io.EOF {
		t.Fatal(err)
	}
}

// wait waits until something can be read.
func wait(t *testing.T, c net.Conn) {
	t.Helper()
	err := raw(t, c).Read(func(fd uintptr) bool {
		var b [1]byte
		_, _, err := syscall.Recvfrom(int(fd), b[:], syscall.MSG_PEEK|syscall.MSG_DONTWAIT)
		return err != syscall.EAGAIN
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestPeekTCP(t *testing.T)        { testPeek(t, "tcp") }
func TestPeekUnix(t *testing.T)       { testPeek(t, "unix") }
func TestPeekUnixPacket(t *testing.T) { testPeek(t, "unixpacket") }

// A pool looks at a connection before it gives it out, and its server closes idle ones.
func TestPoolChecksConnections(t *testing.T) {
	client, server := pair(t, "tcp")
	closed := make(chan struct{})
	go func() {
		server.Close()
		close(closed)
	}()
	if got, err := peek(t, client); got != "" || err != syscall.EAGAIN && err != nil {
		t.Fatalf("%q, %v", got, err)
	}
	<-closed
	wait(t, client)
	if got, err := peek(t, client); got != "" || err != nil {
		t.Fatalf("a closed connection: %q, %v", got, err)
	}
}

func testRawIO(t *testing.T, network string) {
	client, server := pair(t, network)
	var wg sync.WaitGroup
	wg.Go(func() {
		// Reads what it can, and waits for the rest.
		var got []byte
		b := make([]byte, 3)
		for len(got) < 8 {
			var n int
			var err error
			cerr := raw(t, server).Read(func(fd uintptr) bool {
				n, err = syscall.Read(int(fd), b)
				return err != syscall.EAGAIN
			})
			if cerr != nil || err != nil || n == 0 {
				t.Error(n, cerr, err)
				return
			}
			got = append(got, b[:n]...)
		}
		if string(got) != "one, two" {
			t.Errorf("%q", got)
		}
		io.WriteString(server, "bye")
	})
	for _, s := range []string{"one, ", "two"} {
		var n int
		var err error
		cerr := raw(t, client).Write(func(fd uintptr) bool {
			n, err = syscall.Write(int(fd), []byte(s))
			return err != syscall.EAGAIN
		})
		if n != len(s) || cerr != nil || err != nil {
			t.Fatal(n, cerr, err)
		}
	}
	b := make([]byte, 3)
	if _, err := io.ReadFull(client, b); string(b) != "bye" || err != nil {
		t.Fatalf("%q, %v", b, err)
	}
	wg.Wait()
}

func TestRawIOTCP(t *testing.T)  { testRawIO(t, "tcp") }
func TestRawIOUnix(t *testing.T) { testRawIO(t, "unix") }

func TestRawReadTakesPart(t *testing.T) {
	client, server := pair(t, "tcp")
	io.WriteString(server, "abcdef")
	b := make([]byte, 2)
	var n int
	raw(t, client).Read(func(fd uintptr) bool {
		n, _ = syscall.Read(int(fd), b)
		return n > 0
	})
	rest := make([]byte, 6-n)
	if _, err := io.ReadFull(client, rest); string(b[:n])+string(rest) != "abcdef" || err != nil {
		t.Fatalf("%q, then %q, %v", b[:n], rest, err)
	}
}

func TestRawReadDeadline(t *testing.T) {
	client, _ := pair(t, "tcp")
	client.SetReadDeadline(time.Now().Add(5 * time.Millisecond))
	err := raw(t, client).Read(func(uintptr) bool { return false })
	if !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Fatal(err)
	}
}

func TestRawConnOfClosedConnection(t *testing.T) {
	client, _ := pair(t, "tcp")
	r := raw(t, client)
	client.Close()
	none := func(uintptr) { t.Error("called for a closed connection") }
	if err := r.Control(none); !errors.Is(err, net.ErrClosed) {
		t.Error(err)
	}
	if err := r.Read(func(fd uintptr) bool { none(fd); return true }); !errors.Is(err, net.ErrClosed) {
		t.Error(err)
	}
	if err := r.Write(func(fd uintptr) bool { none(fd); return true }); !errors.Is(err, net.ErrClosed) {
		t.Error(err)
	}
}

func TestWriteThroughRawConnOfBrokenConnection(t *testing.T) {
	client, server := pair(t, "tcp")
	server.(*net.TCPConn).SetLinger(0)
	server.Close()
	wait(t, client)
	if _, err := client.Read(make([]byte, 1)); !errors.Is(err, syscall.ECONNRESET) && err != io.EOF {
		t.Fatal(err)
	}
}

// option reads a socket option.
func option(t *testing.T, c any, level, name int) (value int) {
	t.Helper()
	var err error
	cerr := raw(t, c).Control(func(fd uintptr) { value, err = unix.GetsockoptInt(int(fd), level, name) })
	if cerr != nil || err != nil {
		t.Fatal(cerr, err)
	}
	return value
}

func TestOptionsOfConnection(t *testing.T) {
	client, _ := pair(t, "tcp")
	c := client.(*net.TCPConn)
	if v := option(t, c, unix.IPPROTO_TCP, unix.TCP_NODELAY); v == 0 {
		t.Error("delays")
	}
	if v := option(t, c, unix.SOL_SOCKET, unix.SO_KEEPALIVE); v == 0 {
		t.Error("does not keep alive")
	}
	for _, err := range []error{
		c.SetNoDelay(false), c.SetKeepAlive(false), c.SetLinger(-1), c.SetReadBuffer(1 << 16), c.SetWriteBuffer(1 << 16),
		c.SetKeepAlivePeriod(30 * time.Second),
		c.SetKeepAliveConfig(net.KeepAliveConfig{Enable: true, Idle: 7 * time.Second, Interval: 8 * time.Second, Count: 3}),
	} {
		if err != nil {
			t.Error(err)
		}
	}
	for _, o := range []struct{ level, name, want int }{
		{unix.IPPROTO_TCP, unix.TCP_NODELAY, 0},
		{unix.SOL_SOCKET, unix.SO_KEEPALIVE, 1},
		{unix.IPPROTO_TCP, unix.TCP_KEEPIDLE, 7},
		{unix.IPPROTO_TCP, unix.TCP_KEEPINTVL, 8},
		{unix.IPPROTO_TCP, unix.TCP_KEEPCNT, 3},
		{unix.SOL_SOCKET, unix.SO_TYPE, unix.SOCK_STREAM},
		{unix.SOL_SOCKET, unix.SO_DOMAIN, unix.AF_INET},
		{unix.SOL_SOCKET, unix.SO_ERROR, 0},
	} {
		if got := option(t, c, o.level, o.name); got != o.want {
			t.Errorf("option %d of level %d is %d, want %d", o.name, o.level, got, o.want)
		}
	}
	cerr := raw(t, c).Control(func(fd uintptr) {
		if err := unix.SetsockoptInt(int(fd), unix.IPPROTO_TCP, unix.TCP_USER_TIMEOUT, 1234); err != nil {
			t.Error(err)
		}
	})
	if got := option(t, c, unix.IPPROTO_TCP, unix.TCP_USER_TIMEOUT); got != 1234 || cerr != nil {
		t.Error(got, cerr)
	}
	cerr = raw(t, c).Control(func(fd uintptr) {
		if info, err := unix.GetsockoptTCPInfo(int(fd), unix.IPPROTO_TCP, unix.TCP_INFO); err != nil || info.State != unix.BPF_TCP_ESTABLISHED {
			t.Error(info, err)
		}
	})
	if cerr != nil {
		t.Error(cerr)
	}
}

func TestOptionsOfListeners(t *testing.T) {
	dir, err := os.MkdirTemp("", "s")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	for network, addr := range map[string]string{"tcp": "127.0.0.1:0", "unix": filepath.Join(dir, "l")} {
		ln, err := net.Listen(network, addr)
		if err != nil {
			t.Fatal(err)
		}
		if got := option(t, ln, unix.SOL_SOCKET, unix.SO_TYPE); got != unix.SOCK_STREAM {
			t.Error(network, got)
		}
		if err := raw(t, ln).Read(func(uintptr) bool { return true }); err == nil {
			t.Error("a listener cannot be read from")
		}
		ln.Close()
	}
	for network, addr := range map[string]string{"udp": "127.0.0.1:0", "unixgram": filepath.Join(dir, "p")} {
		c, err := net.ListenPacket(network, addr)
		if err != nil {
			t.Fatal(err)
		}
		if got := option(t, c, unix.SOL_SOCKET, unix.SO_TYPE); got != unix.SOCK_DGRAM {
			t.Error(network, got)
		}
		if err := errors.Join(c.(interface{ SetReadBuffer(int) error }).SetReadBuffer(1<<20), c.(interface{ SetWriteBuffer(int) error }).SetWriteBuffer(1<<20)); err != nil {
			t.Error(network, err)
		}
		c.Close()
	}
}

// control records what Control is called with, and sets an option.
type control struct {
	network, address string
	err              error
}

func (c *control) set(network, address string, r syscall.RawConn) error {
	c.network, c.address = network, address
	cerr := r.Control(func(fd uintptr) {
		c.err = errors.Join(
			unix.SetsockoptInt(int(fd), unix.SOL_SOCKET, unix.SO_REUSEADDR, 1),
			unix.SetsockoptInt(int(fd), unix.SOL_SOCKET, unix.SO_REUSEPORT, 1))
	})
	return errors.Join(cerr, c.err)
}

func TestControlSeesNetworkAndAddress(t *testing.T) {
	var c control
	lc := net.ListenConfig{Control: c.set}
	ln, err := lc.Listen(context.Background(), "tcp4", "127.0.0.1:0")
	if err != nil || c.network != "tcp4" || c.address != "127.0.0.1:0" {
		t.Fatal(c, err)
	}
	defer ln.Close()
	if got := option(t, ln, unix.SOL_SOCKET, unix.SO_REUSEPORT); got != 1 {
		t.Error("the listener forgets its option")
	}
	d := net.Dialer{ControlContext: func(_ context.Context, network, address string, r syscall.RawConn) error {
		return c.set(network, address, r)
	}}
	conn, err := d.Dial("tcp", ln.Addr().String())
	if err != nil || c.network != "tcp4" || c.address != ln.Addr().String() {
		t.Fatal(c, err)
	}
	defer conn.Close()
	if got := option(t, conn, unix.SOL_SOCKET, unix.SO_REUSEPORT); got != 1 {
		t.Error("the connection forgets its option")
	}
	if got, err := peek(t, conn); err != syscall.EAGAIN {
		t.Errorf("%q, %v", got, err)
	}
	p, err := lc.ListenPacket(context.Background(), "udp", "127.0.0.1:0")
	if err != nil || c.network != "udp4" {
		t.Fatal(c, err)
	}
	p.Close()
}

func TestControlThatFails(t *testing.T) {
	cause := errors.New("cause")
	fail := func(string, string, syscall.RawConn) error { return cause }
	lc := net.ListenConfig{Control: fail}
	if _, err := lc.Listen(context.Background(), "tcp", "127.0.0.1:0"); !errors.Is(err, cause) {
		t.Error(err)
	}
	d := net.Dialer{Control: fail}
	if _, err := d.Dial("udp", "127.0.0.1:1"); !errors.Is(err, cause) {
		t.Error(err)
	}
}

// Servers of several processes share a port.
func TestReusePort(t *testing.T) {
	var c control
	lc := net.ListenConfig{Control: c.set}
	a, err := lc.Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	b, err := lc.Listen(context.Background(), "tcp", a.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := net.Listen("tcp", a.Addr().String()); !errors.Is(err, syscall.EADDRINUSE) {
		t.Error(err)
	}
	var wg sync.WaitGroup
	for _, ln := range []net.Listener{a, b} {
		wg.Go(func() {
			for {
				c, err := ln.Accept()
				if err != nil {
					if !errors.Is(err, net.ErrClosed) {
						t.Error(err)
					}
					return
				}
				io.WriteString(c, "x")
				c.Close()
			}
		})
	}
	for range 3 {
		c, err := net.Dial("tcp", a.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		if s, err := io.ReadAll(c); string(s) != "x" || err != nil {
			t.Error(string(s), err)
		}
		c.Close()
	}
	a.Close()
	b.Close()
	wg.Wait()
	if _, err := net.Dial("tcp", a.Addr().String()); !errors.Is(err, syscall.ECONNREFUSED) {
		t.Error(err)
	}
}

func TestFile(t *testing.T) {
	client, server := pair(t, "tcp")
	f, err := client.(*net.TCPConn).File()
	if err != nil {
		t.Fatal(err)
	}
	if v, err := unix.GetsockoptInt(int(f.Fd()), unix.SOL_SOCKET, unix.SO_TYPE); v != unix.SOCK_STREAM || err != nil {
		t.Error(v, err)
	}
	copied, err := net.FileConn(f)
	if err != nil {
		t.Fatal(err)
	}
	f.Close()
	client.Close()
	if copied.RemoteAddr().String() != server.LocalAddr().String() {
		t.Error(copied.RemoteAddr(), server.LocalAddr())
	}
	io.WriteString(copied, "hello")
	b := make([]byte, 5)
	if _, err := io.ReadFull(server, b); string(b) != "hello" || err != nil {
		t.Fatalf("%q, %v", b, err)
	}
	copied.Close()
	if _, err := server.Read(b); err != io.EOF {
		t.Error(err)
	}
}

func TestFileOfListener(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	f, err := ln.(*net.TCPListener).File()
	if err != nil {
		t.Fatal(err)
	}
	// As a server that is started again: the new listener takes the old one's place.
	next, err := net.FileListener(f)
	if err != nil {
		t.Fatal(err)
	}
	f.Close()
	accepted := make(chan error)
	go func() {
		_, err := ln.Accept()
		accepted <- err
	}()
	ln.Close()
	if err := <-accepted; !errors.Is(err, net.ErrClosed) {
		t.Error(err)
	}
	c, err := net.Dial("tcp", next.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	s, err := next.Accept()
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
	next.Close()
	if _, err := net.Dial("tcp", next.Addr().String()); !errors.Is(err, syscall.ECONNREFUSED) {
		t.Error(err)
	}
}

// Sockets that the system made are files of connections too.
func TestSocketpair(t *testing.T) {
	fds, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	var ends [2]net.Conn
	for i, fd := range fds {
		f := os.NewFile(uintptr(fd), "pair")
		if ends[i], err = net.FileConn(f); err != nil {
			t.Fatal(err)
		}
		f.Close()
	}
	go func() {
		io.WriteString(ends[0], "hello")
		ends[0].Close()
	}()
	if b, err := io.ReadAll(ends[1]); string(b) != "hello" || err != nil {
		t.Errorf("%q, %v", b, err)
	}
	ends[1].Close()
}

// No descriptor is left of connections that were looked at.
func TestDescriptorsAreClosed(t *testing.T) {
	count := func() int {
		names, err := os.ReadDir("/proc/self/fd")
		if err != nil {
			t.Skip(err)
		}
		return len(names)
	}
	before := count()
	for range 20 {
		ln, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		c, err := net.Dial("tcp", ln.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		s, err := ln.Accept()
		if err != nil {
			t.Fatal(err)
		}
		peek(t, c)
		option(t, s, unix.SOL_SOCKET, unix.SO_TYPE)
		option(t, ln, unix.SOL_SOCKET, unix.SO_TYPE)
		if _, err := net.Listen("tcp", ln.Addr().String()); !errors.Is(err, syscall.EADDRINUSE) {
			t.Error(err)
		}
		s.Close()
		c.Close()
		ln.Close()
	}
	if after := count(); after > before+2 { // the poller has its own
		t.Errorf("%d descriptors, then %d", before, after)
	}
}
