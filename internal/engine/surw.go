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
	shared   []uint32 // objects that more than one goroutine uses
	upTo     []int    // operations on the shared objects up to each of them
	selected uint32   // the object of this run; 0: by class
	parents  []uint32 // goroutine -> who started it, plus one
	counts   []int    // goroutine -> selected operations in the first run
	weight   []int    // slot -> selected operations before the goroutine and those it will start
	owner    []uint64 // slot -> the run and the goroutine that weight is of
	gen      uint64
	intended int32    // the slot that makes the next selected operation
	waited   int      // choices since it was drawn
	local    []uint32 // goroutine -> its own number of the selected object, or 0
	locals   locals
	ops      priorities
}

func newSURW(class, slots int) *SURW {
	return &SURW{class: class, weight: make([]int, slots), owner: make([]uint64, slots), ops: newPriorities(slots)}
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
	w.ops.begin()
	w.locals.begin()
	clear(w.local)
	w.intended, w.selected = NoSlot, 0
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

// left returns how many selected operations the goroutine in slot s has before it.
func (w *SURW) left(e *Engine, s int32) int {
	if id := e.g[s].id; w.owner[s] != w.gen<<32|uint64(id) {
		w.owner[s] = w.gen<<32 | uint64(id)
		w.weight[s] = 0
		if int(id) < len(w.counts) {
			w.weight[s] = w.counts[id]
		}
	}
	return max(w.weight[s], 0)
}

// ahead is left, but at least one for a goroutine that has made a selected operation in the first
// run: in this one it may make more.
func (w *SURW) ahead(e *Engine, s int32) int {
	n := w.left(e, s)
	if id := int(e.g[s].id); n == 0 && id < len(w.local) && w.local[id] != 0 {
		return 1
	}
	return n
}

func (w *SURW) wants(e *Engine, s int32) bool {
	p := &e.g[s].pend
	if w.selected == 0 {
		return w.selects(p.Op, false)
	}
	g := e.g[s].id
	n := w.locals.number(p.Obj, g)
	return n != 0 && int(g) < len(w.local) && w.local[g] == n
}

// Pick implements [Strategy].
func (w *SURW) Pick(e *Engine, n int) int {
	if w.intended != NoSlot && !e.slots.has(w.intended) {
		w.intended = NoSlot
	}
	// The intended one may wait, in a loop, for one that waits for its turn.
	if w.waited++; w.intended == NoSlot || w.waited > pctPatience {
		w.intend(e, n)
	}
	k := w.highest(e, n)
	if k < 0 {
		// The intended one waits for one of the others.
		w.intend(e, n)
		k = w.highest(e, n)
	}
	return k
}

// highest returns the option whose operation has the highest priority, leaving out those that
// would make a selected operation out of turn, or -1 if there is no other.
func (w *SURW) highest(e *Engine, n int) int {
	best, most := -1, uint64(0)
	s := e.Option(0)
	for k := range n {
		if s == w.intended || !w.wants(e, s) {
			if pend := &e.g[s].pend; w.ops.isNew(s, pend) {
				w.ops.draw(&w.rng, s, pend)
			}
			if prio := w.ops.prio[s]; prio > most {
				best, most = k, prio
			}
		}
		s = e.After(s)
	}
	return best
}

// intend draws who makes the next selected operation, among the enabled.
func (w *SURW) intend(e *Engine, n int) {
	total := 0
	s := e.Option(0)
	for range n {
		total += w.ahead(e, s)
		s = e.After(s)
	}
	even := total == 0 || w.waited > pctPatience // the first run had no more: all alike
	if even {
		total = n
	}
	w.waited = 0
	at := w.rng.Intn(total)
	for s = e.Option(0); ; s = e.After(s) {
		ahead := w.ahead(e, s)
		if even {
			ahead = 1
		}
		if at -= ahead; at < 0 {
			w.intended = s
			return
		}
	}
}

// Turn implements [Observer].
func (w *SURW) Turn(e *Engine, s int32) {
	if w.wants(e, s) {
		w.left(e, s)
		w.weight[s]--
		if s == w.intended {
			w.intended = NoSlot
		}
	}
}

// Spawned implements [Observer]: the parent no longer has before it what the child will do.
func (w *SURW) Spawned(e *Engine, parent, child int32) {
	if parent == NoSlot {
		return
	}
	w.left(e, parent)
	w.weight[parent] -= w.left(e, child)
}

// Wake implements [Observer].
func (w *SURW) Wake(*Engine, int32) {}

// Advance implements [Observer].
func (w *SURW) Advance() {}

// Cut implements [Observer].
func (w *SURW) Cut() {}

// Value implements [Strategy].
func (w *SURW) Value(_ *Engine, n int) int { return w.rng.Intn(n) }

// Fair implements [Strategy].
func (w *SURW) Fair() bool { return false }
