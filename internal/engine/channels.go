package engine

// Queue is what a channel holds.
type Queue struct {
	Len, Cap int32
	Senders  bool // some wait
	Closed   bool
	Other    bool // it is a timer's, or a bubble's: who waits for it makes a difference
}

// As long as a test only sends, receives, closes, looks at lengths and waits in selects, [DPOR] lets nobody try to send
// or receive who would have to wait, while another goroutine can go on, with one exception: who sends to a
// channel without a buffer makes it known, and who receives from it waits for that. Nobody can tell the
// difference. What is left is a queue: who sends races with who sends, who receives with who receives,
// a value is received after it was sent, and sent when there is room for it.
//
// An operation that does not wait tells who is waiting, and so does a select that offers to send on a channel without a
// buffer; what other selects do is a choice among queues, see [choices]. So does the clock, which may
// advance while goroutines wait. And who is handed a value while it waits may do what follows much later: it makes
// a difference if that is more than the next operation. From the first of those on, the search takes
// operations on a channel as what they are, and begins anew.

// queues reports whether an operation is on a queue.
func (d *DPOR) queues(op Op) bool {
	return !d.shown.Channels && (op == OpSend || op == OpRecv)
}

// noQueue is the capacity of what is no queue.
const noQueue = -1

// queue is what the channel holds on which an operation is about to be made; its capacity is noQueue if it is
// no queue.
func (d *DPOR) queue(e *Engine, p Pending) Queue {
	none := Queue{Cap: noQueue}
	if d.shown.Channels || p.Obj == 0 || e.Queues == nil || !d.queues(p.Op) && p.Op != OpClose {
		return none
	}
	if q := e.Queues(p.Obj); !q.Other {
		return q
	}
	return none
}

// waits reports whether the next step of slot s, p, is to wait for a channel.
func (d *DPOR) waits(e *Engine, s int32, p Pending) bool {
	if p.Op == OpSelect {
		return !d.shown.Channels && d.ready(e, s) == 0
	}
	q := d.queue(e, p)
	switch {
	case q.Closed:
		return false
	case p.Op == OpSend:
		return q.Cap > 0 && q.Len == q.Cap
	}
	return p.Op == OpRecv && q.Cap != noQueue && q.Len == 0 && !q.Senders
}

// tells reports whether an operation can tell who waits for a channel.
func (op Op) tells() bool { return op == OpTrySelect || op == OpTrySend || op == OpTryRecv }

// drained reports whether who receives is told that the channel is closed.
func (q Queue) drained() bool { return q.Closed && q.Len == 0 && !q.Senders }

// showChannels makes the search begin anew with operations on channels as what they are.
func (d *DPOR) showChannels() {
	if !d.shown.Channels {
		d.shown.Channels, d.anew = true, true
	}
}

// onQueue reports whether the order of two operations on one channel, of which the first was made on it when
// it was q, can make a difference.
func onQueue(a, b Op, q Queue) bool {
	return a == b && !(a == OpRecv && q.drained()) || a == OpClose && b == OpSend || a == OpSend && b == OpClose ||
		q.Cap == 0 && (a == OpClose && b == OpRecv || a == OpRecv && b == OpClose)
}

// link is what is known of a queue while a log is looked at: events, or -1.
type link struct {
	sent, received         int32 // the last ones
	nextSent, nextReceived int32 // the first whose value is not received, and the first whose room is not used
	closed                 int32
	n, used                int32 // how many values it holds, and how many were sent with room that nobody had used before
}

var noLink = link{-1, -1, -1, -1, -1, 0, 0}

// enqueue takes in event i, on a queue, and returns the last event of its kind before it that it may race with,
// and the event without which it could not be. It reports false if the queue is none.
func (r *dporRaces) enqueue(log []dporEvent, i int32, l *link) (same, needs int32, ok bool) {
	ev := &log[i]
	r.succ[i] = -1
	switch {
	case ev.pend.Op == OpClose:
		if l.closed < 0 { // another one panics
			l.closed = i
		}
		return -1, -1, true
	case ev.pend.Op == OpRecv && ev.queue.drained():
		if l.closed >= 0 && log[l.closed].queue.Senders {
			return l.received, -1, true // it could have received what one of them sends
		}
		return l.received, l.closed, true
	case ev.pend.Op == OpSend && ev.queue.Closed: // it panics
		return l.sent, l.closed, true
	case ev.queue.Cap > 0 && ev.queue.Len != l.n:
		return -1, -1, false
	case ev.waits && ev.pend.Op == OpSend: // nobody receives it
		return l.sent, -1, true
	case ev.waits:
		return l.received, -1, true
	case ev.pend.Op == OpSend:
		if same = l.sent; same >= 0 {
			r.succ[same] = i
		}
		r.same[i] = same
		if l.sent = i; l.nextSent < 0 {
			l.nextSent = i
		}
		if l.n++; l.used < ev.queue.Cap || ev.queue.Cap == 0 {
			l.used++
			return same, -1, true
		}
		if needs = l.nextReceived; needs >= 0 {
			l.nextReceived = r.succ[needs]
		}
		return same, needs, needs >= 0
	}
	if same = l.received; same >= 0 {
		r.succ[same] = i
	}
	r.same[i] = same
	if l.received = i; l.nextReceived < 0 {
		l.nextReceived = i
	}
	l.n--
	if needs = l.nextSent; needs >= 0 {
		l.nextSent = r.succ[needs]
	}
	return same, needs, needs >= 0
}

// apart reports whether what a step on a queue does beside the operation might as well be done at another time.
func (r *dporRaces) apart(log []dporEvent, gs int) bool {
	r.did = grown(r.did, gs)
	clear(r.did)
	for i := range log {
		r.did[log[i].g] |= log[i].eff
	}
	for i := range log {
		ev := &log[i]
		if ev.eff == 0 || ev.queue.Cap == noQueue || ev.pend.Op == OpClose {
			continue
		}
		for g, did := range r.did {
			if uint32(g) != ev.g && ev.eff.conflict(did) {
				return false
			}
		}
	}
	return true
}
