package net

import (
	"os"
	"sync/atomic"
	"syscall"
)

// What is left of a stream of which one direction is shut down, and not closed: what Linux does then.

// chaosHalves are the ends of a queue that were shut down.
type chaosHalves struct{ reads, writes bool }

// chaosShutRead lets readers see what has arrived, and then the end.
func (ffd *fakeNetFD) chaosShutRead() error {
	if atomic.LoadUint32(&ffd.chaos.gone) != 0 {
		return ErrClosed
	}
	q := ffd.queue.get()
	q.chaosShut.reads = true
	ffd.queue.put(q)
	return nil
}

// chaosShutWrite lets the peer see the end, and who writes that it is broken.
func (ffd *fakeNetFD) chaosShutWrite() error {
	if atomic.LoadUint32(&ffd.chaos.gone) != 0 {
		return ErrClosed
	}
	q := ffd.peer.queue.get()
	q.writeClosed, q.chaosShut.writes = true, true
	ffd.peer.queue.put(q)
	return nil
}

// sendError is the error of whoever sends to a queue that takes no more.
func (h chaosHalves) sendError() error {
	if h.writes {
		return os.NewSyscallError("write", syscall.EPIPE)
	}
	return ErrClosed
}

// chaosAborts lets the peer's next write see that the connection was reset, if this side does not linger.
func (ffd *fakeNetFD) chaosAborts() {
	if ffd.peer != nil && ffd.chaos.sock.abrupt() {
		ffd.peer.chaos.reset.Store(true)
	}
}
