package engine

// What a step touches beside the object that it announced: things of which the run, or the
// process, has one. The code that touches one says so while the step is made. Systematic
// strategies find out in that way which steps may change places.

// Shared is one of those things.
type Shared uint8

// The things.
const (
	Goroutines  Shared = iota // which there are
	Numbers                   // the random numbers of the run
	Objects                   // which numbers objects have in place of addresses
	System                    // files, processes and all else that system calls reach
	Environment               // variables
	TestState                 // of package testing: failed, ended, its output
	Alarms                    // timers that are set: the first of two that last as long fires first
)

// Effects is a set of things that are read, written, or updated. Updates are writes whose order
// makes no difference to one another, as when things are counted.
type Effects uint64

const (
	effectLanes   = 16
	effectReads   = Effects(1)<<effectLanes - 1
	effectUpdates = effectReads << effectLanes
	effectWrites  = effectUpdates << effectLanes
)

// Reads is the effect of reading s.
func Reads(s Shared) Effects { return 1 << s }

// Updates is the effect of updating s.
func Updates(s Shared) Effects { return 1 << (effectLanes + s) }

// Writes is the effect of writing s.
func Writes(s Shared) Effects { return 1 << (2*effectLanes + s) }

func (f Effects) touched() Effects { return (f | f>>effectLanes | f>>(2*effectLanes)) & effectReads }
func (f Effects) updated() Effects { return f >> effectLanes & effectReads }
func (f Effects) written() Effects { return f >> (2 * effectLanes) & effectReads }
func (f Effects) read() Effects    { return f & effectReads }

// conflict reports whether the order of two steps with these effects can make a difference.
func (f Effects) conflict(g Effects) bool {
	if f == 0 || g == 0 {
		return false
	}
	return f.written()&g.touched()|g.written()&f.touched()|f.updated()&g.read()|g.updated()&f.read() != 0
}

// hides reports whether whatever is in conflict with g is in conflict with f.
func (f Effects) hides(g Effects) bool { return g.touched()&^f.written() == 0 }

// AllEffects conflict with all that has effects.
const AllEffects = effectWrites

// Affect says that the step in progress has these effects.
func (e *Engine) Affect(f Effects) {
	e.effects |= f
	e.uncovered |= f
}

// takeEffects returns what the step that has ended touched.
func (e *Engine) takeEffects() Effects {
	f := e.effects
	e.effects = 0
	return f
}

// thing is what coverage knows of one of them in this run. It joins the pasts of goroutines as an
// [Object] does, but only of several: what one goroutine does alone, as the first run of a process
// may and others need not, tells no interleavings apart.
type thing struct {
	write, reads    uint64
	writer, readers uint32 // goroutine plus one, or several
	op              Op     // of the reads
}

const several = ^uint32(0)

// effectOps are operations that can change places with others as reads, updates and writes can.
var effectOps = [...]Op{OpAtomicLoad, OpWaitGroupDone, OpAtomicStore}

// coverEffects lets the goroutine that holds the turn do what its step did beside the operation.
func (e *Engine) coverEffects() {
	if e.Cur != NoSlot {
		for rest := e.uncovered; rest != 0; rest &= rest - 1 {
			lane := trailingZeros(uint64(rest))
			e.cov.things[lane%effectLanes].touch(&e.g[e.Cur], effectOps[lane/effectLanes])
		}
	}
	e.uncovered = 0
}

func (t *thing) touch(g *Goroutine, op Op) {
	me := g.id + 1
	foreign := t.writer != 0 && t.writer != me
	if !op.commutes() {
		if foreign || t.readers != 0 && t.readers != me {
			g.hash = combine(g.hash+uint64(op), t.write+t.reads)
		}
		*t = thing{write: g.hash, writer: me}
		return
	}
	if t.readers != 0 && !commute(op, t.op) {
		by := t.readers
		if t.writer != 0 && t.writer != by {
			by = several
		}
		*t = thing{write: combine(t.write, t.reads), writer: by}
		foreign = by != me
	}
	if foreign {
		g.hash = combine(g.hash+uint64(op), t.write)
	}
	t.reads += g.hash
	if t.op = op; t.readers == 0 {
		t.readers = me
	} else if t.readers != me {
		t.readers = several
	}
}
