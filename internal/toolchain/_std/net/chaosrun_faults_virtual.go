package net

import (
	"chaosrun/faults"
	"context"
	"os"
	"syscall"
	"time"
	_ "unsafe" // for go:linkname
)

// Faults of the in-memory network: what a plan says of the points net/….

//go:linkname chaosPartIs runtime.chaosPartIs
func chaosPartIs() uint32

// chaosEnd is a socket's end of a connection, at that address.
func (ffd *fakeNetFD) chaosEnd(addr Addr) faults.End {
	e := faults.End{Part: ffd.chaos.part}
	if addr != nil {
		e.Addr = addr
	}
	return e
}

// chaosAddrs are the ends of a connection, this side's first. Both sides of a stream know
// them, whatever else they know of each other.
func (ffd *fakeNetFD) chaosEnds() (this, that faults.End) {
	return ffd.chaos.this, ffd.chaos.that
}

// chaosConnected tells both sides of a stream of their ends.
func chaosConnected(fd, peer, ln *netFD) {
	peer.chaos.part = ln.chaos.part
	fd.chaos.this, fd.chaos.that = fd.chaosEnd(fd.laddr), peer.chaosEnd(peer.laddr)
	peer.chaos.this, peer.chaos.that = fd.chaos.that, fd.chaos.this
}

// chaosArrival says when something that was sent can be received.
type chaosArrival struct {
	due  time.Time    // not before
	held *faults.Rule // nor before that is healed
}

// wait returns what to wait for, or nil if it can be received now. A timer must be stopped.
func (a chaosArrival) wait() (timer *time.Timer, healed <-chan struct{}) {
	if a.held != nil {
		if healed = a.held.Healed(); healed != nil {
			if end := a.held.Until(); !end.IsZero() {
				timer = time.NewTimer(time.Until(end))
			}
			return timer, healed
		}
	}
	if d := time.Until(a.due); !a.due.IsZero() && d > 0 {
		return time.NewTimer(d), nil
	}
	return nil, nil
}

// chaosLate reports whether the first packet of the queue is still under way.
func (q *packetQueueState) chaosLate() bool {
	if q.head == nil || q.readClosed {
		return false
	}
	a := q.head.chaos
	return a.held != nil && a.held.Healed() != nil || !a.due.IsZero() && time.Until(a.due) > 0
}

// chaosWait waits until something that is under way may have arrived.
func (pq *packetQueue) chaosWait(a chaosArrival, dt *deadlineTimer) error {
	timer, healed := a.wait()
	var due <-chan time.Time
	if timer != nil {
		defer timer.Stop()
		due = timer.C
	}
	if due == nil && healed == nil {
		return nil
	}
	select {
	case <-due:
	case <-healed:
	case <-pq.chaosClosed:
	case <-dt.expired:
		return os.ErrDeadlineExceeded
	}
	return nil
}

// chaosDelay lets what is sent from now on arrive later.
func (pq *packetQueue) chaosDelay(r *faults.Rule) {
	var due time.Time
	if r.Kind == faults.Sleep {
		due = time.Now().Add(r.Delay())
	}
	q := pq.get()
	if r.Kind != faults.Sleep {
		q.chaos.held = r
	} else if due.After(q.chaos.due) {
		q.chaos.due = due
	}
	pq.put(q)
}

// chaosDial is what happens to a connection that is about to be made.
func (ffd *fakeNetFD) chaosDial(ctx context.Context, laddr, raddr Addr) error {
	to := faults.End{Addr: raddr}
	if ln, ok := chaosFind(raddr.(sockaddr)); ok {
		to.Part = ln.(*netFD).chaos.part
	}
	return chaosConnecting(ctx, faults.Happens(faults.NetConnect, ffd.chaosEnd(laddr), to))
}

// chaosConnecting lets happen what a rule says of something that is waited for.
func chaosConnecting(ctx context.Context, r *faults.Rule) error {
	if r == nil {
		return nil
	}
	a := chaosArrival{held: r}
	switch r.Kind {
	case faults.Refused:
		return syscall.ECONNREFUSED
	case faults.Sleep:
		a = chaosArrival{due: time.Now().Add(r.Delay())}
	}
	for {
		timer, healed := a.wait()
		var due <-chan time.Time
		switch {
		case timer != nil:
			due = timer.C
		case healed == nil:
			return nil
		}
		done := false
		select {
		case <-due:
		case <-healed:
		case <-ctx.Done():
			done = true
		}
		if timer != nil {
			timer.Stop()
		}
		if done {
			return syscall.ETIMEDOUT
		}
	}
}

// chaosStream is what happens to a write to a stream.
func (ffd *fakeNetFD) chaosStream() error {
	if ffd.peer == nil {
		return nil
	}
	this, that := ffd.chaosEnds()
	if r := faults.Happens(faults.NetWrite, this, that); r != nil && !ffd.chaos.reset.Load() {
		switch r.Kind {
		case faults.Reset:
			ffd.chaosReset()
		case faults.HalfClose:
			ffd.chaosShutWrite()
			return os.NewSyscallError("write", syscall.EPIPE)
		default:
			ffd.peer.queue.chaosDelay(r)
		}
	}
	if ffd.chaos.reset.Load() {
		return os.NewSyscallError("write", syscall.ECONNRESET)
	}
	return nil
}

// chaosReset breaks a connection on both sides: what is under way is lost.
func (ffd *fakeNetFD) chaosReset() {
	for _, side := range []*fakeNetFD{ffd, ffd.peer.fakeNetFD} {
		side.chaos.reset.Store(true)
		q := side.queue.get()
		q.head, q.tail, q.nBytes = nil, nil, 0
		q.writeClosed, q.noLinger = true, true
		side.queue.put(q)
	}
}

// chaosRead is what happens to a read from a stream: how many of n bytes it asks for.
func (ffd *fakeNetFD) chaosRead(n int) int {
	if ffd.peer == nil {
		return n
	}
	this, that := ffd.chaosEnds()
	r := faults.Happens(faults.NetRead, that, this)
	switch {
	case r == nil:
	case r.Kind == faults.Short:
		return min(n, 1)
	default:
		ffd.chaosSlow(r.Delay())
	}
	return n
}

// chaosSlow lets a reader come late, but not later than its deadline.
func (ffd *fakeNetFD) chaosSlow(d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ffd.readDeadline.Load().expired:
	case <-ffd.queue.chaosClosed:
	}
}

// chaosPacket is what happens to a datagram to that socket, and reports whether it is lost.
func (ffd *fakeNetFD) chaosPacket(to *netFD) (lost bool) {
	r := faults.Happens(faults.NetPacket, ffd.chaosEnd(ffd.fd.laddr), to.chaosEnd(to.laddr))
	if r == nil {
		return false
	}
	if r.Kind == faults.Drop || r.Kind == faults.Partition {
		return true
	}
	to.queue.chaosDelay(r)
	return false
}

// chaosLookup is what happens when the name of a host is looked up.
func chaosLookup(ctx context.Context, host string) error {
	r := faults.Happens(faults.NetLookup, faults.End{}, faults.End{Addr: chaosHost(host)})
	if r == nil {
		return nil
	}
	switch r.Kind {
	case faults.NotFound:
		return newDNSError(errNoSuchHost, host, "")
	case faults.Sleep:
		if chaosConnecting(ctx, r) == nil {
			return nil
		}
	}
	return &DNSError{Err: errTimeout.Error(), Name: host, IsTimeout: true, IsTemporary: true}
}

// chaosHost is the name of a host in place of an address.
type chaosHost string

func (h chaosHost) String() string { return string(h) }
