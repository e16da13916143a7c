package engine

// What operations SURW is selective about.
const (
	surwAny    = iota // one object for each run, drawn from those that goroutines share
	surwAll           // all operations
	surwChan          // channel operations
	surwLock          // locks
	surwAtomic        // atomic operations
	surwIn            // as surwAny, of the objects that functions of one package use
)

func surwClass(s string) int {
	switch s {
	case "all":
		return surwAll
	case "chan":
		return surwChan
	case "lock":
		return surwLock
	case "atomic":
		return surwAtomic
	}
	return -1
}

// SURW is the selectively uniform random walk (Zhao, Wolff, Mathur and Roychoudhury,
// "Selectively Uniform Concurrency Testing", ASPLOS 2025): it samples the order of the
// selected operations uniformly, by choosing who makes the next one with a probability
// proportional to how many each goroutine still has before it. The counts come from the
// first run of the process. Goroutines that are about to make a selected operation out of
// turn wait; of all others the one runs whose operation has the highest random priority.
type SURW struct {
	rng      Rand
	class    int
	events   []Event
	shared   []uint32   // objects that more than one goroutine uses
	upTo     []int      // operations on the shared objects up to each of them
	selected uint32     // the object of this run; 0: by class
	parents  []uint32   // goroutine -> who started it, plus one
	counts   []int      // goroutine -> selected operations in the first run
	ahead    weights    // of those that can run: selected operations that they have before them
	weight   []int      // slot -> selected operations before the goroutine and those it will start
	seen     []uint64   // slot -> the run and the announcement that weight and wanted are of
	owner    []uint64   // slot -> the run and the goroutine that weight is of
	wanted   []bool     // slot -> what it has announced is selected
	drawn    []uint64   // slot -> priority of what it has announced, 0 if it cannot run
	prio     priorities // of those that need not wait
	gen      uint64
	intended int32    // the slot that makes the next selected operation
	waited   int      // choices since it was drawn
	local    []uint32 // goroutine -> its own number of the selected object, or 0
	locals   locals
}

func newSURW(class, slots int) *SURW {
	return &SURW{
		class: class, prio: newPriorities(slots), ahead: newWeights(slots), weight: make([]int, slots), wanted: make([]bool, slots),
		drawn: make([]uint64, slots), owner: make([]uint64, slots), seen: make([]uint64, slots),
	}
}

// Profile implements [Profiled].
func (w *SURW) Profile(_ uint64, ops []Event) {
	w.events = ops
	top := uint32(0)
	users := make([]uint32, maxObjects+1) // object -> its user plus one; ^0: several
	mine := make([]bool, maxObjects+1)
	uses := make([]int, maxObjects+1)
	for _, ev := range ops {
		if ev.Mine {
			mine[ev.Object] = true
		}
		uses[ev.Object]++
	}
	for _, ev := range ops {
		top = max(top, ev.G, ev.Child)
		if ev.Object == 0 || w.class == surwIn && !mine[ev.Object] || ev.Op == OpWaitGroupDone {
			continue // when goroutines are done matters to nobody but the one that waits for them
		}
		switch users[ev.Object] {
		case 0:
			users[ev.Object] = ev.G + 1
		case ev.G + 1, ^uint32(0):
		default:
			users[ev.Object] = ^uint32(0)
			w.shared = append(w.shared, ev.Object)
		}
	}
	total := 0
	w.upTo = make([]int, len(w.shared))
	for i, o := range w.shared {
		total += uses[o]
		w.upTo[i] = total
	}
	w.parents = make([]uint32, top+1)
	for _, ev := range ops {
		if ev.Child != 0 {
			w.parents[ev.Child] = ev.G + 1
		}
	}
	w.counts, w.local = make([]int, top+1), make([]uint32, top+1)
}

// Begin implements [Strategy].
func (w *SURW) Begin(seed uint64) {
	w.rng.Seed(seed)
	w.gen++
	w.prio.clear()
	w.ahead.clear()
	w.locals.begin()
	clear(w.local)
	w.intended, w.selected, w.waited = NoSlot, 0, 0
	if (w.class == surwAny || w.class == surwIn) && len(w.shared) > 0 {
		w.selected = w.draw()
	}
	// A goroutine's count holds those of the goroutines that it will start.
	clear(w.counts)
	for _, ev := range w.events {
		if w.selected != 0 && ev.Object == w.selected {
			w.local[ev.G] = ev.Local
		}
		if w.selects(ev.Op, ev.Object == w.selected) {
			for g := ev.G; ; g = w.parents[g] - 1 {
				w.counts[g]++
				if w.parents[g] == 0 || w.parents[g]-1 >= g {
					break
				}
			}
		}
	}
}

// draw returns one of the shared objects: in half of the runs each is as likely as any other, in
// half it is so in proportion to its uses.
func (w *SURW) draw() uint32 {
	if w.rng.Intn(2) == 0 {
		return w.shared[w.rng.Intn(len(w.shared))]
	}
	at := w.rng.Intn(w.upTo[len(w.upTo)-1])
	i := 0
	for w.upTo[i] <= at {
		i++
	}
	return w.shared[i]
}

func (w *SURW) selects(op Op, onSelected bool) bool {
	if w.selected != 0 {
		return onSelected
	}
	switch w.class {
	case surwChan:
		return op.channel() || op.selects()
	case surwLock:
		return op >= OpLock && op <= OpWUnlock
	case surwAtomic:
		return op >= OpAtomicLoad && op <= OpAtomicCAS
	}
	return !op.resumes()
}

// see takes in what the goroutine in slot s has announced.
func (w *SURW) see(e *Engine, s int32) {
	g := &e.g[s]
	if id := w.gen<<32 | uint64(g.id); w.owner[s] != id {
		w.owner[s] = id
		w.weight[s] = 0
		if int(g.id) < len(w.counts) {
			w.weight[s] = w.counts[g.id]
		}
	}
	if seq := w.gen<<32 | uint64(g.pend.Seq); w.seen[s] != seq {
		w.seen[s] = seq
		w.wanted[s] = w.wants(g)
	}
}

func (w *SURW) wants(g *Goroutine) bool {
	if w.selected == 0 {
		return w.selects(g.pend.Op, false)
	}
	n := w.locals.number(g.pend.Obj, g.id)
	return n != 0 && int(g.id) < len(w.local) && w.local[g.id] == n
}

// weigh says how likely the goroutine in slot s is to make the next selected operation: as it has some
// before it, but at least one if it has made one in the first run, as in this one it may make more.
func (w *SURW) weigh(e *Engine, s int32) {
	n := 0
	if e.enabled.has(s) {
		id := int(e.g[s].id)
		n = max(w.weight[s], int(flag(id < len(w.local) && w.local[id] != 0)))
	}
	w.ahead.set(s, n)
}

// enter says whether the goroutine in slot s may go on: not if it cannot run, and not if it would make a
// selected operation out of turn.
func (w *SURW) enter(s int32) {
	if w.wanted[s] && s != w.intended {
		w.prio.set(s, 0)
	} else {
		w.prio.set(s, w.drawn[s])
	}
}

// Pick implements [Strategy].
func (w *SURW) Pick(e *Engine, n int) int {
	for s := e.Changed(); s != NoSlot; s = e.Changed() {
		w.drawn[s] = 0
		if e.enabled.has(s) {
			w.see(e, s)
			w.drawn[s] = w.rng.Uint64() | 1
		}
		w.enter(s)
		w.weigh(e, s)
	}
	if w.intended != NoSlot && !e.slots.has(w.intended) {
		w.intend(NoSlot)
	}
	// The intended one may wait, in a loop, for one that waits for its turn.
	if w.waited++; w.intended == NoSlot || w.waited > pctPatience {
		w.intend(w.next(e, n))
	}
	s := w.prio.highest()
	if s == NoSlot {
		// The intended one waits for one of the others.
		w.intend(w.next(e, n))
		s = w.prio.highest()
	}
	return e.OptionOf(s)
}

// intend lets the goroutine in slot s, or nobody, make the next selected operation.
func (w *SURW) intend(s int32) {
	old := w.intended
	w.intended = s
	if old != NoSlot {
		w.enter(old)
	}
	if s != NoSlot {
		w.enter(s)
	}
}

// next draws who makes the next selected operation, among the enabled.
func (w *SURW) next(e *Engine, n int) int32 {
	even := w.ahead.total == 0 || w.waited > pctPatience // the first run had no more: all alike
	w.waited = 0
	if even {
		return e.Option(w.rng.Intn(n))
	}
	return w.ahead.at(w.rng.Intn(w.ahead.total))
}

// Turn implements [turnObserver].
func (w *SURW) Turn(e *Engine, s int32) {
	w.see(e, s)
	if w.wanted[s] {
		w.weight[s]--
		w.weigh(e, s)
		if s == w.intended {
			w.intend(NoSlot)
		}
	}
}

// Spawned implements [spawnObserver]: the parent no longer has before it what the child will do.
func (w *SURW) Spawned(e *Engine, parent, child int32) {
	if parent == NoSlot {
		return
	}
	w.see(e, parent)
	w.see(e, child)
	w.weight[parent] -= max(w.weight[child], 0)
	w.weigh(e, parent)
}

// Value implements [Strategy].
func (w *SURW) Value(_ *Engine, n int) int { return w.rng.Intn(n) }

// Fair implements [Strategy].
func (w *SURW) Fair() bool { return false }
