package engine

// dporRaces finds the races of a run: pairs of dependent events of different goroutines
// that nothing else orders, so that another schedule can make them in the other order.
type dporRaces struct {
	rows    []uint32 // event x goroutine -> the last event of that goroutine before it, plus one
	base    []uint32 // goroutine -> its last event before the clock advanced, plus one
	last    []int32  // goroutine -> its last event
	prev    []int32  // event -> the event before it in its chain
	change  []int32  // event -> the last one before it in its chain that does not only read
	first   []int32  // goroutine -> its first event in the sequence looked at
	heads   []int32  // chain -> its last event
	changes []int32  // chain -> its last event that does not only read
	chain   numbering
	clock   bool      // a timer fired in the run: everything is in one chain
	effects []int32   // event -> the event before it that has effects
	effect  int32     // the last event that has effects
	free    []uint32  // goroutine -> its last event before an event that waits, if it had nothing to wait for
	other   []int32   // event -> the last one before it in its chain that neither counts nor is on a queue
	others  []int32   // chain -> its last event that neither counts nor is on a queue
	links   []link    // chain -> its queue
	succ    []int32   // event on a queue -> the next one of its kind
	did     []Effects // goroutine -> of all its steps
	spare   []int32   // event -> what it has added to a WaitGroup that no Done has taken
	strands strands
	same    []int32 // event on a queue -> the one of its kind before it
	watched []int32 // chain -> cases that wait for what comes
	watches []watch
}

const maxRaceCells = 1 << 23

func grown[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}

// find has d reverse every race of its log, with the slots that could begin a run that
// has it the other way round. It reports false if the run is too long to look at.
func (r *dporRaces) find(d *DPOR) bool {
	log, gs := d.log, 0
	r.clock = false
	for i := range log {
		if log[i].g == ClockID {
			r.clock = true
			continue
		}
		gs = max(gs, int(log[i].g)+1)
	}
	if r.clock {
		d.showChannels()
		for i := range log {
			log[i].g = min(log[i].g, uint32(gs))
		}
		gs++
	}
	if len(log)*gs > maxRaceCells {
		return false
	}
	r.rows, r.prev, r.change = grown(r.rows, len(log)*gs), grown(r.prev, len(log)), grown(r.change, len(log))
	r.base, r.last, r.first, r.free = grown(r.base, gs), grown(r.last, gs), grown(r.first, gs), grown(r.free, gs)
	r.heads, r.changes = grown(r.heads, maxObjects+2), grown(r.changes, maxObjects+2)
	r.other, r.others = grown(r.other, len(log)), grown(r.others, maxObjects+2)
	r.same, r.watched, r.watches = grown(r.same, len(log)), grown(r.watched, maxObjects+2), r.watches[:0]
	r.succ, r.links = grown(r.succ, len(log)), grown(r.links, maxObjects+2)
	clear(r.base)
	for i := range r.last {
		r.last[i] = -1
	}
	for i := range r.heads {
		r.heads[i], r.changes[i], r.others[i], r.watched[i] = -1, -1, -1, -1
	}
	r.chain.begin()
	r.strands.begin()
	r.effects, r.effect = grown(r.effects, len(log)), -1
	based := int32(0)
	for i := range log {
		ev := &log[i]
		row := r.rows[i*gs : i*gs+gs]
		if ev.base > based {
			for j := based; j < ev.base; j++ {
				r.base[log[j].g] = uint32(j) + 1
			}
			based = ev.base
		}
		copy(row, r.base)
		if l := r.last[ev.g]; l >= 0 {
			join(row, r.rows[int(l)*gs:int(l)*gs+gs])
		}
		if ev.from >= 0 {
			join(row, r.rows[int(ev.from)*gs:int(ev.from)*gs+gs])
		}
		if ev.choice != 0 && !d.shown.Channels {
			r.alternatives(d, i, row, gs)
		}
		before, same, needs := int32(-1), int32(-1), int32(-1)
		r.strands.looking = d.shown.Channels && !r.clock && ev.on != 0
		if r.strands.looking {
			before = r.strands.look(ev)
			if ev.node != NoSlot && !r.strands.add(int32(i), ev) {
				return false
			}
		} else if c := r.chainOf(d, ev.pend); c >= 0 {
			r.prev[i], r.change[i], r.other[i] = r.heads[c], r.changes[c], r.others[c]
			before = r.before(d, ev)[i]
			if r.prev[i] < 0 {
				r.links[c] = noLink
			}
			if ev.queue.Cap != noQueue {
				var ok bool
				if same, needs, ok = r.enqueue(log, int32(i), &r.links[c]); !ok || c > maxObjects {
					d.showChannels()
				}
				if ev.waits {
					before = -1 // nobody sees that
				}
			}
			if ev.node != NoSlot {
				r.add(c, int32(i), ev)
			}
		}
		effect := int32(-1)
		if ev.eff != 0 {
			effect = r.effect
			if r.effects[i] = r.effect; ev.node != NoSlot {
				r.effect = int32(i)
			}
		}
		r.conflicts(d, i, before, effect, same, needs, row, gs)
		if len(r.watches) > 0 && !d.shown.Channels {
			r.late(d, i, row, gs)
		}
		if ev.node != NoSlot {
			row[ev.g] = uint32(i) + 1
			r.last[ev.g] = int32(i)
		}
	}
	if !d.shown.Groups && !r.paired(log, gs) {
		d.showGroups()
	}
	if !d.shown.Channels && !r.apart(log, gs) {
		d.showChannels()
	}
	return true
}

// add puts an event at the end of a chain.
func (r *dporRaces) add(chain int, i int32, ev *dporEvent) {
	r.heads[chain] = i
	if !ev.pend.Op.reads() {
		r.changes[chain] = i
	}
	if !ev.pend.Op.counts() && (ev.queue.Cap == noQueue || ev.pend.Op == OpClose) {
		r.others[chain] = i
	}
}

// before are, for each event of a kind, the last one before it in its chain that it may depend on. Reads
// do not depend on one another, and a spin loop makes very many.
func (r *dporRaces) before(d *DPOR, ev *dporEvent) []int32 {
	switch op := ev.pend.Op; {
	case op.reads():
		return r.change
	case !d.shown.Groups && op.counts(), ev.queue.Cap != noQueue && op != OpClose:
		return r.other
	}
	return r.prev
}

// chainOf puts operations that may depend on one another into one chain: those on one
// object. What a timer does may depend on everything. Operations on channels have [strands] of their own.
func (r *dporRaces) chainOf(d *DPOR, p Pending) int {
	switch {
	case p.Op == OpAdvance || r.clock && (p.Obj != 0 || p.Op.selects()):
		return 0
	case p.Obj == 0:
		return -1
	}
	if id := r.chain.add(p.Obj); id > 0 {
		return int(id)
	}
	return maxObjects + 1
}

// conflicts joins the pasts of the events that event i depends on, latest first: one that
// is not in the past yet when it is reached races with i. before is the last event in its
// object's chain that i may depend on, effect the last one with effects; -1: there is none.
//
// An event that takes a mutex comes after the last one that unlocked it, and one that waits for it
// after all that was done to it since it is held: those cannot change places. It races with the
// event that had taken the mutex before, unless it came after that one even if nobody had.
//
// Nor can a Wait change places with a Done; and that nothing orders it with an Add is not expected.
//
// An event on a queue comes after the one that it needs, and races with the last one of the same kind unless
// it came after that even if it needed nothing.
func (r *dporRaces) conflicts(d *DPOR, i int, before, effect, same, needs int32, row []uint32, gs int) {
	log := d.log
	ev := &log[i]
	chain := r.before(d, ev)
	free, held := row, false // what comes before i if there is nothing to wait for; what is met was done while the mutex was held
	if ev.pend.Op.locks() || ev.pend.Op == OpWaitGroupWait || needs >= 0 {
		free = r.free
		copy(free, row)
	}
	if needs >= 0 {
		join(row, r.rows[int(needs)*gs:int(needs)*gs+gs])
	}
	for before >= 0 || effect >= 0 || same >= 0 {
		j := max(before, effect, same)
		other := &log[j]
		past := r.rows[int(j)*gs : int(j)*gs+gs]
		depends, conflict := d.dependent(other, ev), ev.eff.conflict(other.eff)
		if ev.waits && ev.queue.Cap != noQueue && j != same {
			depends = false // nobody sees that it waits
		}
		taken := depends && other.took
		if depends && ev.pend.Op.locks() && !taken && !other.pend.Op.locks() {
			held = held || !ev.took || other.pend.Op == OpUnlock
		}
		switch {
		case !d.shown.Groups && awaits(ev.pend, other.pend):
			if (ev.delta > 0 || other.delta > 0) && free[other.g] < uint32(j)+1 {
				d.showGroups()
			}
			join(row, past)
		case j == needs:
			if ev.pend.Op == OpSend && other.pend.Op == OpClose && free[other.g] < uint32(j)+1 {
				d.reverse(*other, *ev, r.initials(log, int(j), i, gs, free)) // who receives may have made room before
			}
			join(row, past)
		case j == same && needs >= 0 && free[other.g] < uint32(j)+1, held && taken && free[other.g] < uint32(j)+1, !(held && depends) && (depends || conflict) && row[other.g] < uint32(j)+1:
			if other.g != ev.g && !(ev.pend.Op == OpLockAgain && j <= ev.from) {
				to := free
				if ev.pend.Op == OpWaitGroupWait || needs >= 0 && j != same {
					to = row
				}
				d.reverse(*other, *ev, r.initials(log, int(j), i, gs, to))
			}
			join(free, past)
			join(row, past)
		case held && depends:
			join(row, past)
		}
		held = held && !taken
		// Where other hides them, what is earlier and depends on i depends on other too.
		if j == before {
			switch {
			case r.strands.looking:
				before = r.strands.next(j, other)
			case depends && !held && d.hides(ev.pend.Op, other.pend.Op):
				before = -1
			default:
				before = chain[j]
			}
		}
		if j == same {
			same = -1
		}
		if j == effect {
			if effect = r.effects[j]; conflict && other.eff.hides(ev.eff) {
				effect = -1
			}
		}
	}
}

// hides reports whether an operation depends on all in their chain that a later one depends on.
func (d *DPOR) hides(later, op Op) bool {
	switch {
	case !d.shown.Groups && (op.counts() || op == OpWaitGroupWait), !d.shown.Channels && op.channel():
		return false
	case later == OpAdvance, d.shown.Channels && (later.channel() || later.selects()):
		return op == OpAdvance
	}
	return !op.reads() && op != OpWaitGroupDone
}

// initials are the slots of the events that can come first in a run that makes, from the
// state before event j on, the events up to i that do not come after j. past is what event i comes
// after in that run.
func (r *dporRaces) initials(log []dporEvent, j, i, gs int, past []uint32) uint64 {
	for g := range r.first {
		r.first[g] = -1
	}
	var slots uint64
	var before Effects
	for k := j + 1; k <= i; k++ {
		ev := &log[k]
		row := r.rows[k*gs : k*gs+gs]
		if k == i {
			row = past
			if before.conflict(ev.may) {
				break // what it does if it need not wait cannot come first
			}
		} else if row[log[j].g] > uint32(j) || ev.waits {
			continue // who waits here might not, and so be no step of that run
		}
		before |= ev.eff
		free := r.first[ev.g] < 0
		for g := 0; free && g < gs; g++ {
			free = r.first[g] < 0 || g == int(ev.g) || row[g] < uint32(r.first[g])+1
		}
		if free {
			slots |= 1 << uint(ev.slot)
		}
		if r.first[ev.g] < 0 {
			r.first[ev.g] = int32(k)
		}
	}
	return slots
}

func join(a, b []uint32) {
	for i, v := range b {
		a[i] = max(a[i], v)
	}
}
