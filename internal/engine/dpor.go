package engine

// DPOR is exhaustive search with dynamic partial-order reduction: of all schedules that
// differ only in the order of independent operations, it explores one. It keeps source
// sets and sleep sets (Abdulla, Aronis, Jonsson and Sagonas, "Optimal Dynamic Partial
// Order Reduction", POPL 2014; Godefroid, "Partial-Order Methods for the Verification of
// Concurrent Systems", 1996). [Dependent] is its dependency relation. It assumes that
// goroutines share data only through operations that are scheduling points: that there
// are no data races.
//
// A step of a goroutine is the operation that it announced and what it does until the
// next one. A goroutine that has to wait has made its step; it goes on with another when
// somebody wakes it. So every announced operation can be done, and only those who wait
// are not enabled; but see [locks]. A choice of a value, as of a ready select case, is a choice
// among steps that are all explored.
//
// While a goroutine waits in a select of several cases, operations on its channels depend
// on each other: see [selects]. The search begins anew where channels are more than what
// [Queue] says, or WaitGroups more than what [groups] takes them for.
type DPOR struct {
	nodes []Node
	log   []dporEvent
	floor int                   // nodes whose choices stay
	depth int                   // nodes of the run in progress
	sleep uint64                // slots whose next step need not be explored from here
	slept Effects               // of those steps
	open  bool                  // the last event of the log has not ended: its effects are not known
	e     *Engine               // of the run in progress, or the last one
	picks int32                 // the slot that Pick chose, until its turn
	may   [maxDPORSlots]Effects // slot -> of its next step, where it slept: it may have others now
	woken []int32               // slot -> the event that woke it, or -1
	after int32                 // events from here on come after all before: the clock has advanced

	frozen  bool // the run is another schedule of a class that is explored: nothing is noted
	settled bool // the path has moved on since the last run
	ended   bool
	cut     bool
	wait    patience
	shown   Shown
	anew    bool // the last run has shown something new
	locks   locks
	groups  groups
	selects selects
	choices choices
	spins   spins

	// Classes counts the runs that were a class of their own, Redundant the others.
	Classes, Redundant uint64

	races dporRaces
}

// dporEvent is a step of the last run.
type dporEvent struct {
	pend   Pending
	eff    Effects
	may    Effects // of the step, where its slot slept: it may have others now
	took   bool    // a mutex, which was free
	delta  int32   // what it adds to what its WaitGroup counts
	queue  Queue   // its channel, before it was made
	on     chans   // which it is on
	near   chans   // those, and what else is in selects that waited for one of them
	choice int32   // of a select, on queues: see [choices]; or 0
	waits  bool    // for its channel
	node   int32   // NoSlot: it is not made
	slot   int32
	g      uint32
	from   int32 // the event that started or woke its goroutine since its last step, or -1
	base   int32 // events before this one have happened before it: the clock advanced
}

const (
	maxDPOR      = 1 << 16 // steps of a run
	maxDPORSlots = 64      // goroutines alive at once
)

func newDPOR() *DPOR {
	return &DPOR{
		nodes: make([]Node, 0, maxDPOR), log: make([]dporEvent, 0, maxDPOR),
		woken: make([]int32, maxDPORSlots), settled: true, locks: newLocks(), groups: newGroups(),
		choices: newChoices(),
	}
}

// Begin implements [Strategy].
func (d *DPOR) Begin(uint64) {
	d.settle()
	d.settled = false
	d.log = d.log[:0]
	d.wait.begin()
	d.locks.begin()
	d.groups.begin()
	d.selects.begin()
	d.choices.begin()
	d.spins.begin()
	d.depth, d.sleep, d.slept, d.picks, d.after, d.frozen = 0, 0, 0, NoSlot, 0, false
	d.may = [maxDPORSlots]Effects{}
	for i := range d.woken {
		d.woken[i] = -1
	}
}

// Pick implements [Strategy].
func (d *DPOR) Pick(e *Engine, n int) int {
	d.stepEnds(e)
	if d.wait.over(e) {
		d.cut, d.frozen = true, true
		return 1
	}
	first := e.Option(0)
	if e.slots.top > 1 || d.frozen {
		d.cut = d.cut || e.slots.top > 1
		d.frozen = true
		return 0
	}
	if d.depth == len(d.nodes) {
		options := d.options(e)
		if others := d.spins.others(options); others != options {
			options = others
			e.Assume(BoundedSpins)
		}
		d.push(options, first, e, n)
		if d.frozen {
			return 0
		}
	}
	chosen := d.nodes[d.depth].Chosen
	s := first
	for k := range n {
		if s == chosen {
			d.picks = s
			return k
		}
		s = e.After(s)
	}
	d.cut, d.frozen = true, true // the test is not a function of its choices
	return 0
}

// options are the slots that can make their steps without waiting for a mutex, a WaitGroup or a
// channel; all that are enabled, if there is none.
func (d *DPOR) options(e *Engine) uint64 {
	options := e.enabled.words[0]
	var wait, forChannels uint64
	for rest := options; rest != 0; rest &= rest - 1 {
		s := trailingZeros(rest)
		switch p := e.g[s].pend; {
		case p.Op.locks() && d.locks.has(p.Obj), !d.shown.Groups && p.Op == OpWaitGroupWait && d.groups.of(p.Obj) != 0:
			wait |= 1 << uint(s)
		case e.Queues != nil && p.Op.tells():
			d.showChannels()
		case d.waits(e, int32(s), p):
			forChannels |= 1 << uint(s)
		}
	}
	if !d.shown.Channels {
		wait |= forChannels
	}
	if wait == options {
		return options
	}
	return options &^ wait
}

// push adds the state that the run is in, with its first step.
func (d *DPOR) push(options uint64, s int32, e *Engine, n int) {
	if len(d.nodes) == maxDPOR {
		d.cut, d.frozen = true, true
		return
	}
	for range n {
		if (options&^d.sleep)>>uint(s)&1 != 0 {
			d.nodes = append(d.nodes, Node{Options: options, Sleep: d.sleep, Slept: d.slept, Chosen: s, Back: 1 << uint(s)})
			return
		}
		s = e.After(s)
	}
	d.frozen = true
	d.Redundant++
	d.pending(e, e.enabled.words[0]&^options|d.choices.dozing)
}

// pending adds to the log what slots wait to do, in a run that others will not make go on. Those who have
// made them wait may be the wrong ones to come first.
func (d *DPOR) pending(e *Engine, slots uint64) {
	for rest := slots; rest != 0 && len(d.log) < cap(d.log); rest &= rest - 1 {
		s := int32(trailingZeros(rest))
		g := &e.g[s]
		d.log = append(d.log, dporEvent{pend: g.pend, queue: d.queue(e, g.pend), may: d.may[s], waits: true, node: NoSlot, slot: s, g: g.id, from: d.woken[s], base: d.after})
		d.chooses(e, s, &d.log[len(d.log)-1])
	}
}

// Turn implements [turnObserver].
func (d *DPOR) Turn(e *Engine, s int32) {
	d.stepEnds(e)
	if s >= maxDPORSlots {
		d.cut, d.frozen = true, true
	}
	if d.picks == NoSlot && d.depth == len(d.nodes) && !d.frozen {
		d.push(1<<uint(s), s, e, 1)
	}
	d.picks = NoSlot
	if d.frozen {
		return
	}
	at := &d.nodes[d.depth]
	if at.Options == 0 || at.Chosen != s {
		d.cut, d.frozen = true, true
		return
	}
	pend := e.g[s].pend
	if e.Queues != nil && pend.Op.tells() {
		d.showChannels()
	}
	on := d.selects.on(s, pend)
	d.log = append(d.log, dporEvent{
		pend: pend, queue: d.queue(e, pend), on: on, near: d.selects.near(on),
		node: int32(d.depth), slot: s, g: e.g[s].id, from: d.woken[s], base: d.after,
	})
	d.woken[s] = -1
	d.chooses(e, s, &d.log[len(d.log)-1])
	d.choices.wakes(s)
	d.fallsAsleep(e, at.Done&^(1<<uint(s)))
	d.depth++
	d.open, d.e = true, e
}

// stepEnds is called when the step in progress has ended, and before the next one is chosen.
// Whoever sleeps goes on sleeping as long as only independent steps are made.
func (d *DPOR) stepEnds(e *Engine) {
	if !d.open {
		return
	}
	d.open = false
	ev := &d.log[len(d.log)-1]
	ev.eff = e.takeEffects()
	took, ok := d.locks.step(e, ev.slot, ev.pend)
	ev.took, d.cut = took, d.cut || !ok
	if ev.pend.Op == OpWaitGroupWait && (d.groups.of(ev.pend.Obj) != 0) != e.waits(ev.slot, ev.pend) {
		d.showGroups()
	}
	if ev.pend.Op == OpSelect && e.waits(ev.slot, ev.pend) {
		d.selects.waits(ev.slot)
	}
	if ev.queue.Cap != noQueue && (ev.queue.Cap > 0 || ev.pend.Op == OpRecv) {
		ev.waits = e.waits(ev.slot, ev.pend)
	}
	if c := d.choices.of(ev); c != nil && c.taken == NoSlot {
		ev.waits = true
	}
	d.spins.step(ev.slot, ev.pend, ev.eff, took)
	did := ev.eff
	if ev.may = d.may[ev.slot]; !ev.waits && (took || !ev.pend.Op.locks()) && !(ev.pend.Op == OpWaitGroupWait && e.waits(ev.slot, ev.pend)) {
		ev.eff |= ev.may
	}
	d.may[ev.slot] = 0
	at := &d.nodes[ev.node]
	at.Eff |= ev.eff
	d.sleep, d.slept = 0, 0
	for rest := (at.Sleep | at.Done | d.choices.dozing) &^ (1 << uint(ev.slot)); rest != 0; rest &= rest - 1 {
		q := int32(trailingZeros(rest))
		eff := at.Slept
		if at.Done>>uint(q)&1 != 0 {
			eff = at.Did
		}
		if d.choices.dozes(q) {
			eff |= at.Slept
		}
		d.may[q] |= eff
		if e.g[q].pend.Op == OpSelect && !d.shown.Channels {
			d.sleepsOn(e, q, ev, eff, !e.enabled.has(q) || did.conflict(eff))
			continue
		}
		if e.enabled.has(q) && !did.conflict(eff) && !d.dependent(ev, &dporEvent{pend: e.g[q].pend, on: d.selects.on(q, e.g[q].pend)}) {
			d.sleep |= 1 << uint(q)
			d.slept |= eff
		}
	}
}

// OnlyRead says that the CompareAndSwap of obj in progress, if there is one, has failed.
func (e *Engine) OnlyRead(obj uintptr) {
	d := e.reduces
	if d == nil || !d.open {
		return
	}
	if p := &d.log[len(d.log)-1].pend; p.Op == OpAtomicCAS && p.Obj == obj {
		p.Op = OpAtomicLoad
	}
}

// dependent reports whether the order of a step and of a later operation can make a difference.
func (d *DPOR) dependent(first, second *dporEvent) bool {
	a, b := first.pend, second.pend
	if first.queue.Cap != noQueue && a.Obj == b.Obj && (b.Op == OpClose || d.queues(b.Op)) {
		return onQueue(a.Op, b.Op, first.queue)
	}
	if d.shown.Channels && first.on != 0 && second.on != 0 {
		return first.meets(second)
	}
	if !d.shown.Groups && (a.Op.counts() && b.Op.counts() || a.Op == OpWaitGroupWait && b.Op == OpWaitGroupWait) {
		return false
	}
	return Dependent(a, b)
}

// Spawned implements [spawnObserver].
func (d *DPOR) Spawned(_ *Engine, _, child int32) {
	if child < maxDPORSlots {
		d.woken[child] = int32(len(d.log)) - 1
	}
}

// Wake implements [wakeObserver].
func (d *DPOR) Wake(e *Engine, s int32, p Pending) {
	if q := d.queue(e, p); p.Op == OpSelect || d.queues(p.Op) && (q.Cap > 0 || q.Cap == 0 && p.Op == OpRecv) {
		d.showChannels() // who had to wait has been woken: by the clock, or from outside
	}
	if s < maxDPORSlots {
		d.woken[s] = int32(len(d.log)) - 1
		d.selects.ends(s)
	}
}

// Advance implements [wakeObserver].
func (d *DPOR) Advance() { d.after = int32(len(d.log)) }

// Cut implements [cutObserver].
func (d *DPOR) Cut() { d.cut, d.frozen = true, true }

// Value implements [Strategy].
func (d *DPOR) Value(e *Engine, n int) int {
	if d.frozen {
		return 0
	}
	c := d.choosing()
	if c != nil && n != onesCount(c.ready) {
		d.showChannels() // cannot be
		return 0
	}
	if d.depth == len(d.nodes) {
		if len(d.nodes) == maxDPOR {
			d.cut, d.frozen = true, true
			return 0
		}
		d.cut = d.cut || n == MaxDraw
		at := Node{N: uint32(min(n, MaxDraw-1))}
		if c != nil {
			at.Sleep, at.K = c.values()
		}
		d.nodes = append(d.nodes, at)
	}
	at := d.nodes[d.depth]
	if at.Options != 0 || int(at.K) >= n {
		d.cut, d.frozen = true, true
		return 0
	}
	d.depth++
	if c != nil {
		d.takes(e, &d.log[len(d.log)-1], c.nth(int(at.K)))
	}
	return int(at.K)
}

// Fair implements [Strategy].
func (d *DPOR) Fair() bool { return false }
