package net

import (
	"chaosrun/faults"
	"os"
	"sync/atomic"
	"syscall"
	_ "unsafe" // for go:linkname
)

//go:linkname chaosOnBegin runtime.chaosOnBegin
func chaosOnBegin(f func())

// firstPort is below the ports that ":0" gives, as on a real system no privileged ones.
const firstPort = 32767

// The in-memory network is package state. Every run begins with the sockets that were
// there before the first, those of init and TestMain.
func init() {
	nextPortCounter.Store(firstPort)
	var sock, port map[any]bool
	var next int32
	keys := func(m interface{ Range(func(k, v any) bool) }) map[any]bool {
		set := make(map[any]bool)
		m.Range(func(k, _ any) bool { set[k] = true; return true })
		return set
	}
	chaosOnBegin(func() {
		if sock == nil {
			sock, port, next = keys(&sockets), keys(&fakePorts), nextPortCounter.Load()
			return
		}
		for k := range keys(&sockets) {
			if !sock[k] {
				sockets.Delete(k)
			}
		}
		for k := range keys(&fakePorts) {
			if !port[k] {
				fakePorts.Delete(k)
			}
		}
		nextPortCounter.Store(next)
	})
}

// chaosConn is what the in-memory network does not keep of a connection.
type chaosConn struct {
	part       uint32      // of the test that made the socket
	this, that faults.End  // of a stream
	closed     atomic.Bool // by this side
	reset      atomic.Bool // by a fault
	broken     atomic.Bool // something was written after the peer had closed
	refused    uint32      // 1: a datagram reached nobody, and the socket has not been told
	gone       uint32      // 1: this side is closed; no scheduling point looks at it
	last       uint32      // 1: all that share with this side are closed, and it may be closed for good
	ipv6only   bool        // takes no part in IPv4
	reuse      bool        // shares its address with sockets that do
	sock       *chaosSocket
	first      *netFD // the socket that this one shares everything with, if any
}

// chaosBroken is the error of a write to a connection that the peer has closed. TCP
// learns of it by the answer to the first such write, which succeeds.
func (ffd *fakeNetFD) chaosBroken() error {
	if ffd.peer == nil || !ffd.peer.chaos.closed.Load() {
		return nil
	}
	if atomic.LoadUint32(&ffd.chaos.gone) != 0 {
		return ErrClosed // as this side is
	}
	if _, ok := ffd.fd.laddr.(*TCPAddr); ok && !ffd.chaos.broken.Swap(true) {
		return nil
	}
	return os.NewSyscallError("write", syscall.EPIPE)
}
