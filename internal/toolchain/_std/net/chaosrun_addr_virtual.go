package net

import (
	"chaosrun/engine"
	"context"
	"errors"
	"os"
	"slices"
	"sync/atomic"
	"syscall"
	"unsafe"
)

// Addresses of the in-memory network. It is a host that has every address, with IPv4, IPv6
// and sockets of both. A socket on an unspecified address is reached at all of them, and
// says of each connection and datagram at which.

// chaosLocal is the local part of an address with that IP and port.
func chaosLocal(like sockaddr, ip IP, port int, zone string) sockaddr {
	if _, udp := like.(*UDPAddr); udp {
		return &UDPAddr{IP: ip, Port: port, Zone: zone}
	}
	return &TCPAddr{IP: ip, Port: port, Zone: zone}
}

// chaosIPPort takes an address of TCP or UDP apart.
func chaosIPPort(a Addr) (ip IP, port int, zone string, ok bool) {
	switch a := a.(type) {
	case *TCPAddr:
		if a != nil {
			return a.IP, a.Port, a.Zone, true
		}
	case *UDPAddr:
		if a != nil {
			return a.IP, a.Port, a.Zone, true
		}
	}
	return nil, 0, "", false
}

// chaosPlace is the key of an address in the table of sockets. TCP and UDP have ports of
// their own.
func chaosPlace(sa sockaddr) string {
	if _, _, _, ok := chaosIPPort(sa); ok {
		return sa.Network() + " " + sa.String()
	}
	return sa.String()
}

// chaosReachable is where to send what is addressed to sa: to send to an unspecified
// address is to send to this host.
func chaosReachable(sa sockaddr) sockaddr {
	ip, port, zone, ok := chaosIPPort(sa)
	switch {
	case !ok || len(ip) != 0 && !ip.IsUnspecified():
		return sa
	case len(ip) == 0 || ip.To4() != nil:
		return chaosLocal(sa, IP{127, 0, 0, 1}, port, zone)
	default:
		return chaosLocal(sa, IPv6loopback, port, zone)
	}
}

// chaosTo is where a socket that connects to sa is connected to.
func (fd *netFD) chaosTo(sa sockaddr) sockaddr {
	if ip, port, zone, ok := chaosIPPort(sa); ok && len(ip) == 0 && fd.family == syscall.AF_INET6 {
		return chaosLocal(sa, IPv6loopback, port, zone)
	}
	return chaosReachable(sa)
}

// chaosFind finds the socket that sa reaches.
func chaosFind(sa sockaddr) (any, bool) {
	sa = chaosReachable(chaosAbstract(sa))
	if s, ok := sockets.Load(fakeAddr(sa)); ok {
		return s, ok
	}
	ip, port, _, ok := chaosIPPort(sa)
	if !ok {
		return chaosSameFile(sa)
	}
	chaosQuiet(1)
	defer chaosQuiet(-1)
	if ip.To4() != nil {
		if s, ok := sockets.Load(fakeAddr(chaosLocal(sa, IPv4zero, port, ""))); ok {
			return s, ok
		}
	}
	s, ok := sockets.Load(fakeAddr(chaosLocal(sa, IPv6unspecified, port, "")))
	if ok && ip.To4() != nil && s.(*netFD).chaos.ipv6only {
		return nil, false
	}
	return s, ok
}

// chaosTake gives a socket its address, unless that is in use: by another socket on the
// address, on all of them, or, if this one is to be on all, on any.
func (ffd *fakeNetFD) chaosTake() bool {
	s, dup := sockets.LoadOrStore(ffd.fakeAddr, ffd.fd)
	if dup {
		other := s.(*netFD)
		if !ffd.chaos.reuse || !other.chaos.reuse || ffd.fd.sotype != other.sotype {
			return false
		}
		ffd.chaosShare(other)
		return true
	}
	ip, port, _, ok := chaosIPPort(ffd.fd.laddr)
	if !ok {
		return true
	}
	overlap := func(all *netFD, allIP, otherIP IP) bool {
		if !allIP.IsUnspecified() {
			return false
		}
		if allIP.To4() != nil {
			return otherIP.To4() != nil
		}
		return otherIP.To4() == nil || !all.chaos.ipv6only
	}
	chaosQuiet(1)
	defer chaosQuiet(-1)
	free := true
	sockets.Range(func(_, s any) bool {
		other := s.(*netFD)
		if other == ffd.fd || other.sotype != ffd.fd.sotype || other.chaos.reuse && ffd.chaos.reuse {
			return true
		}
		otherIP, otherPort, _, ok := chaosIPPort(other.laddr)
		if ok && otherPort == port && (overlap(ffd.fd, ip, otherIP) || overlap(other, otherIP, ip)) {
			free = false
		}
		return free
	})
	if !free {
		sockets.CompareAndDelete(ffd.fakeAddr, ffd.fd)
	}
	return free
}

// chaosPortUsed reports whether a socket has asked for that port by its number.
func chaosPortUsed(port int) bool {
	chaosQuiet(1)
	defer chaosQuiet(-1)
	used := false
	sockets.Range(func(_, s any) bool {
		_, p, _, ok := chaosIPPort(s.(*netFD).laddr)
		used = used || ok && p == port
		return !used
	})
	return used
}

// chaosIP is the address of a socket that asks for ip: to listen on no address is to
// listen on all, and to connect from none is to connect from the one that the peer sees.
func (ffd *fakeNetFD) chaosIP(ip IP) IP {
	switch {
	case len(ip) != 0 && !ip.IsUnspecified():
		return ip
	case ffd.fd.raddr != nil:
		to, _, _, _ := chaosIPPort(ffd.fd.raddr)
		return chaosSourceIP(to)
	case ffd.fd.family == syscall.AF_INET:
		return IPv4zero.To4()
	default:
		return IPv6unspecified
	}
}

// chaosSourceIP is the address from which that one is reached.
func chaosSourceIP(to IP) IP {
	switch {
	case to.IsLoopback() && to.To4() == nil:
		return IPv6loopback
	case to.IsLoopback() || len(to) == 0:
		return IP{127, 0, 0, 1}
	case to.To4() == nil:
		return to
	default:
		return chaosEth0.IP
	}
}

// chaosSource is the address that a datagram to that address comes from.
func (ffd *fakeNetFD) chaosSource(to Addr) sockaddr {
	sa := ffd.fd.laddr.(sockaddr)
	ip, port, _, ok := chaosIPPort(sa)
	if !ok || !ip.IsUnspecified() {
		return sa
	}
	toIP, _, zone, _ := chaosIPPort(chaosReachable(to.(sockaddr)))
	return chaosLocal(sa, chaosSourceIP(toIP), port, zone)
}

// chaosUDP reports whether a socket sends datagrams that may be lost.
func (ffd *fakeNetFD) chaosUDP() bool { return ffd.fd.net[:min(3, len(ffd.fd.net))] == "udp" }

// maxDatagram is the most that IPv4 lets a datagram of UDP hold.
const maxDatagram = 65507

// chaosSend sends a datagram to a socket. UDP does not wait for room, and tells nobody
// that there was none; a connected socket takes datagrams of its peer only.
func (ffd *fakeNetFD) chaosSend(to *netFD, p []byte, from sockaddr) (int, error) {
	if !ffd.chaosUDP() {
		return to.queue.send(ffd.writeDeadline.Load(), p, from, true)
	}
	if len(p) > maxDatagram {
		return 0, os.NewSyscallError("sendto", syscall.EMSGSIZE)
	}
	if to.raddr != nil {
		ip, port, _, _ := chaosIPPort(to.raddr)
		if fromIP, fromPort, _, _ := chaosIPPort(from); port != fromPort || !ip.Equal(fromIP) {
			return len(p), nil
		}
	}
	n, err := to.queue.send(ffd.writeDeadline.Load(), p, from, false)
	if errors.Is(err, syscall.ENOBUFS) || errors.Is(err, syscall.ECONNRESET) || errors.Is(err, ErrClosed) {
		return len(p), nil
	}
	return n, err
}

// chaosWithControl sends a datagram of UDP with control messages. One of them lets the
// kernel cut it into several; what the others say goes unseen in memory.
func (ffd *fakeNetFD) chaosWithControl(p, oob []byte, sa syscall.Sockaddr) (n, oobn int, err error) {
	messages, err := syscall.ParseSocketControlMessage(oob)
	if err != nil {
		return 0, 0, os.NewSyscallError("sendmsg", err)
	}
	segment := len(p)
	for _, m := range messages {
		if m.Header.Level == syscall.IPPROTO_UDP && m.Header.Type == chaosUDPSegment && len(m.Data) >= 2 {
			segment = int(*(*uint16)(unsafe.Pointer(&m.Data[0])))
		}
	}
	for first := true; first || n < len(p); first = false {
		sent, err := ffd.writeTo(p[n:min(len(p), n+max(1, segment))], sa)
		if err != nil {
			return n, 0, err
		}
		n += sent
	}
	return n, len(oob), nil
}

const chaosUDPSegment = 103 // UDP_SEGMENT

// chaosUnreachable is what a connected socket sees of a datagram that reaches nobody: the
// answer of the network is the error of its next operation.
func (ffd *fakeNetFD) chaosUnreachable(n int) (int, error) {
	if _, port, _, ok := chaosIPPort(ffd.fd.raddr); ok && port == chaosNameServer {
		chaosReaches(engine.LacksNet)
	}
	atomic.StoreUint32(&ffd.chaos.refused, 1)
	return n, nil
}

// chaosPending is the error that an operation ends with before it begins: the socket is
// closed, or the network has answered with one since the last operation.
func (ffd *fakeNetFD) chaosPending(op string) error {
	if atomic.LoadUint32(&ffd.chaos.gone) != 0 {
		return ErrClosed
	}
	if atomic.LoadUint32(&ffd.chaos.refused) == 0 || atomic.SwapUint32(&ffd.chaos.refused, 0) == 0 {
		return nil
	}
	return os.NewSyscallError(op, syscall.ECONNREFUSED)
}

// chaosAccepted is the address at which a listener was reached.
func chaosAccepted(ln *netFD, at Addr) Addr {
	if ip, _, _, ok := chaosIPPort(ln.laddr); ok && ip.IsUnspecified() {
		return at
	}
	return ln.laddr
}

// chaosControl lets the user's function see a socket before it listens or connects.
func (fd *netFD) chaosControl(ctx context.Context, laddr, raddr sockaddr, ipv6only bool, f func(context.Context, string, string, syscall.RawConn) error) error {
	fd.chaos.ipv6only = ipv6only
	if f == nil {
		return nil
	}
	network, addr := fd.net, ""
	if n := network[len(network)-1]; n != '4' && n != '6' {
		switch fd.family {
		case syscall.AF_INET:
			network += "4"
		case syscall.AF_INET6:
			network += "6"
		}
	}
	if raddr != nil {
		addr = raddr.String()
	} else if laddr != nil {
		addr = laddr.String()
	}
	if err := f(ctx, network, addr, newRawConn(fd)); err != nil {
		return err
	}
	fd.chaosReuses()
	return nil
}

// The interfaces of the in-memory network: a loopback, and one with a private address,
// the same on every machine.
var (
	chaosEth0 = &IPNet{IP: IP{10, 0, 0, 2}, Mask: CIDRMask(24, 32)}

	chaosInterfaceTable = []Interface{
		{Index: 1, MTU: 65536, Name: "lo", Flags: FlagUp | FlagLoopback | FlagRunning},
		{Index: 2, MTU: 1500, Name: "eth0", HardwareAddr: HardwareAddr{2, 0, 0, 0, 0, 2}, Flags: FlagUp | FlagBroadcast | FlagMulticast | FlagRunning},
	}
)

// chaosInterfaces returns the interface with that index, or all.
func chaosInterfaces(index int) (table []Interface) {
	for _, i := range chaosInterfaceTable {
		if index == 0 || index == i.Index {
			i.HardwareAddr = slices.Clone(i.HardwareAddr)
			table = append(table, i)
		}
	}
	return table
}

// chaosInterfaceAddrs returns the addresses of an interface, or of all.
func chaosInterfaceAddrs(i *Interface) (addrs []Addr) {
	if i == nil || i.Index == 1 {
		addrs = append(addrs,
			&IPNet{IP: IPv4(127, 0, 0, 1), Mask: CIDRMask(8, 32)},
			&IPNet{IP: slices.Clone(IPv6loopback), Mask: CIDRMask(128, 128)})
	}
	if i == nil || i.Index == 2 {
		addrs = append(addrs, &IPNet{IP: chaosEth0.IP.To16(), Mask: slices.Clone(chaosEth0.Mask)})
	}
	return addrs
}

// chaosSortAddrs puts a name's IPv4 addresses first, as on a host that has IPv6 on its
// loopback only.
func chaosSortAddrs(addrs []IPAddr) {
	slices.SortStableFunc(addrs, func(a, b IPAddr) int {
		return len(b.IP.To4()) - len(a.IP.To4())
	})
}
