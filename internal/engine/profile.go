package engine

// Event is an operation of the first run, for strategies that learn from it.
type Event struct {
	G      uint32 // spawn number of the goroutine
	Child  uint32 // spawn number of the goroutine that it started, if Op is OpGo
	Object uint32 // by first use in the run, from 1; 0: none, or more than can be told apart
	Local  uint32 // the same by first use by this goroutine, which no schedule changes
	Op     Op
	Mine   bool // made by the package that the strategy asks for; see [ProfiledPackage]
}

// Profiler is the round-robin strategy of the first run, with a log.
type Profiler struct {
	RoundRobin
	events  []Event
	objects numbering
	locals  locals
	mine    []bool // slot -> what it has announced is made by that package
}

// ProfiledPackage is the import path in the name of a strategy that looks at the operations
// of one package, or "".
func ProfiledPackage(spec string) string {
	if len(spec) > len(surwInPrefix) && spec[:len(surwInPrefix)] == surwInPrefix {
		return spec[len(surwInPrefix):]
	}
	return ""
}

const surwInPrefix = "surw:in="

// maxProfile bounds the log.
const maxProfile = 1 << 16

// NewProfiler returns a profiler that has seen nothing, of runs of up to slots goroutines.
func NewProfiler(slots int) *Profiler {
	return &Profiler{events: make([]Event, 0, maxProfile), mine: make([]bool, slots)}
}

// Announce says whether what the goroutine in slot s is about to announce is made by the
// package that is looked at.
func (p *Profiler) Announce(s int32, mine bool) { p.mine[s] = mine }

// Events is what the run did.
func (p *Profiler) Events() []Event { return p.events }

func (p *Profiler) add(e Event) {
	if len(p.events) < cap(p.events) {
		p.events = append(p.events, e)
	}
}

// Begin implements [Strategy].
func (p *Profiler) Begin(seed uint64) {
	p.RoundRobin.Begin(seed)
	p.events = p.events[:0]
	p.objects.begin()
	p.locals.begin()
}

// Turn implements [turnObserver].
func (p *Profiler) Turn(e *Engine, s int32) {
	if len(p.events) == cap(p.events) || s == e.clock {
		return // its numbers would have no use
	}
	pend := &e.g[s].pend
	p.add(Event{G: e.g[s].id, Op: pend.Op, Object: p.objects.add(pend.Obj), Local: p.locals.number(pend.Obj, e.g[s].id), Mine: p.mine[s]})
}

// Spawned implements [spawnObserver].
func (p *Profiler) Spawned(e *Engine, parent, child int32) {
	if parent != NoSlot && parent != e.clock { // the clock's number is beyond those of goroutines
		p.add(Event{G: e.g[parent].id, Op: OpGo, Child: e.g[child].id})
	}
}

// numbering numbers objects by first use.
type numbering struct {
	gen   uint32
	n     uint32
	table [2 * maxObjects]struct {
		addr uintptr
		gen  uint32
		id   uint32
	}
}

const maxObjects = 1 << 10

func (t *numbering) begin() {
	t.gen++
	t.n = 0
}

// find returns the number of the object at addr, or 0 and the place where it belongs.
func (t *numbering) find(addr uintptr) (id uint32, at int) {
	for i := uint64(addr) * 0x9e3779b97f4a7c15 >> 40; ; i++ {
		at := int(i % uint64(len(t.table)))
		switch o := &t.table[at]; {
		case o.gen != t.gen:
			return 0, at
		case o.addr == addr:
			return o.id, at
		}
	}
}

// add is find for an object that is used now. It returns 0 for no object and when there
// are too many.
func (t *numbering) add(addr uintptr) uint32 {
	if addr == 0 {
		return 0
	}
	id, at := t.find(addr)
	if id == 0 && t.n < maxObjects {
		t.n++
		id = t.n
		o := &t.table[at]
		o.addr, o.gen, o.id = addr, t.gen, id
	}
	return id
}

// locals numbers the objects of each goroutine by its own first use of them.
type locals struct {
	numbering
	next [maxObjects]uint32 // goroutine -> how many it has used
	top  uint32             // goroutines from here on have used none
}

func (l *locals) begin() {
	l.numbering.begin()
	clear(l.next[:l.top])
	l.top = 0
}

// number returns the number, from 1, of the object at addr among those of goroutine g; 0
// for no object and when there are too many.
func (l *locals) number(addr uintptr, g uint32) uint32 {
	if addr == 0 || g >= maxObjects {
		return 0
	}
	key := addr ^ uintptr(g+1)<<48 // addresses have fewer bits
	id, at := l.find(key)
	if id == 0 && l.n < maxObjects {
		l.n++
		l.next[g]++
		l.top = max(l.top, g+1)
		id = l.next[g]
		o := &l.table[at]
		o.addr, o.gen, o.id = key, l.gen, id
	}
	return id
}
