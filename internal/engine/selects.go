package engine

// chans is a set of channels of a run. Those that share a bit are taken for one channel.
type chans uint64

// selects is what [DPOR] knows of the channels of selects. An operation on a channel depends on the other
// operations on it, and a select on those on each of its channels: it looks at all of them, and waits at all
// of them. Nothing else is new to a select that does not wait.
//
// While a goroutine waits in a select, the first operation on one of its channels may end the wait, and another
// one, on another of its channels, then finds that nobody is waiting. So in a state two operations on different
// channels are dependent if both channels are in one select in which a goroutine waits in that state. This
// is a relation of states, and the reduction needs one of runs: the races of a run, and what a run leaves out, must
// not depend on which of several equivalent runs it was. They do not. Let a and b be operations on channels
// of a select s, and ask whether s waits when a is made. The step that begins the wait is on the channels of a and of b, so
// it is ordered with both in all equivalent runs. The step t that ends the wait is on a channel of s. If it comes after
// a, then s waits when a is made, and a and t are dependent; if a comes after t, then s waits when t is
// made, and t and a are dependent. So t too is ordered with a, and with b, and all equivalent runs agree on whether
// s waits when a is made, and when b is. Nothing else ends the wait but the clock, on which all depends, and what
// comes from outside, after which no search is complete. That the goroutine goes on later is no operation: with the end of the
// wait nobody finds it in a queue any more.
//
// Two neighbors in a run that are not dependent can change places: they are on different channels, no
// select has both, so each finds its buffers and queues as before, and wakes whom it has woken before. A select
// that begins to wait enters the queues of its channels only, at their ends.
type selects struct {
	numbers numbering
	waiting uint64 // slots that wait in a select
	all     [maxDPORSlots]chans
	last    [maxDPORSlots]announced
}

func (s *selects) begin() {
	s.numbers.begin()
	s.waiting = 0
}

// of is the set of one channel.
func (s *selects) of(obj uintptr) chans {
	id := uint64(s.numbers.add(obj))
	if id == 0 { // there are too many
		id = uint64(obj) * 0x9e3779b97f4a7c15 >> 32
	}
	return 1 << (id & 63)
}

// on is the set of the channels of what a slot has announced.
func (s *selects) on(slot int32, p Pending) chans {
	switch {
	case p.Op.selects() && slot < maxDPORSlots:
		return s.all[slot]
	case p.Op.channel() && p.Obj != 0:
		return s.of(p.Obj)
	}
	return 0
}

// near is a set with the channels of all selects in which a goroutine waits for one of the set.
func (s *selects) near(on chans) chans {
	near := on
	if on != 0 {
		for rest := s.waiting; rest != 0; rest &= rest - 1 {
			if of := s.all[trailingZeros(rest)]; of&on != 0 {
				near |= of
			}
		}
	}
	return near
}

func (s *selects) waits(slot int32) { s.waiting |= 1 << uint(slot) }
func (s *selects) ends(slot int32)  { s.waiting &^= 1 << uint(slot) }

// meets reports whether the order of two operations on channels can make a difference. Who only looks at a
// length ends no wait.
func (ev *dporEvent) meets(later *dporEvent) bool {
	if ev.pend.Op.reads() || later.pend.Op.reads() {
		return ev.on&later.on != 0 && !commute(ev.pend.Op, later.pend.Op)
	}
	return ev.near&later.on != 0
}

// Selects reports whether the strategy wants to know the channels of selects, and says that the goroutine that has the
// turn is about to announce one.
func (e *Engine) Selects() bool {
	d := e.reduces
	if d == nil || e.Cur < 0 || e.Cur >= maxDPORSlots {
		return false
	}
	d.selects.all[e.Cur], d.selects.last[e.Cur].n = 0, 0
	return true
}

// Case says that the select has a case to send to the channel obj, or to receive from it; 0 is no channel. It follows
// Selects, once for each case in their order.
func (e *Engine) Case(obj uintptr, sends bool) {
	s := &e.reduces.selects
	if obj != 0 {
		s.all[e.Cur] |= s.of(obj)
	}
	a := &s.last[e.Cur]
	if a.n < maxOffers {
		a.offer[a.n] = offer{obj: obj, sends: sends}
	}
	a.n++
}
