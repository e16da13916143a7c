package nets

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// reached dials a unix socket by each of the names, and checks what the ends are called.
func reached(t *testing.T, listen, called string, names ...string) {
	t.Helper()
	l, err := net.Listen("unix", listen)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if got := l.Addr().String(); got != called {
		t.Errorf("the listener is called %q, want %q", got, called)
	}
	if _, err := net.Listen("unix", listen); !errors.Is(err, syscall.EADDRINUSE) {
		t.Errorf("listening again: %v", err)
	}
	for _, name := range names {
		c, err := net.Dial("unix", name)
		if err != nil {
			t.Errorf("%q is not reached by %q: %v", listen, name, err)
			continue
		}
		s, err := l.Accept()
		if err != nil {
			t.Fatal(err)
		}
		if got := c.RemoteAddr().String(); got != called && got != name {
			t.Errorf("dialled by %q it is called %q, want %q", name, got, called)
		}
		io.WriteString(s, "hello")
		s.Close()
		if text, err := io.ReadAll(c); err != nil || string(text) != "hello" {
			t.Errorf("read %q, %v", text, err)
		}
		c.Close()
	}
}

// TestAbstractNames: a socket without a file has a name that begins with NUL, which Go also writes as @.
func TestAbstractNames(t *testing.T) {
	name := fmt.Sprint(t.Name(), os.Getpid())
	reached(t, "\x00"+name, "@"+name, "\x00"+name, "@"+name)
	reached(t, "@"+name, "@"+name, "\x00"+name, "@"+name)
	if _, err := net.Dial("unix", "\x00"+name); !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("nobody listens: %v", err)
	}
	if _, err := os.Lstat("@" + name); err == nil {
		t.Error("there is a file")
	}
}

// TestRelativeNames: a name may have no folder, and the same file has other names.
func TestRelativeNames(t *testing.T) {
	dir, err := os.MkdirTemp("", "nets")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	t.Chdir(dir)
	if err := os.Mkdir("sub", 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("sub", "link"); err != nil {
		t.Fatal(err)
	}
	reached(t, "s", "s", "s", "./s", filepath.Join(dir, "s"))
	reached(t, "sub/s", "sub/s", "sub/s", "link/s", filepath.Join(dir, "link/s"))
}

func TestBadNames(t *testing.T) {
	dir, err := os.MkdirTemp("", "nets")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	long := strings.Repeat("x", 108)
	for _, c := range []struct {
		name string
		want error
	}{
		{dir + "/none/s", syscall.ENOENT}, {long, syscall.EINVAL}, {"@" + long, syscall.EINVAL}, {dir, syscall.EADDRINUSE},
	} {
		if l, err := net.Listen("unix", c.name); !errors.Is(err, c.want) {
			t.Errorf("listening on %q: %v, want %v", c.name, err, c.want)
			if err == nil {
				l.Close()
			}
		}
	}
	for _, name := range []string{long, "@" + long} {
		if _, err := net.Dial("unix", name); !errors.Is(err, syscall.EINVAL) {
			t.Errorf("dialling %q: %v", name, err)
		}
	}
	if l, err := net.Listen("unix", "@"+long[:107]); err != nil {
		t.Error(err)
	} else {
		l.Close()
	}
}

// TestAbstractDatagrams: datagrams reach sockets by both spellings of their names.
func TestAbstractDatagrams(t *testing.T) {
	name := fmt.Sprint(t.Name(), os.Getpid())
	to, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: "\x00" + name, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	defer to.Close()
	from, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: "@" + name + "from", Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	defer from.Close()
	for _, at := range []string{"\x00", "@"} {
		if _, err := from.WriteToUnix([]byte(at), &net.UnixAddr{Name: at + name, Net: "unixgram"}); err != nil {
			t.Fatal(err)
		}
		b := make([]byte, 9)
		n, back, err := to.ReadFromUnix(b)
		if err != nil || string(b[:n]) != at || back.Name != "@"+name+"from" {
			t.Errorf("%q from %v, %v", b[:n], back, err)
		}
	}
}

// TestPeerCredentials: both ends know who the other one is, also while somebody reads.
func TestPeerCredentials(t *testing.T) {
	l, err := net.Listen("unix", fmt.Sprint("@", t.Name(), os.Getpid()))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	c, err := net.Dial("unix", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	s, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for _, end := range []net.Conn{c, s} {
		wg.Go(func() { end.Write([]byte("x")); io.ReadFull(end, make([]byte, 1)) })
		wg.Go(func() {
			raw, err := end.(*net.UnixConn).SyscallConn()
			if err != nil {
				t.Error(err)
				return
			}
			err = raw.Control(func(fd uintptr) {
				cred, err := syscall.GetsockoptUcred(int(fd), syscall.SOL_SOCKET, syscall.SO_PEERCRED)
				if err != nil || int(cred.Pid) != os.Getpid() || int(cred.Uid) != os.Getuid() {
					t.Errorf("the peer is %+v, %v", cred, err)
				}
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	c.Close()
	s.Close()
}
