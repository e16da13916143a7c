package net

import (
	"os"
	"sync/atomic"
	"syscall"
	"time"
)

// What those see who look at the descriptor of a socket of the in-memory network.

// chaosTakeOver gives a socket what its predecessor, which had no address, was given.
func (ffd *fakeNetFD) chaosTakeOver(old *fakeNetFD) {
	ffd.chaos.ipv6only = old.chaos.ipv6only
	ffd.chaos.reuse = old.chaos.reuse
	ffd.chaos.sock = old.chaos.sock
}

// chaosRawControl is Control of a RawConn: f may set options, and peek.
func (fd *netFD) chaosRawControl(f func(uintptr)) error {
	ffd := fd.fakeNetFD
	if ffd == nil {
		return fd.pfd.RawControl(f)
	}
	if atomic.LoadUint32(&ffd.chaos.gone) != 0 {
		return ErrClosed
	}
	look := func(s uintptr) bool { f(s); return true }
	if ffd.queue != nil {
		// Whoever has the queue reads or writes just now: then nothing has arrived yet.
		var q packetQueueState
		select {
		case q = <-ffd.queue.empty:
		case q = <-ffd.queue.ready:
		case q = <-ffd.queue.full:
		default:
			return fd.chaosDescriptor(look)
		}
		_, err := fd.chaosLook(&q, look)
		ffd.queue.put(q)
		if err != nil {
			return err
		}
		return fd.chaosSendWritten(false)
	}
	return fd.chaosDescriptor(look)
}

// chaosDescriptor calls f with the socket's descriptor.
func (fd *netFD) chaosDescriptor(f func(uintptr) bool) error {
	s := fd.chaos.sock
	s.mu.Lock()
	d, err := s.descriptor(fd, fd.raddr == nil)
	if err == nil && fd.fakeNetFD.queue != nil {
		err = s.connect(fd) // a connection has a peer, of which f may ask
	}
	s.describe(fd)
	s.users++
	s.mu.Unlock()
	defer s.release()
	if err != nil {
		return err
	}
	f(uintptr(d))
	return nil
}

// chaosLook calls f with the socket's descriptor, from which it can read what has arrived,
// and takes what it has read from the queue.
func (fd *netFD) chaosLook(q *packetQueueState, f func(uintptr) bool) (done bool, err error) {
	s, stream := fd.chaos.sock, fd.sotype == syscall.SOCK_STREAM
	s.mu.Lock()
	if err := s.connect(fd); err != nil {
		s.mu.Unlock()
		return false, err
	}
	var arrived []byte
	some := false
	for p := q.head; p != nil && p.chaos.arrived() && !q.readClosed; p = p.next {
		arrived = append(arrived, p.buf[p.bufOffset:]...)
		some = true
		if !stream {
			break
		}
	}
	shown := 0
	switch {
	case some && fd.raddr == nil && fd.chaosUDP() && s.showFrom(arrived, q.head.from):
		shown = len(arrived)
	case some:
		shown = s.show(arrived, stream)
	case q.head == nil && q.writeClosed || q.readClosed:
		s.end(q.noLinger)
	}
	d := s.fd
	s.describe(fd)
	s.users++
	s.mu.Unlock()
	defer s.release()

	done = f(uintptr(d))

	if some {
		s.mu.Lock()
		left := s.hide(shown, stream)
		s.mu.Unlock()
		q.chaosDrop(shown-left, stream)
	}
	return done, nil
}

// arrived reports whether what was sent then can be received.
func (a chaosArrival) arrived() bool {
	return (a.held == nil || a.held.Healed() == nil) && (a.due.IsZero() || time.Until(a.due) <= 0)
}

// chaosDrop takes n bytes, or the first datagram, from a queue.
func (q *packetQueueState) chaosDrop(n int, stream bool) {
	for n > 0 && q.head != nil {
		p := q.head
		part := min(n, len(p.buf)-p.bufOffset)
		n -= part
		if stream && p.bufOffset+part < len(p.buf) {
			p.bufOffset += part
			return
		}
		q.head = p.next
		q.nBytes -= len(p.buf)
		p.clear()
		packetPool.Put(p)
		if !stream {
			return
		}
	}
}

// chaosRawRead is Read of a RawConn: it calls f when there may be something to read, until
// f is content.
func (fd *netFD) chaosRawRead(f func(uintptr) bool) error {
	ffd := fd.fakeNetFD
	if ffd == nil {
		return fd.pfd.RawRead(f)
	}
	for {
		if atomic.LoadUint32(&ffd.chaos.gone) != 0 {
			return ErrClosed
		}
		if ffd.queue == nil {
			return os.NewSyscallError("read", syscall.EINVAL)
		}
		dt := ffd.readDeadline.Load()
		var q packetQueueState
		select {
		case <-dt.expired:
			return os.ErrDeadlineExceeded
		case q = <-ffd.queue.empty:
		case q = <-ffd.queue.ready:
		case q = <-ffd.queue.full:
		}
		if atomic.LoadUint32(&ffd.chaos.gone) != 0 {
			ffd.queue.put(q)
			return ErrClosed
		}
		done, err := fd.chaosLook(&q, f)
		late := q.chaosLate()
		refused := !late && (q.head != nil || q.writeClosed) // f has seen it, and wants more
		var next chaosArrival
		if late {
			next = q.head.chaos
		}
		ffd.queue.put(q)
		if err != nil || done {
			return err
		}
		switch {
		case late:
			err = ffd.queue.chaosWait(next, dt)
		case refused:
			err = chaosMoment(dt)
		default:
			select {
			case <-dt.expired:
				err = os.ErrDeadlineExceeded
			case q = <-ffd.queue.ready:
				ffd.queue.put(q)
			case q = <-ffd.queue.full:
				ffd.queue.put(q)
			}
		}
		if err != nil {
			return ffd.chaosError(err)
		}
	}
}

// chaosMoment waits a moment, but not past a deadline.
func chaosMoment(dt *deadlineTimer) error {
	timer := time.NewTimer(time.Millisecond)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-dt.expired:
		return os.ErrDeadlineExceeded
	}
}

// chaosRawWrite is Write of a RawConn: it sends what f writes, until f is content.
func (fd *netFD) chaosRawWrite(f func(uintptr) bool) error {
	ffd := fd.fakeNetFD
	if ffd == nil {
		return fd.pfd.RawWrite(f)
	}
	s := ffd.chaos.sock
	if fd.raddr == nil {
		// What is sent to an address would leave the process.
		return os.NewSyscallError("sendmsg", syscall.ENOTSUP)
	}
	for {
		if atomic.LoadUint32(&ffd.chaos.gone) != 0 {
			return ErrClosed
		}
		dt := ffd.writeDeadline.Load()
		select {
		case <-dt.expired:
			return os.ErrDeadlineExceeded
		default:
		}
		s.mu.Lock()
		err := s.connect(fd)
		d := s.fd
		s.describe(fd)
		s.users++
		s.mu.Unlock()
		if err != nil {
			s.release()
			return err
		}
		done := f(uintptr(d))
		s.release()
		if err := fd.chaosSendWritten(true); err != nil || done {
			return err
		}
		if err := chaosMoment(dt); err != nil {
			return err
		}
	}
}

// chaosSendWritten sends what the user has written to the descriptor.
func (fd *netFD) chaosSendWritten(wait bool) error {
	s := fd.chaos.sock
	s.sending.Lock()
	defer s.sending.Unlock()
	var b []byte
	for first := true; ; first = false {
		if b == nil {
			b = make([]byte, maxPacketSize)
		}
		n, some, end := s.take(fd, b, wait && first)
		switch {
		case end && fd.peer != nil:
			return fd.fakeNetFD.closeWrite()
		case !some:
			return nil
		}
		if _, err := fd.fakeNetFD.Write(b[:n]); err != nil {
			return err
		}
	}
}

// chaosOption sets an option of a socket.
func (ffd *fakeNetFD) chaosOption(option, value int) error {
	if atomic.LoadUint32(&ffd.chaos.gone) != 0 {
		return ErrClosed
	}
	return ffd.chaos.sock.set(option, value)
}

func (ffd *fakeNetFD) chaosSwitch(option int, on bool) error {
	value := 0
	if on {
		value = 1
	}
	return ffd.chaosOption(option, value)
}

// chaosSeconds sets an option in seconds, if it is not to stay as it is.
func (ffd *fakeNetFD) chaosSeconds(option int, d, otherwise time.Duration) error {
	if d == 0 {
		d = otherwise
	} else if d < 0 {
		return nil
	}
	return ffd.chaosOption(option, int(roundDurationUp(d, time.Second)))
}

// chaosTimes is the same for a number.
func (ffd *fakeNetFD) chaosTimes(option, n, otherwise int) error {
	if n == 0 {
		n = otherwise
	} else if n < 0 {
		return nil
	}
	return ffd.chaosOption(option, n)
}
