package net

import (
	"chaosrun/faults"
	"context"
	"os"
	"syscall"
	"time"
)

// Faults of the in-memory network: what a plan says of net/connect, net/write and
// net/packet.

// chaosArrival says when something that was sent can be received.
type chaosArrival struct {
	due  time.Time    // not before
	held *faults.Rule // nor before that is healed
}

// wait returns what to wait for, or nil if it can be received now. A timer must be stopped.
func (a chaosArrival) wait() (timer *time.Timer, healed <-chan struct{}) {
	if a.held != nil {
		if healed = a.held.Healed(); healed != nil {
			return nil, healed
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
	if r.Kind == faults.Pause {
		q.chaos.held = r
	} else if due.After(q.chaos.due) {
		q.chaos.due = due
	}
	pq.put(q)
}

// chaosDial is what happens to a connection that is about to be made.
func chaosDial(ctx context.Context) error {
	r := faults.Happens(faults.NetConnect)
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
		select {
		case <-due:
		case <-healed:
		case <-ctx.Done():
			if timer != nil {
				timer.Stop()
			}
			return syscall.ETIMEDOUT
		}
	}
}

// chaosStream is what happens to a write to a stream.
func (ffd *fakeNetFD) chaosStream() error {
	if ffd.peer == nil {
		return nil
	}
	if r := faults.Happens(faults.NetWrite); r != nil && !ffd.chaos.reset.Load() {
		if r.Kind == faults.Reset {
			ffd.chaosReset()
		} else {
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

// chaosPacket is what happens to a datagram, and reports whether it is lost.
func (pq *packetQueue) chaosPacket() (lost bool) {
	r := faults.Happens(faults.NetPacket)
	if r == nil {
		return false
	}
	if r.Kind == faults.Drop {
		return true
	}
	pq.chaosDelay(r)
	return false
}
