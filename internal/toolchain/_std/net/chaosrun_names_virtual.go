//go:build linux

package net

import (
	"syscall"
	_ "unsafe" // for go:linkname
)

// What the system calls that ask a descriptor for its addresses say is what its socket of the
// in-memory network has: package syscall answers them.

//go:linkname chaosDescribe syscall.chaosDescribe
func chaosDescribe(fd int, family, sotype, proto int, listens bool, self, peer syscall.Sockaddr) uint64

//go:linkname chaosForget syscall.chaosForget
func chaosForget(cookie uint64)

//go:linkname chaosForgetRun syscall.chaosForgetRun
func chaosForgetRun()

//go:linkname chaosSockname syscall.chaosSockname
func chaosSockname(fd int) (syscall.Sockaddr, error)

func init() { chaosOnBegin(chaosForgetRun) }

// describe says what the descriptor is of, as far as that is known by now: a socket that has no
// address yet is what the kernel says.
func (s *chaosSocket) describe(fd *netFD) {
	self := fd.chaosName(fd.laddr)
	if s.fd == 0 || self == nil {
		return
	}
	proto := 0
	switch {
	case fd.family == syscall.AF_UNIX:
	case fd.sotype == syscall.SOCK_STREAM:
		proto = syscall.IPPROTO_TCP
	case fd.sotype == syscall.SOCK_DGRAM:
		proto = syscall.IPPROTO_UDP
	}
	cookie := chaosDescribe(s.fd, fd.family, fd.sotype, proto, fd.incoming != nil, self, fd.chaosName(fd.raddr))
	if s.cookie != 0 && s.cookie != cookie {
		chaosForget(s.cookie)
	}
	s.cookie = cookie
}

// chaosName is an address as the kernel has it, or nil.
func (fd *netFD) chaosName(a Addr) syscall.Sockaddr {
	sa, ok := a.(sockaddr)
	if !ok {
		return nil
	}
	if u, ok := sa.(*UnixAddr); ok && u != nil && (u.Name == "" || u.Name == "@") {
		return &syscall.SockaddrUnix{}
	}
	name, err := sa.sockaddr(fd.family)
	if err != nil {
		return nil
	}
	return name
}
