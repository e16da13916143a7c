package net

import (
	"os"
	"syscall"
)

// Names of unix sockets. A name is that of a file, or abstract.

// chaosAbstract returns an address with @ in place of the NUL that an abstract name begins with, as the addresses of
// sockets have it.
func chaosAbstract(addr sockaddr) sockaddr {
	if a, ok := addr.(*UnixAddr); ok && a != nil && a.Name != "" && a.Name[0] == 0 {
		return &UnixAddr{Name: "@" + a.Name[1:], Net: a.Net}
	}
	return addr
}

// chaosTooLong reports whether the name of a unix socket is too long. That of a file ends with NUL.
func chaosTooLong(addr sockaddr) bool {
	a, ok := addr.(*UnixAddr)
	if !ok || a == nil {
		return false
	}
	n := len(a.Name)
	if chaosPath(addr) != "" {
		n++
	}
	return n > len(syscall.RawSockaddrUnix{}.Path)
}

// chaosPath is the file of a unix socket, or "".
func chaosPath(addr sockaddr) string {
	if a, ok := addr.(*UnixAddr); ok && a != nil && a.Name != "" && a.Name[0] != '@' {
		return a.Name
	}
	return ""
}

// chaosBind makes the file of a unix socket.
func chaosBind(addr sockaddr) error {
	if chaosTooLong(addr) {
		return os.NewSyscallError("bind", syscall.EINVAL)
	}
	path := chaosPath(addr)
	if path == "" {
		return nil
	}
	err := syscall.Mknod(path, syscall.S_IFSOCK|0o777, 0)
	if err == syscall.EPERM {
		// Not every system lets everyone make one.
		var f *os.File
		if f, err = os.OpenFile(path, os.O_CREATE|os.O_EXCL, 0o666); err == nil {
			return f.Close()
		}
		err = err.(*os.PathError).Err
	}
	if err == syscall.EEXIST {
		err = syscall.EADDRINUSE
	}
	return os.NewSyscallError("bind", err)
}

// chaosReach looks for the file of the unix socket to connect to, and makes that of the
// connecting one if it has a name.
func chaosReach(laddr, raddr sockaddr) error {
	if chaosTooLong(raddr) {
		return os.NewSyscallError("connect", syscall.EINVAL)
	}
	if path := chaosPath(raddr); path != "" {
		if err := syscall.Access(path, 2); err != nil {
			return os.NewSyscallError("connect", err)
		}
	}
	return chaosBind(laddr)
}

// chaosSameFile finds the socket whose file has that name too: from another folder, or through a link.
func chaosSameFile(addr sockaddr) (found any, ok bool) {
	var file, other syscall.Stat_t
	if path := chaosPath(addr); path == "" || syscall.Stat(path, &file) != nil {
		return nil, false
	}
	chaosQuiet(1)
	defer chaosQuiet(-1)
	sockets.Range(func(_, s any) bool {
		if a, is := s.(*netFD).laddr.(*UnixAddr); is {
			if path := chaosPath(a); path != "" && syscall.Stat(path, &other) == nil && other.Dev == file.Dev && other.Ino == file.Ino {
				found, ok = s, true
			}
		}
		return !ok
	})
	return found, ok
}
