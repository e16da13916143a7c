package net

import (
	"chaosrun/engine"
	"internal/poll"
	"os"
	"sync"
	"sync/atomic"
	"syscall"
)

// Copies of sockets: those that are made of a socket's file, and sockets that share an
// address. They have the same peer, or the same incoming connections and datagrams, and
// what they have in common is closed with the last of them.

// chaosClose is what closing a socket begins with. It reports whether that is all.
func (ffd *fakeNetFD) chaosClose() (done bool, err error) {
	if atomic.SwapUint32(&ffd.chaos.gone, 1) != 0 && atomic.SwapUint32(&ffd.chaos.last, 0) == 0 {
		return true, ErrClosed
	}
	if atomic.AddInt32(&ffd.chaos.sock.holders, -1) >= 0 {
		// Whoever is blocked in an operation of this copy sees that it is closed.
		ffd.chaosExpire()
		return true, nil
	}
	if first := ffd.chaos.first; first != nil && first.fakeNetFD != ffd {
		ffd.chaosExpire()
		atomic.StoreInt32(&ffd.chaos.sock.holders, 0)
		// It stays closed for whoever is still on the way out of an operation of it.
		atomic.StoreUint32(&first.chaos.last, 1)
		return true, first.Close()
	}
	ffd.chaosAborts()
	ffd.chaos.closed.Store(true)
	ffd.chaos.sock.close()
	return false, nil
}

func (ffd *fakeNetFD) chaosExpire() {
	for _, d := range []*atomic.Pointer[deadlineTimer]{&ffd.readDeadline, &ffd.writeDeadline} {
		if dt := d.Load(); !dt.Reset(aLongTimeAgo) {
			d.Store(newDeadlineTimer(aLongTimeAgo))
		}
	}
}

// chaosError is the error of an operation that may have been ended by closing a copy.
func (ffd *fakeNetFD) chaosError(err error) error {
	if err == os.ErrDeadlineExceeded && atomic.LoadUint32(&ffd.chaos.gone) != 0 {
		return ErrClosed
	}
	return err
}

// chaosShare makes a socket share what another one has.
func (ffd *fakeNetFD) chaosShare(with *netFD) {
	first := with.chaos.first
	if first == nil {
		first = with
	}
	atomic.AddInt32(&first.chaos.sock.holders, 1)
	if ffd.chaos.sock != first.chaos.sock {
		ffd.chaos.sock.close()
	}
	ffd.chaos.sock, ffd.chaos.first = first.chaos.sock, first
	ffd.queue, ffd.peer = first.queue, first.peer
	ffd.incoming, ffd.incomingFull, ffd.incomingEmpty = first.incoming, first.incomingFull, first.incomingEmpty
}

// chaosReuses notes whether the user has set options by which sockets share an address.
func (fd *netFD) chaosReuses() {
	s := fd.chaos.sock
	if atomic.LoadUint32(&s.open) == 0 {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	options := []int{chaosReusePort}
	if fd.sotype == syscall.SOCK_DGRAM {
		options = append(options, syscall.SO_REUSEADDR)
	}
	for _, o := range options {
		if v, err := syscall.GetsockoptInt(s.fd, syscall.SOL_SOCKET, o); err == nil && v != 0 {
			fd.chaos.reuse = true
		}
	}
}

// chaosFiles are the sockets that have had files, by their numbers in the kernel.
var chaosFiles sync.Map // uint64 → *netFD

// chaosInode is the number of a socket in the kernel.
func chaosInode(d int) (uint64, error) {
	var st syscall.Stat_t
	err := syscall.Fstat(d, &st)
	return st.Ino, os.NewSyscallError("fstat", err)
}

// chaosFile returns a file of a socket.
func (ffd *fakeNetFD) chaosFile() (*os.File, error) {
	fd, s := ffd.fd, ffd.chaos.sock
	if atomic.LoadUint32(&ffd.chaos.gone) != 0 {
		return nil, ErrClosed
	}
	chaosReaches(engine.LacksNet) // whoever gets it expects what the machine's network has
	s.mu.Lock()
	defer s.mu.Unlock()
	d, err := s.descriptor(fd, fd.raddr == nil)
	if err == nil && ffd.queue != nil {
		err = s.connect(fd)
	}
	if err != nil {
		return nil, err
	}
	s.describe(fd)
	if s.inode, err = chaosInode(d); err != nil {
		return nil, err
	}
	d, call, err := poll.DupCloseOnExec(d)
	if err != nil {
		return nil, os.NewSyscallError(call, err)
	}
	chaosFiles.Store(s.inode, fd)
	name := func(a Addr) string {
		if a == nil {
			return ""
		}
		return a.String()
	}
	return newUnixFile(d, fd.net+":"+name(fd.laddr)+"->"+name(fd.raddr)), nil
}

// Defined in package os.
func newUnixFile(fd int, name string) *os.File

// chaosOfFile returns a copy of the socket that a file is of.
func chaosOfFile(f *os.File) (*netFD, error) {
	r, err := f.SyscallConn()
	if err != nil {
		return nil, err
	}
	var fd *netFD
	cerr := r.Control(func(d uintptr) {
		var inode uint64
		if inode, err = chaosInode(int(d)); err != nil {
			return
		}
		if s, ok := chaosFiles.Load(inode); ok {
			fd = chaosCopy(s.(*netFD))
		} else {
			fd, err = chaosSystemSocket(int(d))
		}
	})
	if cerr != nil {
		return nil, cerr
	}
	return fd, err
}

func chaosCopy(of *netFD) *netFD {
	fd := &netFD{family: of.family, sotype: of.sotype, net: of.net, isConnected: of.isConnected, laddr: of.laddr, raddr: of.raddr}
	fd.fakeNetFD = newFakeNetFD(fd)
	fd.chaos.part, fd.chaos.this, fd.chaos.that = of.chaos.part, of.chaos.this, of.chaos.that
	fd.chaos.ipv6only, fd.chaos.reuse = of.chaos.ipv6only, of.chaos.reuse
	fd.chaosShare(of)
	return fd
}

// chaosSystemSocket makes a connection of a socket that the system has made: a real one,
// that is not under control.
func chaosSystemSocket(d int) (*netFD, error) {
	sotype, err := syscall.GetsockoptInt(d, syscall.SOL_SOCKET, syscall.SO_TYPE)
	if err != nil {
		return nil, os.NewSyscallError("getsockopt", err)
	}
	if sotype != syscall.SOCK_STREAM {
		return nil, syscall.ENOPROTOOPT
	}
	var network string
	var ends [2]Addr
	for i, name := range []func(int) (syscall.Sockaddr, error){syscall.Getsockname, syscall.Getpeername} {
		switch sa, _ := name(d); sa.(type) {
		case *syscall.SockaddrInet4, *syscall.SockaddrInet6:
			network, ends[i] = "tcp", sockaddrToTCP(sa)
		case *syscall.SockaddrUnix:
			network, ends[i] = "unix", sockaddrToUnix(sa)
		default:
			return nil, syscall.ENOTCONN
		}
	}
	d, call, err := poll.DupCloseOnExec(d)
	if err != nil {
		return nil, os.NewSyscallError(call, err)
	}
	if err := syscall.SetNonblock(d, true); err != nil {
		poll.CloseFunc(d)
		return nil, os.NewSyscallError("setnonblock", err)
	}
	fd := newFD(network, d)
	fd.sotype = sotype
	if err := fd.init(); err != nil {
		fd.Close()
		return nil, err
	}
	fd.setAddr(ends[0], ends[1])
	return fd, nil
}

// chaosFileConn makes a connection of a file.
func chaosFileConn(f *os.File) (Conn, error) {
	fd, err := chaosOfFile(f)
	if err != nil {
		return nil, err
	}
	if fd.fakeNetFD == nil || fd.queue != nil {
		switch fd.laddr.(type) {
		case *TCPAddr:
			return &TCPConn{conn{fd}}, nil
		case *UDPAddr:
			return newUDPConn(fd), nil
		case *UnixAddr:
			return newUnixConn(fd), nil
		}
	}
	fd.Close()
	return nil, syscall.EINVAL
}

// chaosFileListener makes a listener of a file.
func chaosFileListener(f *os.File) (Listener, error) {
	fd, err := chaosOfFile(f)
	if err != nil {
		return nil, err
	}
	if fd.fakeNetFD != nil && fd.incoming != nil {
		switch laddr := fd.laddr.(type) {
		case *TCPAddr:
			return &TCPListener{fd: fd}, nil
		case *UnixAddr:
			return &UnixListener{fd: fd, path: laddr.Name}, nil
		}
	}
	fd.Close()
	return nil, syscall.EINVAL
}

// chaosFilePacketConn makes a connection for datagrams of a file.
func chaosFilePacketConn(f *os.File) (PacketConn, error) {
	c, err := chaosFileConn(f)
	if err != nil {
		return nil, err
	}
	if c, ok := c.(PacketConn); ok {
		return c, nil
	}
	c.Close()
	return nil, syscall.EINVAL
}
