package syscall

import "unsafe"

// A socket of the in-memory network has a descriptor of a real socket, which is somewhere else:
// it is connected to another one of this process, or to none. What the system calls that ask a
// socket for its addresses and its kind would say of it is said here, in place of the kernel, to
// all who come by RawSyscall and Syscall6, as golang.org/x/sys does too.

// chaosSocket is what the socket with that cookie says. The kernel gives no two sockets the same
// cookie, and copies of a descriptor have one.
type chaosSocket struct {
	cookie                uint64
	old                   bool // from before the first run
	family, sotype, proto int32
	listens               int32
	self, peer            chaosName
}

type chaosName struct {
	size uint32 // 0: none
	raw  RawSockaddrAny
}

// There is one P, and whoever asks is not preempted. The race detector is told nothing of it: goroutines
// that make sockets are not ordered by that.
var (
	chaosSockets []chaosSocket
	chaosBegun   bool
)

// Options that package syscall does not name on every system.
const (
	chaosProtocol = 38 // SO_PROTOCOL
	chaosDomain   = 39 // SO_DOMAIN
	chaosCookie   = 57 // SO_COOKIE
)

// chaosDescribe says what a descriptor is of, and returns its cookie. Without a peer it is not
// connected.
//
//go:linkname chaosDescribe
//go:norace
func chaosDescribe(fd int, family, sotype, proto int, listens bool, self, peer Sockaddr) uint64 {
	s := chaosSocket{family: int32(family), sotype: int32(sotype), proto: int32(proto)}
	size := uint32(8)
	_, _, errno := RawSyscall6(chaosGetsockopt, uintptr(fd), SOL_SOCKET, chaosCookie, uintptr(unsafe.Pointer(&s.cookie)), uintptr(unsafe.Pointer(&size)), 0)
	if errno != 0 || !s.self.set(self) || !s.peer.set(peer) {
		return 0
	}
	if listens {
		s.listens = 1
	}
	for i := range chaosSockets {
		if chaosSockets[i].cookie == s.cookie {
			s.old = chaosSockets[i].old
			chaosSockets[i] = s
			return s.cookie
		}
	}
	chaosSockets = append(chaosSockets, s)
	return s.cookie
}

// set reports whether it could.
//
//go:norace
func (n *chaosName) set(sa Sockaddr) bool {
	if sa == nil {
		return true
	}
	raw, size, err := sa.sockaddr()
	if err != nil {
		return false
	}
	n.size = uint32(size)
	copy(unsafe.Slice((*byte)(unsafe.Pointer(&n.raw)), unsafe.Sizeof(n.raw)), unsafe.Slice((*byte)(raw), size))
	return true
}

// chaosForget ends what was said of the socket with that cookie.
//
//go:linkname chaosForget
//go:norace
func chaosForget(cookie uint64) {
	for i := range chaosSockets {
		if chaosSockets[i].cookie == cookie {
			chaosSockets = append(chaosSockets[:i], chaosSockets[i+1:]...)
			return
		}
	}
}

// chaosForgetRun ends what the last run has said.
//
//go:linkname chaosForgetRun
//go:norace
func chaosForgetRun() {
	if !chaosBegun {
		chaosBegun = true
		for i := range chaosSockets {
			chaosSockets[i].old = true
		}
	}
	kept := chaosSockets[:0]
	for _, s := range chaosSockets {
		if s.old {
			kept = append(kept, s)
		}
	}
	chaosSockets = kept
}

// chaosSockname is the address that the kernel knows.
//
//go:linkname chaosSockname
func chaosSockname(fd int) (Sockaddr, error) {
	var rsa RawSockaddrAny
	size := uint32(SizeofSockaddrAny)
	_, _, errno := RawSyscall6(chaosGetsockname, uintptr(fd), uintptr(unsafe.Pointer(&rsa)), uintptr(unsafe.Pointer(&size)), 0, 0, 0)
	if errno == ENOSYS {
		return Getsockname(fd)
	}
	if errno != 0 {
		return nil, errno
	}
	return anyToSockaddr(&rsa)
}

// chaosAnswer answers a system call that asks a socket of the in-memory network, and reports
// whether it did. What the caller wants filled may be on its stack, which must not move.
//
//go:nosplit
//go:norace
//go:nocheckptr
func chaosAnswer(trap, fd, a2, a3, a4, a5 uintptr) (errno Errno, done bool) {
	if len(chaosSockets) == 0 {
		return 0, false
	}
	switch trap {
	case chaosGetsockname, chaosGetpeername:
		if a2 == 0 || a3 == 0 {
			return 0, false
		}
	case chaosGetsockopt:
		if a2 != SOL_SOCKET || a3 != SO_ACCEPTCONN && a3 != SO_TYPE && a3 != chaosDomain && a3 != chaosProtocol || a4 == 0 || a5 == 0 {
			return 0, false
		}
	default:
		return 0, false
	}
	// A function of its own would take too much of the stack, in builds without optimizations.
	var cookie uint64
	size := uint32(8)
	_, _, errno = RawSyscall6(chaosGetsockopt, fd, SOL_SOCKET, chaosCookie, uintptr(unsafe.Pointer(&cookie)), uintptr(unsafe.Pointer(&size)), 0)
	if errno != 0 {
		return 0, false
	}
	for i := range chaosSockets {
		s := &chaosSockets[i]
		if s.cookie != cookie {
			continue
		}
		value := &s.listens
		switch {
		case trap == chaosGetsockname:
			return chaosPut(unsafe.Pointer(&s.self.raw), s.self.size, s.self.size, a2, a3), true
		case trap == chaosGetpeername && s.peer.size == 0:
			return ENOTCONN, true
		case trap == chaosGetpeername:
			return chaosPut(unsafe.Pointer(&s.peer.raw), s.peer.size, s.peer.size, a2, a3), true
		case a3 == SO_TYPE:
			value = &s.sotype
		case a3 == chaosDomain:
			value = &s.family
		case a3 == chaosProtocol:
			value = &s.proto
		}
		return chaosPut(unsafe.Pointer(value), 4, 0, a4, a5), true
	}
	return 0, false
}

// chaosPut fills what a caller has room for, and says how much that was, or how much there is.
//
//go:nosplit
//go:norace
//go:nocheckptr
func chaosPut(from unsafe.Pointer, size, say uint32, to, room uintptr) Errno {
	p := (*int32)(unsafe.Pointer(room))
	if *p < 0 {
		return EINVAL
	}
	n := min(size, uint32(*p))
	for i := uint32(0); i < n; i++ {
		*(*byte)(unsafe.Pointer(to + uintptr(i))) = *(*byte)(unsafe.Add(from, i))
	}
	*p = int32(max(n, say))
	return 0
}
