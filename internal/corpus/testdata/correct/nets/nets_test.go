// Package nets has correct programs that use connections.
package nets

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

func TestNetPipe(t *testing.T) {
	a, b := net.Pipe()
	done := make(chan error)
	go func() {
		_, err := io.Copy(b, b)
		done <- errors.Join(err, b.Close())
	}()
	buf := make([]byte, 5)
	for _, s := range []string{"hello", "world"} {
		if _, err := io.WriteString(a, s); err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadFull(a, buf); err != nil || string(buf) != s {
			t.Fatal(string(buf), err)
		}
	}
	a.SetReadDeadline(time.Now().Add(5 * time.Millisecond))
	if _, err := a.Read(buf); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Fatal(err)
	}
	a.Close()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
}

func TestIOPipe(t *testing.T) {
	r, w := io.Pipe()
	cause := errors.New("cause")
	go func() {
		for i := range 3 {
			fmt.Fprintln(w, i)
		}
		w.CloseWithError(cause)
	}()
	b, err := io.ReadAll(r)
	if string(b) != "0\n1\n2\n" || err != cause {
		t.Fatal(string(b), err)
	}
	r.Close()
}

// echo serves connections of l until it is closed, and then waits for them to end.
func echo(l net.Listener) {
	var wg sync.WaitGroup
	defer wg.Wait()
	for {
		c, err := l.Accept()
		if err != nil {
			return
		}
		wg.Go(func() {
			defer c.Close()
			io.Copy(c, c)
		})
	}
}

func testEcho(t *testing.T, l net.Listener) {
	var served, clients sync.WaitGroup
	served.Go(func() { echo(l) })
	for i := range 3 {
		clients.Go(func() {
			c, err := net.Dial(l.Addr().Network(), l.Addr().String())
			if err != nil {
				t.Error(err)
				return
			}
			defer c.Close()
			r := bufio.NewReader(c)
			for j := range 2 {
				want := fmt.Sprintln(i, j)
				if _, err := io.WriteString(c, want); err != nil {
					t.Error(err)
				}
				if s, err := r.ReadString('\n'); s != want || err != nil {
					t.Error(s, err)
				}
			}
		})
	}
	clients.Wait()
	l.Close()
	served.Wait()
}

func TestTCP(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	testEcho(t, l)
}

func TestUnix(t *testing.T) {
	dir, err := os.MkdirTemp("", "nets") // a short name: sockets' are limited
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	l, err := net.Listen("unix", filepath.Join(dir, "s"))
	if err != nil {
		t.Fatal(err)
	}
	testEcho(t, l)
	if _, err := net.Dial("unix", filepath.Join(dir, "s")); err == nil {
		t.Fatal("dialled a closed listener")
	}
}

func TestUDP(t *testing.T) {
	srv, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error)
	go func() {
		buf := make([]byte, 100)
		for {
			n, from, err := srv.ReadFrom(buf)
			if err != nil {
				done <- err
				return
			}
			srv.WriteTo([]byte(strings.ToUpper(string(buf[:n]))), from)
		}
	}()
	c, err := net.Dial("udp", srv.LocalAddr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	buf := make([]byte, 100)
	for _, s := range []string{"one", "two"} {
		if _, err := io.WriteString(c, s); err != nil {
			t.Fatal(err)
		}
		if n, err := c.Read(buf); err != nil || string(buf[:n]) != strings.ToUpper(s) {
			t.Fatal(string(buf[:n]), err)
		}
	}
	srv.Close()
	if err := <-done; !errors.Is(err, net.ErrClosed) {
		t.Fatal(err)
	}
}

func TestRefused(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	l.Close()
	if _, err := l.Accept(); !errors.Is(err, net.ErrClosed) {
		t.Fatal(err)
	}
	_, err = net.DialTimeout("tcp", addr, time.Second)
	if !errors.Is(err, syscall.ECONNREFUSED) {
		t.Fatal(err)
	}
}

func TestNoUnixSocket(t *testing.T) {
	if _, err := net.Dial("unix", filepath.Join(t.TempDir(), "none")); !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
}

func TestUnixFile(t *testing.T) {
	p := filepath.Join(t.TempDir(), "s")
	l, err := net.Listen("unix", p)
	if err != nil {
		t.Fatal(err)
	}
	if f, err := os.Lstat(p); err != nil || f.Mode()&fs.ModeSocket == 0 {
		t.Fatal(f, err)
	}
	if _, err := net.Listen("unix", p); !errors.Is(err, syscall.EADDRINUSE) {
		t.Fatal(err)
	}
	l.Close()
	if _, err := os.Lstat(p); !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
}

func TestWriteToClosed(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	go func() {
		if c, err := l.Accept(); err == nil {
			c.Close()
		}
	}()
	c, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := io.ReadAll(c); err != nil {
		t.Fatal(err)
	}
	for i := 0; ; i++ {
		_, err := c.Write([]byte("x"))
		if errors.Is(err, syscall.EPIPE) || errors.Is(err, syscall.ECONNRESET) {
			break
		}
		if err != nil || i == 100 {
			t.Fatal(i, err)
		}
		time.Sleep(time.Millisecond)
	}
}

func TestDeadlineAndHalfClose(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	got := make(chan string)
	go func() {
		c, err := l.Accept()
		if err != nil {
			got <- err.Error()
			return
		}
		defer c.Close()
		b, err := io.ReadAll(c) // until the half close
		fmt.Fprint(c, "bye")
		got <- fmt.Sprint(string(b), err)
	}()
	c, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	c.SetReadDeadline(time.Now().Add(5 * time.Millisecond))
	_, err = c.Read(make([]byte, 1))
	var ne net.Error
	if !errors.As(err, &ne) || !ne.Timeout() || !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Fatal(err)
	}
	c.SetReadDeadline(time.Time{})
	fmt.Fprint(c, "hello")
	c.(*net.TCPConn).CloseWrite()
	if s := <-got; s != "hello<nil>" {
		t.Fatal(s)
	}
	if b, err := io.ReadAll(c); string(b) != "bye" || err != nil {
		t.Fatal(string(b), err)
	}
}

func TestLargeTransfer(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	const size = 1 << 20
	errs := make(chan error, 1)
	go func() {
		c, err := l.Accept()
		if err == nil {
			_, err = c.Write(make([]byte, size))
			err = errors.Join(err, c.Close())
		}
		errs <- err
	}()
	c, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	n, err := io.Copy(io.Discard, c)
	if n != size || err != nil {
		t.Fatal(n, err)
	}
	if err := <-errs; err != nil {
		t.Fatal(err)
	}
}
