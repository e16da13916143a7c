package engine

// Sizes of what coverage works in.
const (
	ObjectBits = 14      // objects of a run that are told apart, as a power of two
	PairBits   = 20      // pairs of dependent operations that are told apart, likewise
	NewsCap    = 1 << 12 // new pairs that one run can report
)

// Object is what coverage knows of a channel, mutex or other object in this run.
type Object struct {
	addr  uintptr
	gen   uint32
	last  uint32 // identifies the operation that changed it last
	place uint32 // in the code, of that operation
	op    Op     // the last operation
	write uint64 // history up to the last operation that changed it
	reads uint64 // and those since, which can change places with one another, in no order
}

// coverage computes what is needed to tell executions apart by what happened in them and
// not by the order of independent operations. Every goroutine and every object has a hash
// of its causal past: an operation joins the pasts of its goroutine and its object. The
// sum over all goroutines, in no order, identifies the happens-before graph: two runs have
// the same sum exactly when (but for collisions) they are the same Mazurkiewicz trace.
//
// Goroutines are told apart by how they were started, and objects by what happened to them,
// so neither numbers nor addresses enter.
type coverage struct {
	done    uint64 // sum of the pasts of goroutines that have ended
	epoch   uint64 // hash of the clock's advances
	gen     uint32
	objects []Object
	used    int
	recent  *Object // the one used last: often used again
	none    Object
	pairs   []uint64 // a bit for each pair of dependent operations ever seen
	news    []uint32 // pairs seen for the first time in this run
	hits    hits
	things  [effectLanes]thing
}

func (c *coverage) setup(m Memory) {
	c.objects, c.pairs = m.Objects, m.Pairs
	c.news = m.News[:0]
}

func (c *coverage) begin() {
	c.gen++
	c.used, c.done, c.epoch = 0, 0, 1
	c.news = c.news[:0]
	c.recent = &c.none
	c.things = [effectLanes]thing{}
	c.hits.begin()
}

// combine hashes b into a. The two are often equal, so they are not treated alike.
func combine(a, b uint64) uint64 {
	a = ((a<<23 | a>>41) + b) * 0x9fb21c651e98df25
	return a ^ a>>32
}

func (c *coverage) spawn(e *Engine, s int32) {
	if e.Cur == NoSlot {
		e.g[s].hash = combine(c.epoch, uint64(e.g[s].id)+1)
		return
	}
	e.g[e.Cur].hash = combine(e.g[e.Cur].hash, uint64(OpGo))
	e.g[s].hash = combine(e.g[e.Cur].hash, uint64(OpStart))
}

func (c *coverage) exit(g *Goroutine) { c.done += mix64(g.hash) }

func (c *coverage) wake(e *Engine, s int32) {
	by := c.epoch
	if e.Cur != NoSlot {
		by = e.g[e.Cur].hash
	}
	e.g[s].hash = combine(e.g[s].hash, by)
}

func (c *coverage) advance() { c.epoch = combine(c.epoch, 1) }

func (c *coverage) value(e *Engine, k int) {
	if e.Cur != NoSlot {
		e.g[e.Cur].hash = combine(e.g[e.Cur].hash, uint64(k)<<8|uint64(OpUser))
	}
}

func (c *coverage) execute(g *Goroutine) {
	if g.pend.Obj == 0 {
		g.hash = combine(g.hash, uint64(g.pend.Op))
		return
	}
	c.touch(g, g.pend.Op, g.pend.Obj)
}

// again is touch for the usual case, and reports whether it is: the object used last, last
// changed by the same goroutine, is changed again.
func (c *coverage) again(g *Goroutine, op Op, obj uintptr) bool {
	o := c.recent
	if o.addr != obj || o.last>>8 != g.id+1 || op.commutes() {
		return false
	}
	g.hash = combine(g.hash+uint64(op), o.write+o.reads)
	o.write, o.reads, o.last, o.place = g.hash, 0, (g.id+1)<<8|uint32(op), g.place
	return true
}

// touch lets goroutine g do op on obj.
func (c *coverage) touch(g *Goroutine, op Op, obj uintptr) {
	o := c.recent
	if o.addr != obj {
		if o = c.object(obj); o == nil {
			g.hash = combine(g.hash, uint64(op))
			return
		}
		c.recent = o
	}
	me := (g.id+1)<<8 | uint32(op)
	if o.last>>8 != me>>8 && o.last != 0 {
		c.pair(o.last, me)
		if c.hits.on {
			c.hits.add(o.place, g.place)
		}
	}
	if op.commutes() {
		if o.reads != 0 && !commute(op, o.op) {
			o.write, o.reads = combine(o.write, o.reads), 0
		}
		g.hash = combine(g.hash+uint64(op), o.write)
		o.reads += g.hash
		o.op = op
		return
	}
	g.hash = combine(g.hash+uint64(op), o.write+o.reads)
	o.write, o.reads, o.last, o.place = g.hash, 0, me, g.place
}

// pair notes that an operation came after a dependent one of another goroutine.
func (c *coverage) pair(first, second uint32) {
	h := uint32(combine(uint64(first)<<32|uint64(second), 1) & (1<<PairBits - 1))
	if w, bit := &c.pairs[h>>6], uint64(1)<<(h&63); *w&bit == 0 {
		*w |= bit
		if len(c.news) < cap(c.news) {
			c.news = append(c.news, h)
		}
	}
}

// object returns the entry of the object at addr, or nil when there is no more room.
func (c *coverage) object(addr uintptr) *Object {
	mask := uint64(len(c.objects) - 1)
	for i := uint64(addr) * 0x9e3779b97f4a7c15 >> 40; ; i++ {
		o := &c.objects[i&mask]
		if o.gen != c.gen {
			if c.used > len(c.objects)*3/4 {
				return nil
			}
			c.used++
			*o = Object{addr: addr, gen: c.gen}
			return o
		}
		if o.addr == addr {
			return o
		}
	}
}

// Interleaving identifies the run's happens-before graph: runs that differ only in the
// order of independent operations have the same one.
func (e *Engine) Interleaving() uint64 {
	h := e.cov.done + e.cov.epoch
	for s := int32(0); int(s) < e.slots.top<<6; s++ {
		if e.slots.has(s) {
			h += mix64(e.g[s].hash + 1)
		}
	}
	return h
}

// NewPairs returns the pairs of dependent operations (goroutine and operation, each) that
// this process saw for the first time in this run. It is valid until the next Begin.
func (e *Engine) NewPairs() []uint32 { return e.cov.news }

// ForgetPairs makes the next run report all of its pairs as new ones.
func (e *Engine) ForgetPairs() { clear(e.cov.pairs) }
