package engine

// offer is a case of a select.
type offer struct {
	obj   uintptr // 0: a case that is never ready
	sends bool
	queue Queue // before the select was made, if it was
}

// maxOffers is how many cases a select may have as a choice among queues.
const maxOffers = 16

// Limits of a run: how many selects it may make, and how many cases they may have together.
const (
	maxChoices = 1 << 15
	maxOffered = 1 << 16
)

// announced is the select that a slot has announced last.
type announced struct {
	n     int32 // its cases, of which offers has as many as there is room for
	offer [maxOffers]offer
}

// choice is a select that was made: what it could choose among, and what it has chosen.
type choice struct {
	from, to int32  // its cases among those of all
	taken    int32  // a case, or NoSlot
	ready    uint64 // cases
	asleep   uint64 // cases that need not be explored
}

// choices are the selects of a run in which [DPOR] takes channels for queues.
//
// A select then is a choice: it waits until a case is ready, and makes the operation of one that is, as a plain send or receive.
// Nobody can tell whether it has waited before, as long as it does not offer to send on a channel without a buffer: who
// receives from one waits for somebody who sends. So each case is a step of its own, of which the goroutine
// makes one. The step of a case depends on what a plain operation on its channel depends on, and on nothing that is done to the
// channels of the other cases. But what is done to those decides which of the other steps could be made in its place.
//
// That is sound because a search with source sets misses nothing if each run shows, for each step t and each
// sequence w that could follow in its place, a step that w could begin with and t need not come before.
// As long as the steps of w do not depend on t, they follow in some run after t too. Let e be the first that does not: it
// depends on t, which is a race like any other, or it is
//
//   - another case of the same select as t. If it was not ready when t was made, then w has somebody who makes it so;
//     and if it was, then either it is explored as a value of t's choice, or w has somebody who takes what
//     it would have taken, after which it is another step. The first of those comes after t in the run, and nothing orders it with
//     t: the select and this event are taken for a race ([dporRaces.late]).
//   - a case of a select that can no longer be made, since t has taken what it would have taken. The goroutine takes
//     another case later on, or waits, or, where that other case need not be explored again, is at the select when the
//     run ends. Its select races with all who have taken something from one of its channels and are not
//     ordered with it ([dporRaces.alternatives]).
//
// Likewise what sleeps is a case: a goroutine that was explored at a state sleeps with the cases that were ready there,
// each until a step that its operation depends on. It may go on with any other case.
// Whoever waits at the end of a run, or would have to, is not one of the steps that a run in another order could begin with.
type choices struct {
	made   []choice             // the selects in the log
	offers []offer              // their cases
	asleep [maxDPORSlots]uint64 // slot -> cases of its select that need not be explored from here
	dozing uint64               // slots that have such cases
}

func newChoices() choices {
	return choices{made: make([]choice, 0, maxChoices), offers: make([]offer, 0, maxOffered)}
}

// of is the choice of an event, or nil. Events have it by its number, from 1: they have no pointers.
func (c *choices) of(ev *dporEvent) *choice {
	if ev.choice == 0 {
		return nil
	}
	return &c.made[ev.choice-1]
}

func (c *choices) begin() {
	c.made, c.offers = c.made[:0], c.offers[:0]
	c.asleep, c.dozing = [maxDPORSlots]uint64{}, 0
}

func (c *choices) dozes(slot int32) bool { return c.dozing>>uint(slot)&1 != 0 }

// wakes ends the sleep of all cases of a slot.
func (c *choices) wakes(slot int32) {
	c.asleep[slot] = 0
	c.dozing &^= 1 << uint(slot)
}

// op is the operation that a select makes if it takes a case.
func (o offer) op() Pending {
	if o.sends {
		return Pending{Op: OpSend, Obj: o.obj}
	}
	return Pending{Op: OpRecv, Obj: o.obj}
}

// serves reports whether somebody who sends to or receives from a channel need not wait.
func (q Queue) serves(sends bool) bool {
	return q.Closed || sends && q.Len < q.Cap || !sends && (q.Len > 0 || q.Senders)
}

// ready are the cases of the select that a slot has announced, which are ready. If the channels are more than queues
// it says that one is.
func (d *DPOR) ready(e *Engine, s int32) (cases uint64) {
	a := &d.selects.last[s]
	if e.Queues == nil || a.n > maxOffers {
		d.showChannels()
		return 1
	}
	for i := range a.offer[:a.n] {
		o := &a.offer[i]
		if o.obj == 0 {
			continue
		}
		o.queue = e.Queues(o.obj)
		if o.queue.Other || o.sends && o.queue.Cap == 0 {
			d.showChannels()
			return 1
		}
		if o.queue.serves(o.sends) {
			cases |= 1 << uint(i)
		}
	}
	return cases
}

// chooses is called when a slot makes a step, or would. If that is a select on queues, it notes among what it chooses.
func (d *DPOR) chooses(e *Engine, s int32, ev *dporEvent) {
	if ev.pend.Op != OpSelect || d.shown.Channels {
		return
	}
	ready := d.ready(e, s)
	if d.shown.Channels {
		return
	}
	a, c := &d.selects.last[s], &d.choices
	if len(c.made) == cap(c.made) || len(c.offers)+int(a.n) > cap(c.offers) {
		d.cut, d.frozen = true, true
		return
	}
	from := len(c.offers)
	c.offers = append(c.offers, a.offer[:a.n]...)
	c.made = append(c.made, choice{from: int32(from), to: int32(len(c.offers)), taken: NoSlot, ready: ready, asleep: c.asleep[s]})
	ev.choice = int32(len(c.made))
	if ready != 0 && ready&(ready-1) == 0 {
		d.takes(e, ev, trailingZeros(ready))
	}
}

// takes makes of a select what it is once it has chosen: a send or a receive.
func (d *DPOR) takes(e *Engine, ev *dporEvent, i int) {
	c := d.choices.of(ev)
	c.taken = int32(i)
	o := d.choices.offers[c.from+c.taken].op()
	ev.pend.Op, ev.pend.Obj = o.Op, o.Obj
	ev.queue = d.queue(e, ev.pend)
}

// inProgress is the choice of the step in progress, or nil.
func (d *DPOR) inProgress() *choice {
	if !d.open {
		return nil
	}
	return d.choices.of(&d.log[len(d.log)-1])
}

// touched is called when the select in progress takes a case of the channel obj. If that is not the case that the search takes it
// for, the channels are more than queues.
func (d *DPOR) touched(obj uintptr) {
	c := d.inProgress()
	if c != nil && (c.taken == NoSlot || d.choices.offers[c.from+c.taken].obj != obj) {
		d.showChannels()
	}
}

// choosing is the choice in progress of which a value is the case that it takes, or nil.
func (d *DPOR) choosing() *choice {
	c := d.inProgress()
	if c == nil || c.taken != NoSlot || c.ready == 0 {
		return nil
	}
	return c
}

// values are those that stand for cases that need not be explored, and the first that does not.
func (c *choice) values() (asleep uint64, first uint32) {
	n := uint32(0)
	for rest := c.ready; rest != 0; rest &= rest - 1 {
		if c.asleep>>uint(trailingZeros(rest))&1 != 0 {
			asleep |= 1 << n
		}
		n++
	}
	for first < n-1 && asleep>>first&1 != 0 {
		first++
	}
	return asleep, first
}

// nth is the case that a value stands for.
func (c *choice) nth(k int) int {
	rest := c.ready
	for ; k > 0; k-- {
		rest &= rest - 1
	}
	return trailingZeros(rest)
}

// fallsAsleep is called before a step at a state where all steps of some slots are explored.
func (d *DPOR) fallsAsleep(e *Engine, slots uint64) {
	for rest := slots; rest != 0 && !d.shown.Channels; rest &= rest - 1 {
		if q := int32(trailingZeros(rest)); e.enabled.has(q) && e.g[q].pend.Op == OpSelect {
			d.choices.asleep[q] |= d.ready(e, q)
			d.choices.dozing |= 1 << uint(q)
		}
	}
}

// sleepsOn sees to the cases of the select of slot q that sleep, after step ev, or wakes all of them. eff is what they may
// touch besides. The slot sleeps if all cases do that are ready.
func (d *DPOR) sleepsOn(e *Engine, q int32, ev *dporEvent, eff Effects, wake bool) {
	c := &d.choices
	for rest := c.asleep[q]; rest != 0; rest &= rest - 1 {
		i := trailingZeros(rest)
		if wake || d.dependent(ev, &dporEvent{pend: d.selects.last[q].offer[i].op()}) {
			c.asleep[q] &^= 1 << uint(i)
		}
	}
	if c.asleep[q] == 0 {
		c.wakes(q)
		return
	}
	d.slept |= eff
	if ready := d.ready(e, q); ready != 0 && ready&^c.asleep[q] == 0 {
		d.sleep |= 1 << uint(q)
	}
}

// watch is a case of a select that took another one. What comes next of the kinds that it waits for makes a difference
// to the case, and so to the select: it races with that, although it does not depend on it.
type watch struct {
	event, next int32
	ops         uint64
	room        bool // it waits for room: somebody who receives, and who closes the channel, may change places
}

// watched are the kinds of operations that make a difference to a case that was not taken. Of one that was not ready, those
// that make it so; of one that was, those after which it is another one.
func (o offer) watched() uint64 {
	switch ready := o.queue.serves(o.sends); {
	case ready && o.queue.Closed:
		if o.sends || o.queue.drained() {
			return 0
		}
		return 1 << OpRecv
	case ready && o.sends:
		return 1<<OpSend | 1<<OpClose
	case ready && o.queue.Cap == 0:
		return 1<<OpRecv | 1<<OpClose
	case ready:
		return 1 << OpRecv
	case o.sends:
		return 1<<OpRecv | 1<<OpClose
	}
	return 1<<OpSend | 1<<OpClose
}

// alternatives has d reverse what keeps a select, event i, from taking other cases than the one that it takes: those
// who have taken what it could have taken, or who come too late. row is what comes before the select whatever it takes.
func (r *dporRaces) alternatives(d *DPOR, i int, row []uint32, gs int) {
	ev := &d.log[i]
	made := d.choices.of(ev)
	for k, o := range d.choices.offers[made.from:made.to] {
		if o.obj == 0 || int32(k) == made.taken {
			continue
		}
		c := r.chain.add(o.obj)
		if c == 0 {
			d.showChannels()
			return
		}
		if r.heads[c] >= 0 {
			j := r.links[c].received
			if o.sends {
				j = r.links[c].sent
			}
			for ; j >= 0 && row[d.log[j].g] < uint32(j)+1; j = r.same[j] {
				d.reverse(d.log[j], *ev, r.initials(d.log, int(j), i, gs, row))
			}
		}
		if ops := o.watched(); ops != 0 && made.taken != NoSlot {
			r.watches = append(r.watches, watch{int32(i), r.watched[c], ops, o.sends && !o.queue.serves(true)})
			r.watched[c] = int32(len(r.watches)) - 1
		}
	}
}

// late has d reverse event i and the selects for which it came too late.
func (r *dporRaces) late(d *DPOR, i int, row []uint32, gs int) {
	ev := &d.log[i]
	op := ev.pend.Op
	if ev.node == NoSlot || ev.waits || op != OpClose && ev.queue.Cap == noQueue {
		return
	}
	c := r.chain.add(ev.pend.Obj)
	if c == 0 {
		return
	}
	for at := &r.watched[c]; *at >= 0; {
		w := &r.watches[*at]
		if w.ops>>op&1 == 0 {
			at = &w.next
			continue
		}
		if j := int(w.event); row[d.log[j].g] < uint32(j)+1 {
			d.reverse(d.log[j], *ev, r.initials(d.log, j, i, gs, row))
		}
		if w.ops &^= 1 << op; w.ops == 0 || !w.room {
			*at = w.next
		} else {
			at = &w.next
		}
	}
}
