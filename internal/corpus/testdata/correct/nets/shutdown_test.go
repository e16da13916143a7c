package nets

import (
	"errors"
	"io"
	"net"
	"syscall"
	"testing"
	"time"
)

// connected are the two sides of a connection on a network.
func connected(t *testing.T, network string) (client, server net.Conn) {
	addr := "127.0.0.1:0"
	if network == "unix" {
		addr = t.TempDir() + "/s"
	}
	l, err := net.Listen(network, addr)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if client, err = net.Dial(network, l.Addr().String()); err != nil {
		t.Fatal(err)
	}
	if server, err = l.Accept(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { client.Close(); server.Close() })
	return client, server
}

// Whoever reads from a side that is shut down for reading sees what has arrived, and then the end.
func TestShutDownForReading(t *testing.T) {
	for _, network := range []string{"tcp", "unix"} {
		c, s := connected(t, network)
		if _, err := s.Write([]byte("a")); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Millisecond)
		if err := c.(interface{ CloseRead() error }).CloseRead(); err != nil {
			t.Fatal(err)
		}
		if b, err := io.ReadAll(c); string(b) != "a" || err != nil {
			t.Fatalf("%s: %q, %v", network, b, err)
		}
	}
}

// A reader that is blocked sees the end, too.
func TestShutDownBesideReader(t *testing.T) {
	c, _ := connected(t, "tcp")
	read := make(chan error)
	go func() {
		_, err := c.Read(make([]byte, 1))
		read <- err
	}()
	if err := c.(*net.TCPConn).CloseRead(); err != nil {
		t.Fatal(err)
	}
	if err := <-read; err != io.EOF {
		t.Fatal(err)
	}
}

// A side that is shut down for writing is not closed.
func TestShutDownForWriting(t *testing.T) {
	for _, network := range []string{"tcp", "unix"} {
		c, s := connected(t, network)
		half := c.(interface{ CloseWrite() error })
		if err := half.CloseWrite(); err != nil {
			t.Fatal(err)
		}
		if _, err := c.Write([]byte("x")); !errors.Is(err, syscall.EPIPE) || errors.Is(err, net.ErrClosed) {
			t.Fatalf("%s: %v", network, err)
		}
		if _, err := s.Write([]byte("b")); err != nil {
			t.Fatal(err)
		}
		s.Close()
		if b, err := io.ReadAll(c); string(b) != "b" || err != nil {
			t.Fatalf("%s: %q, %v", network, b, err)
		}
		c.Close()
		if err := half.CloseWrite(); !errors.Is(err, net.ErrClosed) {
			t.Fatalf("%s: %v", network, err)
		}
		if _, err := c.Write([]byte("x")); !errors.Is(err, net.ErrClosed) {
			t.Fatalf("%s: %v", network, err)
		}
	}
}

// Whoever writes to a side that did not linger learns that the connection was reset.
func TestReset(t *testing.T) {
	c, s := connected(t, "tcp")
	if err := s.(*net.TCPConn).SetLinger(0); err != nil {
		t.Fatal(err)
	}
	s.Close()
	time.Sleep(time.Millisecond)
	if _, err := c.Write([]byte("x")); !errors.Is(err, syscall.ECONNRESET) && !errors.Is(err, syscall.EPIPE) {
		t.Fatal(err)
	}
}
