package sockets

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// Libraries of protocols over UDP read datagrams themselves.
func TestRawReadOfDatagrams(t *testing.T) {
	for _, at := range []string{"127.0.0.1:0", ":0"} {
		srv, err := net.ListenPacket("udp", at)
		if err != nil {
			t.Fatal(err)
		}
		c, err := net.Dial("udp", "127.0.0.1:"+port(srv.LocalAddr()))
		if err != nil {
			t.Fatal(err)
		}
		c.Write([]byte("one"))
		c.Write([]byte("two"))
		for _, want := range []string{"one", "two"} {
			var n int
			var from syscall.Sockaddr
			var err error
			b := make([]byte, 10)
			for _, flags := range []int{syscall.MSG_PEEK, 0} {
				cerr := raw(t, srv).Read(func(fd uintptr) bool {
					n, from, err = syscall.Recvfrom(int(fd), b, syscall.MSG_DONTWAIT|flags)
					return err != syscall.EAGAIN
				})
				if string(b[:n]) != want || cerr != nil || err != nil {
					t.Fatalf("%q, %v, %v; want %q", b[:n], cerr, err, want)
				}
			}
			p := 0
			switch from := from.(type) {
			case *syscall.SockaddrInet4:
				p = from.Port
			case *syscall.SockaddrInet6:
				p = from.Port
			}
			if p != c.LocalAddr().(*net.UDPAddr).Port {
				t.Errorf("from port %d, not %v", p, c.LocalAddr())
			}
		}
		c.Close()
		srv.Close()
	}
}

// Connected sockets of UDP are written to as streams are.
func TestRawWriteOfDatagrams(t *testing.T) {
	srv, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer srv.Close()
	c, err := net.Dial("udp", srv.LocalAddr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	cerr := raw(t, c).Write(func(fd uintptr) bool {
		_, err = syscall.Write(int(fd), []byte("hello"))
		return true
	})
	if cerr != nil || err != nil {
		t.Fatal(cerr, err)
	}
	b := make([]byte, 10)
	n, from, err := srv.ReadFrom(b)
	if string(b[:n]) != "hello" || err != nil || from.String() != c.LocalAddr().String() {
		t.Fatalf("%q from %v, %v", b[:n], from, err)
	}
}

func TestDatagramsWithControlMessages(t *testing.T) {
	srv, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	defer srv.Close()
	c, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	info := unix.PktInfo4(&unix.Inet4Pktinfo{Spec_dst: [4]byte{127, 0, 0, 1}})
	n, oobn, err := c.WriteMsgUDP([]byte("hello"), info, srv.LocalAddr().(*net.UDPAddr))
	if n != 5 || oobn != len(info) || err != nil {
		t.Fatal(n, oobn, err)
	}
	b := make([]byte, 10)
	n, _, _, from, err := srv.ReadMsgUDP(b, make([]byte, 100))
	if string(b[:n]) != "hello" || err != nil || from.String() != c.LocalAddr().String() {
		t.Fatalf("%q from %v, %v", b[:n], from, err)
	}
}

func TestPeekUnixDatagrams(t *testing.T) {
	dir, err := os.MkdirTemp("", "s")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	addr := &net.UnixAddr{Name: filepath.Join(dir, "s"), Net: "unixgram"}
	srv, err := net.ListenUnixgram("unixgram", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer srv.Close()
	if got, err := peek(t, srv); err != syscall.EAGAIN {
		t.Fatalf("%q, %v", got, err)
	}
	c, err := net.DialUnix("unixgram", nil, addr)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	c.Write([]byte("hello"))
	if got, err := peek(t, srv); got != "h" || err != nil {
		t.Fatalf("%q, %v", got, err)
	}
	b := make([]byte, 10)
	if n, err := srv.Read(b); string(b[:n]) != "hello" || err != nil {
		t.Fatalf("%q, %v", b[:n], err)
	}
}

// A closed connection says so, whatever is asked of it.
func TestClosedTwice(t *testing.T) {
	client, _ := pair(t, "tcp")
	c := client.(*net.TCPConn)
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{c.Close(), c.SetDeadline(time.Now()), c.SetNoDelay(true), c.SetKeepAlive(true), c.SetReadBuffer(1 << 16)} {
		if !errors.Is(err, net.ErrClosed) {
			t.Error(err)
		}
	}
	if _, err := c.File(); !errors.Is(err, net.ErrClosed) {
		t.Error(err)
	}
	if _, err := c.Write([]byte("x")); !errors.Is(err, net.ErrClosed) {
		t.Error(err)
	}
	p, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p.Close()
	if _, err := p.WriteTo([]byte("x"), p.LocalAddr()); !errors.Is(err, net.ErrClosed) {
		t.Error(err)
	}
	if _, _, err := p.ReadFrom(make([]byte, 1)); !errors.Is(err, net.ErrClosed) {
		t.Error(err)
	}
}

// A reader that is blocked in a RawConn is woken by Close.
func TestCloseWakesRawReader(t *testing.T) {
	client, _ := pair(t, "tcp")
	done := make(chan error)
	go func() {
		done <- raw(t, client).Read(func(fd uintptr) bool {
			_, err := syscall.Read(int(fd), make([]byte, 1))
			return err != syscall.EAGAIN
		})
	}()
	client.Close()
	if err := <-done; !errors.Is(err, net.ErrClosed) {
		t.Error(err)
	}
}
