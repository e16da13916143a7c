//go:build linux

package net

import (
	"os"
	"sync"
	"sync/atomic"
	"syscall"
	"unsafe"
)

// A chaosSocket is the descriptor of a socket of the in-memory network: a real socket of
// the same kind, for those who ask for one. It takes options as any does. While the user's
// function has it, what has arrived in memory can be read from it, and what is written to
// it is sent in memory.
//
// It is connected to another socket of this process, which stands for the network.
type chaosSocket struct {
	mu      sync.Mutex // guards what follows
	fd      int        // 0: nobody has asked
	far     int        // the other end, 0: none
	ended   bool       // the far end sends no more
	unix    bool       // fd stands in for a socket that could not be made or connected
	users   int        // functions that have it just now
	closed  bool       // to be closed when nobody has it
	written uint64     // bytes sent through fd that were taken from far
	base    uint64     // what the kernel counted as sent when far was connected
	cookie  uint64     // under which it is described, if it is

	sending sync.Mutex // held while what was written is taken from far
	open    uint32     // 1: fd is a descriptor
	holders int32      // copies that are open, beside one
	inode   uint64     // of fd, if it has files
	options [chaosOptions]int64
}

// What was set before there is a descriptor is set on it.
var chaosOptionNames = [chaosOptions][2]int{
	chaosNoDelay:       {syscall.IPPROTO_TCP, syscall.TCP_NODELAY},
	chaosKeepAlive:     {syscall.SOL_SOCKET, syscall.SO_KEEPALIVE},
	chaosKeepIdle:      {syscall.IPPROTO_TCP, syscall.TCP_KEEPIDLE},
	chaosKeepInterval:  {syscall.IPPROTO_TCP, syscall.TCP_KEEPINTVL},
	chaosKeepCount:     {syscall.IPPROTO_TCP, syscall.TCP_KEEPCNT},
	chaosReceiveBuffer: {syscall.SOL_SOCKET, syscall.SO_RCVBUF},
	chaosSendBuffer:    {syscall.SOL_SOCKET, syscall.SO_SNDBUF},
	chaosLinger:        {syscall.SOL_SOCKET, syscall.SO_LINGER},
}

// chaosSet marks an option that is set, whatever its value.
const chaosSet = 1 << 40

// set sets an option, on the descriptor if there is one.
func (s *chaosSocket) set(option, value int) error {
	atomic.StoreInt64(&s.options[option], chaosSet|int64(uint32(value)))
	if atomic.LoadUint32(&s.open) == 0 {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.apply(option)
}

// abrupt reports whether closing the socket resets the connection: its time to linger is 0.
func (s *chaosSocket) abrupt() bool {
	return atomic.LoadInt64(&s.options[chaosLinger]) == chaosSet
}

func (s *chaosSocket) apply(option int) error {
	v := atomic.LoadInt64(&s.options[option])
	if v == 0 || s.fd == 0 || s.unix {
		return nil
	}
	value, name := int(int32(v)), chaosOptionNames[option]
	if option != chaosLinger {
		return os.NewSyscallError("setsockopt", syscall.SetsockoptInt(s.fd, name[0], name[1], value))
	}
	l := syscall.Linger{Onoff: 1, Linger: int32(value)}
	if value < 0 {
		l = syscall.Linger{}
	}
	return os.NewSyscallError("setsockopt", syscall.SetsockoptLinger(s.fd, name[0], name[1], &l))
}

// chaosOpened are the sockets with descriptors.
var chaosOpened = struct {
	sync.Mutex
	sockets map[*chaosSocket]bool // true: from before the first run
	begun   bool
}{sockets: make(map[*chaosSocket]bool)}

func init() {
	// What a run has not closed is closed for it: every run begins with the same descriptors.
	chaosOnBegin(func() {
		var left []*chaosSocket
		chaosOpened.Lock()
		for s, old := range chaosOpened.sockets {
			if !chaosOpened.begun {
				chaosOpened.sockets[s] = true
			} else if !old {
				left = append(left, s)
			}
		}
		chaosOpened.begun = true
		chaosOpened.Unlock()
		for _, s := range left {
			s.users = 0
			s.close()
			s.closed = false
		}
	})
}

// chaosFirstDescriptor is above the descriptors that a process usually has.
const chaosFirstDescriptor = 256

// descriptor returns the socket's descriptor, which it makes if there is none.
func (s *chaosSocket) descriptor(fd *netFD, listens bool) (int, error) {
	if s.fd != 0 {
		return s.fd, nil
	}
	if s.closed {
		return 0, ErrClosed
	}
	const flags = syscall.SOCK_NONBLOCK | syscall.SOCK_CLOEXEC
	d, err := syscall.Socket(fd.family, fd.sotype|flags, 0)
	if err == syscall.EAFNOSUPPORT && fd.family == syscall.AF_INET6 {
		d, err = syscall.Socket(syscall.AF_INET, fd.sotype|flags, 0)
	}
	if err != nil {
		return 0, os.NewSyscallError("socket", err)
	}
	// What else the process has open differs between exploration and replay.
	if at, _, errno := syscall.Syscall(syscall.SYS_FCNTL, uintptr(d), syscall.F_DUPFD_CLOEXEC, chaosFirstDescriptor); errno == 0 {
		syscall.Close(d)
		d = int(at)
	}
	switch {
	case fd.family == syscall.AF_UNIX:
	case fd.sotype == syscall.SOCK_DGRAM:
		syscall.SetsockoptInt(d, syscall.SOL_SOCKET, syscall.SO_BROADCAST, 1)
	case listens:
		syscall.SetsockoptInt(d, syscall.SOL_SOCKET, syscall.SO_REUSEADDR, 1)
	}
	if fd.family == syscall.AF_INET6 {
		only := 0
		if fd.chaos.ipv6only {
			only = 1
		}
		syscall.SetsockoptInt(d, syscall.IPPROTO_IPV6, syscall.IPV6_V6ONLY, only)
	}
	s.fd = d
	for option := range s.options {
		s.apply(option)
	}
	atomic.StoreUint32(&s.open, 1)
	chaosQuiet(1)
	chaosOpened.Lock()
	chaosOpened.sockets[s] = false
	chaosOpened.Unlock()
	chaosQuiet(-1)
	return s.fd, nil
}

// close closes the descriptor, if there is one.
func (s *chaosSocket) close() {
	if s == nil || atomic.LoadUint32(&s.open) == 0 {
		return
	}
	chaosQuiet(1)
	defer chaosQuiet(-1)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	s.free()
}

// release ends the use of the descriptor by a function.
func (s *chaosSocket) release() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.users--
	s.free()
}

// free gives the descriptor back, if it is closed and nobody has it.
func (s *chaosSocket) free() {
	if s.fd == 0 || !s.closed || s.users > 0 {
		return
	}
	chaosQuiet(1)
	defer chaosQuiet(-1)
	if s.inode != 0 {
		chaosFiles.Delete(s.inode)
		s.inode = 0 // its files may be open still, and say what they said
	} else if s.cookie != 0 {
		chaosForget(s.cookie)
	}
	s.cookie = 0
	s.closeFar(true)
	syscall.Close(s.fd)
	s.fd, s.ended, s.unix, s.written, s.base = 0, false, false, 0, 0
	atomic.StoreUint32(&s.open, 0)
	chaosOpened.Lock()
	delete(chaosOpened.sockets, s)
	chaosOpened.Unlock()
}

// closeFar closes the other end. With reset a connection leaves nothing behind in the
// kernel, and this end sees that it is broken.
func (s *chaosSocket) closeFar(reset bool) {
	if s.far == 0 {
		return
	}
	if reset {
		syscall.SetsockoptLinger(s.far, syscall.SOL_SOCKET, syscall.SO_LINGER, &syscall.Linger{Onoff: 1})
	}
	syscall.Close(s.far)
	s.far = 0
}

// connect connects the descriptor to the other end.
func (s *chaosSocket) connect(fd *netFD) error {
	if s.far != 0 || s.ended {
		return nil
	}
	if _, err := s.descriptor(fd, false); err != nil {
		return err
	}
	far, err := chaosPeer(s.fd, fd.sotype, fd.raddr != nil)
	if err != nil {
		// Without a loopback, or with options that it does not take: any socket will do.
		pair, err := syscall.Socketpair(syscall.AF_UNIX, fd.sotype|syscall.SOCK_NONBLOCK|syscall.SOCK_CLOEXEC, 0)
		if err != nil {
			return os.NewSyscallError("socketpair", err)
		}
		err = syscall.Dup3(pair[0], s.fd, syscall.O_CLOEXEC)
		syscall.Close(pair[0])
		if err != nil {
			syscall.Close(pair[1])
			return os.NewSyscallError("dup3", err)
		}
		far, s.unix = pair[1], true
	}
	s.far = far
	s.base, _ = s.sent(fd)
	return nil
}

// chaosPeer makes a socket and connects it with fd. A socket for datagrams of all is not
// connected itself.
func chaosPeer(fd, sotype int, connected bool) (far int, err error) {
	local, err := chaosSockname(fd)
	if err != nil {
		return 0, err
	}
	family := syscall.AF_INET
	var bind syscall.Sockaddr = &syscall.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}}
	switch local.(type) {
	case *syscall.SockaddrInet6:
		// The loopback may have no address of IPv6.
		family, bind = syscall.AF_INET6, &syscall.SockaddrInet6{Addr: [16]byte{15: 1}}
		if only, _ := syscall.GetsockoptInt(fd, syscall.IPPROTO_IPV6, syscall.IPV6_V6ONLY); only == 0 {
			bind = &syscall.SockaddrInet6{Addr: [16]byte{10: 255, 11: 255, 12: 127, 15: 1}}
		}
	case *syscall.SockaddrUnix:
		family, bind = syscall.AF_UNIX, &syscall.SockaddrUnix{} // the kernel chooses a name
	}
	l, err := syscall.Socket(family, sotype|syscall.SOCK_NONBLOCK|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		return 0, err
	}
	if err := syscall.Bind(l, bind); err != nil {
		syscall.Close(l)
		return 0, err
	}
	if sotype == syscall.SOCK_DGRAM {
		syscall.Bind(fd, bind)
		if local, err = chaosSockname(fd); err == nil {
			err = syscall.Connect(l, local)
		}
		if err == nil && connected {
			var at syscall.Sockaddr
			if at, err = chaosSockname(l); err == nil {
				err = syscall.Connect(fd, at)
			}
		}
		if err != nil {
			syscall.Close(l)
			return 0, err
		}
		return l, nil
	}
	defer syscall.Close(l)
	if err := syscall.Listen(l, 1); err != nil {
		return 0, err
	}
	at, err := chaosSockname(l)
	if err != nil {
		return 0, err
	}
	if err := syscall.Connect(fd, at); err != nil && err != syscall.EINPROGRESS {
		return 0, err
	}
	chaosPoll(l, chaosPollIn)
	far, _, err = syscall.Accept4(l, syscall.SOCK_NONBLOCK|syscall.SOCK_CLOEXEC)
	if err == nil {
		chaosPoll(fd, chaosPollOut)
	}
	return far, err
}

const (
	chaosPollIn    = 0x1
	chaosPollOut   = 0x4
	chaosPollRDHup = 0x2000

	chaosReusePort = 0xf    // SO_REUSEPORT
	chaosReadable  = 0x541b // FIONREAD: how much can be read
	chaosUnsent    = 0x5411 // SIOCOUTQ: how much is not acknowledged
)

// chaosPoll waits until the kernel has delivered what is on its way over the loopback,
// which is a matter of microseconds, and gives up after a second.
func chaosPoll(fd int, events int16) bool { return chaosPollFor(fd, events, 1000) }

func chaosPollFor(fd int, events int16, milliseconds int) bool {
	p := struct {
		fd              int32
		events, revents int16
	}{int32(fd), events, 0}
	for range milliseconds {
		timeout := syscall.Timespec{Nsec: 1e6}
		n, _, errno := syscall.Syscall6(syscall.SYS_PPOLL, uintptr(unsafe.Pointer(&p)), 1, uintptr(unsafe.Pointer(&timeout)), 0, 0, 0)
		if errno == 0 && n > 0 {
			return true
		}
		if errno != 0 && errno != syscall.EINTR {
			return false
		}
	}
	return false
}

// chaosCount asks how many bytes a socket has, in that direction.
func chaosCount(fd int, what uintptr) int {
	var n int32
	if _, _, errno := syscall.Syscall(syscall.SYS_IOCTL, uintptr(fd), what, uintptr(unsafe.Pointer(&n))); errno != 0 {
		return 0
	}
	return int(n)
}

// showFrom lets a datagram of UDP be read from the descriptor, from the address that it has
// in memory, and reports whether it can be.
func (s *chaosSocket) showFrom(b []byte, from sockaddr) bool {
	ip, port, _, ok := chaosIPPort(from)
	to, err := chaosSockname(s.fd)
	if !ok || err != nil || ip.To4() == nil || s.unix {
		return false
	}
	at := syscall.SockaddrInet4{Addr: [4]byte(ip.To4()), Port: port}
	switch sa := to.(type) {
	case *syscall.SockaddrInet6:
		to = &syscall.SockaddrInet4{Addr: [4]byte(sa.Addr[12:]), Port: sa.Port}
	case *syscall.SockaddrInet4:
	default:
		return false
	}
	d, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_DGRAM|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		return false
	}
	defer syscall.Close(d)
	// Another process may have that port. This socket only sends.
	syscall.SetsockoptInt(d, syscall.SOL_SOCKET, syscall.SO_REUSEADDR, 1)
	if syscall.Bind(d, &at) != nil || syscall.Sendto(d, b, 0, to) != nil {
		return false
	}
	return chaosPoll(s.fd, chaosPollIn)
}

// show lets b be read from the descriptor, and reports how much of it can be. A datagram
// is shown as a whole.
func (s *chaosSocket) show(b []byte, stream bool) int {
	if s.far == 0 || s.ended {
		return 0
	}
	if stream {
		// What does not fit would stay on its way.
		room, _ := syscall.GetsockoptInt(s.fd, syscall.SOL_SOCKET, syscall.SO_RCVBUF)
		b = b[:min(len(b), max(room/4, 512))]
	}
	n, err := syscall.Write(s.far, b)
	if err != nil {
		return 0
	}
	if !stream {
		chaosPoll(s.fd, chaosPollIn)
		return n
	}
	for range 1000 {
		if chaosCount(s.fd, chaosReadable) >= n {
			break
		}
		chaosPoll(s.fd, chaosPollIn)
	}
	return n
}

// hide takes what show has shown, and reports how much of it was not read.
func (s *chaosSocket) hide(shown int, stream bool) (left int) {
	if s.far == 0 || s.ended {
		return 0
	}
	b := make([]byte, max(1, shown))
	for {
		n, _, err := syscall.Recvfrom(s.fd, b, syscall.MSG_DONTWAIT)
		if err == syscall.EINTR {
			continue
		}
		if err != nil || n <= 0 && stream {
			return left
		}
		if !stream {
			return shown
		}
		left += n
	}
}

// end lets the descriptor see that the peer sends no more, or that the connection broke.
func (s *chaosSocket) end(reset bool) {
	if s.ended || s.far == 0 {
		return
	}
	if reset {
		s.closeFar(true)
	} else {
		syscall.Shutdown(s.far, syscall.SHUT_WR)
	}
	chaosPoll(s.fd, chaosPollIn|chaosPollRDHup)
	s.ended = true
}

// sent is how many bytes the kernel has taken from those who write to a stream of TCP.
func (s *chaosSocket) sent(fd *netFD) (n uint64, ok bool) {
	if s.unix || fd.family == syscall.AF_UNIX || fd.sotype != syscall.SOCK_STREAM {
		return 0, false
	}
	// struct tcp_info has had tcpi_bytes_acked at this place since Linux 4.1.
	const acked = 120
	var info [acked + 8]byte
	size := uint32(len(info))
	_, _, errno := syscall.Syscall6(syscall.SYS_GETSOCKOPT, uintptr(s.fd), syscall.IPPROTO_TCP, syscall.TCP_INFO, uintptr(unsafe.Pointer(&info)), uintptr(unsafe.Pointer(&size)), 0)
	if errno != 0 || size < acked+8 {
		return 0, false
	}
	// Both change when an acknowledgement comes in between.
	for range 100 {
		before := *(*uint64)(unsafe.Pointer(&info[acked]))
		unsent := chaosCount(s.fd, chaosUnsent)
		syscall.Syscall6(syscall.SYS_GETSOCKOPT, uintptr(s.fd), syscall.IPPROTO_TCP, syscall.TCP_INFO, uintptr(unsafe.Pointer(&info)), uintptr(unsafe.Pointer(&size)), 0)
		if *(*uint64)(unsafe.Pointer(&info[acked])) == before {
			return before + uint64(unsent), true
		}
	}
	return 0, false
}

// take returns something that was written to the descriptor, nil if nothing was. For a
// stream, end is whether no more will be written.
func (s *chaosSocket) take(fd *netFD, b []byte, wait bool) (n int, some, end bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.far == 0 {
		return 0, false, false
	}
	stream := fd.sotype == syscall.SOCK_STREAM
	if total, ok := s.sent(fd); ok && total > s.base+s.written {
		chaosPoll(s.far, chaosPollIn)
	} else if wait && !stream && fd.family != syscall.AF_UNIX {
		chaosPollFor(s.far, chaosPollIn, 20)
	}
	for {
		n, _, err := syscall.Recvfrom(s.far, b, syscall.MSG_DONTWAIT)
		if err == syscall.EINTR {
			continue
		}
		if err != nil {
			return 0, false, false
		}
		if n == 0 && fd.sotype != syscall.SOCK_DGRAM {
			return 0, false, true
		}
		s.written += uint64(n)
		return n, true, false
	}
}
