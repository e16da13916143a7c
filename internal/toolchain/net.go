package toolchain

import (
	"bytes"
	"fmt"
	"go/build"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// virtualNet gives package net the files that it has where there is no network, on
// js/wasm: an in-memory network of ordinary channels, mutexes and timers. Files that
// only the host has are left out. A nil entry of files is a file left out.
func virtualNet(files map[string][]byte, goroot string, env GoEnv) error {
	onlyHost, onlyFake, err := netFiles(goroot, env)
	if err != nil {
		return err
	}
	for _, name := range onlyHost {
		files["net/"+name] = nil
	}
	for _, name := range onlyFake {
		src, err := os.ReadFile(filepath.Join(goroot, "src", "net", name))
		if err != nil {
			return err
		}
		if src, err = edited("net/"+name, src, fakeNetEdits[name]); err != nil {
			return err
		}
		files["net/chaosrun_"+strings.TrimSuffix(osSuffix.ReplaceAllString(name, ".go"), ".go")+"_virtual.go"] = unconstrained(src)
	}
	for name, edits := range sharedNetEdits {
		src, err := os.ReadFile(filepath.Join(goroot, "src", name))
		if err != nil {
			return err
		}
		if files[name], err = edited(name, src, edits); err != nil {
			return err
		}
	}
	return nil
}

// netFiles are the names of the files of package net that only the host has, and of those that
// only js/wasm has.
func netFiles(goroot string, env GoEnv) (onlyHost, onlyFake []string, err error) {
	dir := filepath.Join(goroot, "src", "net")
	host, fake := build.Default, build.Default
	host.GOROOT, host.GOOS, host.GOARCH, host.CgoEnabled = goroot, env.GOOS, env.GOARCH, env.CGO_ENABLED == "1"
	fake.GOROOT, fake.GOOS, fake.GOARCH, fake.CgoEnabled = goroot, "js", "wasm", false
	names, err := os.ReadDir(dir)
	if err != nil {
		return nil, nil, err
	}
	for _, f := range names {
		name := f.Name()
		if f.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			continue
		}
		onHost, err := host.MatchFile(dir, name)
		if err != nil {
			return nil, nil, err
		}
		onFake, err := fake.MatchFile(dir, name)
		if err != nil {
			return nil, nil, err
		}
		switch {
		case onHost && !onFake:
			onlyHost = append(onlyHost, name)
		case onFake && !onHost:
			onlyFake = append(onlyFake, name)
		}
	}
	if len(onlyFake) == 0 {
		return nil, nil, fmt.Errorf("edit %q does not fit: package net has no in-memory network", "virtual network")
	}
	return onlyHost, onlyFake, nil
}

// fakeNetEdits make the in-memory network behave, and fail, as the host's does: the edits
// of each of its files.
var fakeNetEdits = map[string][]edit{
	"net_fake.go":       fakeSocketEdits,
	"interface_stub.go": interfaceEdits,
	"sockopt_fake.go": {
		{name: "socket options", in: "setKeepAlive", op: before, old: "return syscall.ENOPROTOOPT", new: "if fd.fakeNetFD != nil { return fd.chaosSwitch(chaosKeepAlive, keepalive) }"},
	},
	"file_stub.go": {
		{name: "files of sockets", in: "fileConn", op: replace, old: "return nil, syscall.ENOPROTOOPT", new: "var _ syscall.Errno; return chaosFileConn(f)"},
		{name: "files of sockets", in: "fileListener", op: replace, old: "return nil, syscall.ENOPROTOOPT", new: "return chaosFileListener(f)"},
		{name: "files of sockets", in: "filePacketConn", op: replace, old: "return nil, syscall.ENOPROTOOPT", new: "return chaosFilePacketConn(f)"},
	},
	"fd_js.go": {
		{name: "sockets of the system", in: "netFD.closeRead", op: enter, new: "if fd.fakeNetFD == nil { return fd.shutdown(syscall.SHUT_RD) }"},
		{name: "sockets of the system", in: "netFD.closeWrite", op: enter, new: "if fd.fakeNetFD == nil { return fd.shutdown(syscall.SHUT_WR) }"},
	},
	"tcpsockopt_stub.go": {
		{name: "socket options", in: "setNoDelay", op: before, old: "return syscall.ENOPROTOOPT", new: "if fd.fakeNetFD != nil { return fd.chaosSwitch(chaosNoDelay, noDelay) }"},
		{name: "socket options", in: "setKeepAliveIdle", op: before, old: "return syscall.ENOPROTOOPT", new: "if fd.fakeNetFD != nil { return fd.chaosSeconds(chaosKeepIdle, d, defaultTCPKeepAliveIdle) }"},
		{name: "socket options", in: "setKeepAliveInterval", op: before, old: "return syscall.ENOPROTOOPT", new: "if fd.fakeNetFD != nil { return fd.chaosSeconds(chaosKeepInterval, d, defaultTCPKeepAliveInterval) }"},
		{name: "socket options", in: "setKeepAliveCount", op: before, old: "return syscall.ENOPROTOOPT", new: "if fd.fakeNetFD != nil { return fd.chaosTimes(chaosKeepCount, n, defaultTCPKeepAliveCount) }"},
	},
}

// sharedNetEdits are those of files that the host has too.
var sharedNetEdits = map[string][]edit{
	"net/lookup.go":       lookupEdits,
	"net/ipsock_posix.go": {{name: "families of addresses", in: "ipStackCapabilities.probe", op: enter, new: "p.ipv4Enabled, p.ipv6Enabled, p.ipv4MappedIPv6Enabled = true, true, true; if p.ipv4Enabled { return }"}},
	"net/rawconn.go": {
		{name: "raw connections", in: "rawConn.Control", op: replace, old: "pfd.RawControl(", new: "chaosRawControl("},
		{name: "raw connections", in: "rawConn.Read", op: replace, old: "pfd.RawRead(", new: "chaosRawRead("},
		{name: "raw connections", in: "rawConn.Write", op: replace, old: "pfd.RawWrite(", new: "chaosRawWrite("},
	},
	"net/addrselect.go": {{name: "order of addresses", in: "sortByRFC6724", op: enter, new: "if chaosSortAddrs(addrs); len(addrs) > 0 { return }"}},
}

var fakeSocketEdits = []edit{
	{name: "servers elsewhere", in: "fakeConnect", op: replace, old: "return wrapErr(syscall.ECONNREFUSED)", new: "return wrapErr(chaosRefused(raddr))", all: true},
	{name: "refused connections", in: "fakeConnect", op: replace, old: "errors.Is(err, syscall.EADDRINUSE) {", new: "errors.Is(err, syscall.EADDRINUSE) || errors.Is(err, syscall.ECONNREFUSED) {"},
	{name: "paths of unix sockets", in: "fakeConnect", op: before, old: "if fd.isConnected {", new: "if err := chaosReach(laddr, raddr); err != nil { return err }"},
	{name: "files of unix sockets", in: "fakeListen", op: before, old: "ffd := newFakeNetFD(fd)", new: "if err := chaosBind(laddr); err != nil { return err }"},
	{name: "state of a connection", in: "fakeNetFD", op: before, old: "fakeAddr fakeSockAddr", new: "chaos chaosConn"},
	{name: "end of a connection", in: "fakeNetFD.Close", op: enter, new: "if done, err := ffd.chaosClose(); done { return err }"},
	{name: "broken connections", in: "fakeNetFD.Write", op: enter, new: "if err := ffd.chaosBroken(); err != nil { return 0, err }; if err := ffd.chaosStream(); err != nil { return 0, err }"},
	{name: "names of unix sockets", in: "socket", op: enter, new: "laddr, raddr = chaosAbstract(laddr), chaosAbstract(raddr)"},
	{name: "names of unix sockets", in: "validateResolvedAddr", op: replace, old: "sa.Name != \"\"", new: "false"},
	{name: "control of a socket", in: "socket", op: replace, old: "raddr != nil && ctrlCtxFn != nil", new: "false"},
	{name: "control of a socket", in: "socket", op: before, old: "if raddr == nil {", new: "if err := fd.chaosControl(ctx, laddr, raddr, ipv6only, ctrlCtxFn); err != nil { fd.Close(); return nil, err }"},
	{name: "control of a socket", in: "fakeListen", op: after, old: "ffd := newFakeNetFD(fd)", new: "chaosBefore := fd.fakeNetFD; ffd.chaosTakeOver(chaosBefore)"},
	{name: "end of a socket without an address", in: "fakeListen", op: replace, old: "fd.fakeNetFD = nil", new: "fd.fakeNetFD = chaosBefore"},
	{name: "places of sockets", in: "fakeAddr", op: replace, old: "sa.String()", new: "chaosPlace(sa)"},
	{name: "places of sockets", in: "fakeListen", op: replace, old: "_, dup := sockets.LoadOrStore(ffd.fakeAddr, fd); dup", new: "!ffd.chaosTake()"},
	{name: "ports in use", in: "fakeNetFD.assignFakeAddr", op: replace, old: "ffd.fd); !dup {", new: "ffd.fd); !dup && !chaosPortUsed(port) {"},
	{name: "unspecified addresses", in: "fakeNetFD.assignFakeAddr", op: before, old: "if ip == nil {\n\t\t\tip = IPv4(", new: "ip = ffd.chaosIP(ip)"},
	{name: "unspecified addresses", in: "fakeConnect", op: enter, new: "raddr = fd.chaosTo(raddr)"},
	{name: "unspecified addresses", in: "fakeConnect", op: replace, old: "sockets.Load(fa)", new: "chaosFind(raddr)"},
	{name: "unspecified addresses", in: "fakeConnect", op: replace, old: "fa := fakeAddr(raddr)", new: ""},
	{name: "unspecified addresses", in: "fakeConnect", op: replace, old: "laddr:       ln.laddr", new: "laddr:       chaosAccepted(ln, fd.raddr)"},
	{name: "unspecified addresses", in: "fakeConnect", op: replace, old: "newFakeNetFD(fd)", new: "newFakeNetFD(peer)"},
	{name: "unspecified addresses", in: "fakeNetFD.Write", op: replace, old: "sockets.Load(fakeAddr(ffd.fd.raddr.(sockaddr)))", new: "chaosFind(ffd.fd.raddr.(sockaddr))"},
	{name: "unspecified addresses", in: "fakeNetFD.writeTo", op: replace, old: "sockets.Load(fakeAddr(raddr.(sockaddr)))", new: "chaosFind(raddr.(sockaddr))"},
	{name: "datagrams without room", in: "fakeNetFD.Write", op: before, old: "return peer.queue.write(", new: "if ffd.peer == nil && ffd.chaosUDP() { return ffd.chaosSend(peer, p, ffd.fd.laddr.(sockaddr)) }"},
	{name: "datagrams without room", in: "fakeNetFD.writeTo", op: replace, old: "return peer.queue.send(ffd.writeDeadline.Load(), p, ffd.fd.laddr.(sockaddr), block)", new: "_ = block; return ffd.chaosSend(peer, p, ffd.chaosSource(raddr))"},
	{name: "control messages", in: "fakeNetFD.writeMsg", op: before, old: "if len(oob) > 0 {", new: "if len(oob) > 0 && ffd.chaosUDP() { return ffd.chaosWithControl(p, oob, sa) }"},
	{name: "datagrams to nobody", in: "fakeNetFD.Write", op: before, old: "return 0, os.NewSyscallError(\"write\", syscall.ECONNRESET)", all: true, new: "if ffd.chaosUDP() { return ffd.chaosUnreachable(len(p)) }"},
	{name: "datagrams to nobody", in: "fakeNetFD.Write", op: enter, new: "if err := ffd.chaosPending(\"write\"); err != nil { return 0, err }"},
	{name: "datagrams to nobody", in: "fakeNetFD.Read", op: enter, new: "if err := ffd.chaosPending(\"read\"); err != nil { return 0, err }"},
	{name: "socket options", in: "fakeNetFD.setReadBuffer", op: enter, new: "if err := ffd.chaosOption(chaosReceiveBuffer, bytes); err != nil { return err }"},
	{name: "socket options", in: "fakeNetFD.setWriteBuffer", op: replace, old: "return os.NewSyscallError(\"setWriteBuffer\", syscall.ENOTSUP)", new: "return ffd.chaosOption(chaosSendBuffer, bytes)"},
	{name: "socket options", in: "fakeNetFD.setLinger", op: replace, old: "sec < 0 || ffd.peer == nil", new: "ffd.peer == nil"},
	{name: "socket options", in: "fakeNetFD.setLinger", op: before, old: "ffd.peer.queue.setLinger(", new: "if err := ffd.chaosOption(chaosLinger, sec); err != nil { return err }"},
	{name: "socket options", in: "fakeNetFD.setLinger", op: replace, old: "sec > 0", new: "sec != 0"},
	{name: "files of sockets", in: "fakeNetFD.dup", op: replace, old: "return nil, os.NewSyscallError(\"dup\", syscall.ENOSYS)", new: "return ffd.chaosFile()"},
	{name: "end of a copy", in: "fakeNetFD.Read", op: replace, old: "return n, err", new: "return n, ffd.chaosError(err)"},
	{name: "end of a copy", in: "fakeNetFD.accept", op: replace, old: "return nil, os.ErrDeadlineExceeded", all: true, new: "return nil, ffd.chaosError(os.ErrDeadlineExceeded)"},
	{name: "deadlines of a closed socket", in: "fakeNetFD.SetReadDeadline", op: enter, new: "if atomic.LoadUint32(&ffd.chaos.gone) != 0 { return ErrClosed }"},
	{name: "deadlines of a closed socket", in: "fakeNetFD.SetWriteDeadline", op: enter, new: "if atomic.LoadUint32(&ffd.chaos.gone) != 0 { return ErrClosed }"},
	{name: "sockets of the system", in: "fakeNetFD.readMsg", op: enter, new: "if ffd == nil { return 0, 0, 0, nil, os.NewSyscallError(\"recvmsg\", syscall.ENOTSUP) }; chaosReadsControl(oob)"},
	{name: "control messages", in: "fakeNetFD.readMsgInet4", op: enter, new: "chaosReadsControl(oob)"},
	{name: "control messages", in: "fakeNetFD.readMsgInet6", op: enter, new: "chaosReadsControl(oob)"},
	{name: "sockets of the system", in: "fakeNetFD.writeMsg", op: enter, new: "if ffd == nil { return 0, 0, os.NewSyscallError(\"sendmsg\", syscall.ENOTSUP) }"},
	{name: "sockets of the system", in: "fakeNetFD.readFrom", op: enter, new: "if ffd == nil { return 0, nil, os.NewSyscallError(\"recvfrom\", syscall.ENOTSUP) }"},
	{name: "sockets of the system", in: "fakeNetFD.writeTo", op: enter, new: "if ffd == nil { return 0, os.NewSyscallError(\"sendto\", syscall.ENOTSUP) } else if err := ffd.chaosPending(\"sendto\"); err != nil { return 0, err }"},
	{name: "faults of connecting", in: "fakeConnect", op: before, old: "lni, ok := ", new: "if err := fd.chaosDial(ctx, fd.laddr, raddr); err != nil { return wrapErr(err) }"},
	{name: "lost datagrams", in: "fakeNetFD.Write", op: before, old: "peer = peeri.(*netFD)", new: "if to := peeri.(*netFD); to.queue != nil && ffd.chaosPacket(to) { return len(p), nil }"},
	{name: "lost datagrams", in: "fakeNetFD.writeTo", op: before, old: "block := true", new: "if ffd.chaosPacket(peer) { return len(p), nil }"},
	{name: "parts of the test", in: "newFakeNetFD", op: before, old: "ffd.readDeadline.Store", new: "ffd.chaos.part = chaosPartIs(); ffd.chaos.sock = new(chaosSocket); chaosUsesNet()"},
	{name: "parts of the test", in: "fakeConnect", op: before, old: "fd.isConnected = true\n\tfd.peer = peer", new: "chaosConnected(fd, peer, ln)"},
	{name: "faults of reading", in: "fakeNetFD.Read", op: enter, new: "p = p[:ffd.chaosRead(len(p))]"},
	{name: "arrival of a packet", in: "packet", op: before, old: "from      sockaddr", new: "chaos chaosArrival"},
	{name: "arrival of what is sent, and shut down ends", in: "packetQueueState", op: before, old: "head, tail ", new: "chaos chaosArrival; chaosShut chaosHalves"},
	{name: "shut down ends", in: "fakeNetFD.closeRead", op: enter, new: "if ffd.peer != nil { return ffd.chaosShutRead() }"},
	{name: "shut down ends", in: "fakeNetFD.closeWrite", op: enter, new: "if ffd.peer != nil { return ffd.chaosShutWrite() }"},
	{name: "shut down ends", in: "packetQueue.put", op: replace, old: "q.readClosed || q.writeClosed", new: "q.readClosed || q.writeClosed || q.chaosShut.reads"},
	{name: "shut down ends", in: "packetQueue.recvfrom", op: before, old: "case q.writeClosed:", new: "case q.chaosShut.reads && !q.writeClosed: return 0, nil, io.EOF"},
	{name: "shut down ends", in: "packetQueue.send", op: replace, old: "return 0, ErrClosed", new: "return 0, q.chaosShut.sendError()"},
	{name: "shut down ends", in: "packetQueue.closeWrite", op: before, old: "q.writeClosed = true", new: "q.chaosShut.writes = false"},
	{name: "arrival of what is sent", in: "packetQueue.send", op: after, old: "p.from = from", new: "p.chaos = q.chaos"},
	{name: "waiting for arrivals", in: "packetQueue.recvfrom", op: before, old: "defer func() { pq.put(q) }()", new: "if q.chaosLate() { a := q.head.chaos; pq.put(q); if err := pq.chaosWait(a, dt); err != nil { return 0, nil, err }; return pq.recvfrom(dt, b, wholePacket, checkFrom) }"},
	{name: "end of waiting for arrivals", in: "packetQueue", op: before, old: "empty chan packetQueueState", new: "chaosClosed chan struct{}"},
	{name: "end of waiting for arrivals", in: "newPacketQueue", op: before, old: "pq.put(packetQueueState{", new: "pq.chaosClosed = make(chan struct{})"},
	{name: "end of waiting for arrivals", in: "packetQueue.closeRead", op: before, old: "q.readClosed = true", new: "if !q.readClosed { close(pq.chaosClosed) }"},
}

// interfaceEdits give the in-memory network interfaces to list.
var interfaceEdits = []edit{
	{name: "interfaces", in: "interfaceTable", op: replace, old: "return nil, nil", new: "return chaosInterfaces(ifindex), nil"},
	{name: "interfaces", in: "interfaceAddrTable", op: replace, old: "return nil, nil", new: "return chaosInterfaceAddrs(ifi), nil"},
}

// lookupEdits let a plan of faults speak when a host's name is looked up.
var lookupEdits = []edit{
	{name: "faults of looking up", in: "Resolver.lookupIPAddr", op: before, old: "trace, _ := ctx.Value(nettrace.TraceKey{})", new: "if err := chaosLookup(ctx, host); err != nil { return nil, err }"},
	{name: "faults of looking up", in: "Resolver.LookupHost", op: before, old: "return r.lookupHost(ctx, host)", new: "if err := chaosLookup(ctx, host); err != nil { return nil, err }"},
}

var osSuffix = regexp.MustCompile(`_js\.go$`)

// unconstrained comments out the build constraint of a file.
func unconstrained(src []byte) []byte {
	return bytes.Replace(src, []byte("\n//go:build "), []byte("\n// build: "), 1)
}
