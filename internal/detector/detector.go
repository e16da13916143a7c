// Package detector finds data races: two accesses to one memory location, at least one of
// them a write, that no chain of synchronization orders. It is told of every access and of
// every synchronization in the order in which they happen, and keeps vector clocks, after
// FastTrack (Flanagan and Freund, PLDI 2009). What orders two accesses is the Go memory
// model as the race detector of the Go distribution implements it, whose annotations in the
// runtime and the standard library call it.
//
// Like package engine it is compiled twice, here for its tests and inside the edited
// standard library. It imports nothing, allocates only in [NewMemory], and is not safe for
// concurrent use: whoever holds the only P owns it.
//
// When its memory is used up it stops looking, for the rest of the run, and says so: it
// never reports a race that is none.
package detector

// Context is a thread of control with a vector clock of its own.
type Context uint32

// Contexts that are always there. Those of goroutines come after them.
const (
	Outside Context = 0 // every goroutine that is not in the run, as if they were one
	Timers  Context = 1 // every timer callback
	first   Context = 2
)

// maxContexts bounds the contexts of a run. When all are used, those of goroutines that
// have ended are used again, which can hide a race, and when there are none, goroutines
// count as outside.
const maxContexts = 1024

// Access is one of the two accesses of a race.
type Access struct {
	Step   uint32 // of the run, as the caller counts
	Write  bool
	Atomic bool
}

// Race is two accesses that nothing orders. First was made earlier in this run.
type Race struct{ First, Second Access }

// Detector is the state of one run. The zero value needs Setup once and Begin before
// every run.
type Detector struct {
	// Races counts the races of the run, and Found is the first of them. Lost is set when
	// the memory was used up.
	Races uint64
	Found Race
	Lost  bool

	gen uint32

	// Vector clocks of contexts, a row each, of which so many entries are in use.
	rows  []uint32
	lens  [maxContexts]uint32
	next  Context
	ended []Context // to be used again

	// Clocks of what contexts synchronize by, in an arena.
	syncs    []sync
	syncUsed int
	arena    []uint32
	arenaTop uint32

	shadow shadow
}

// Memory is what a detector works in.
type Memory struct {
	Rows   []uint32 // RowsLen
	Ended  []Context
	Syncs  []sync // a power of two
	Arena  []uint32
	Words  []word // a power of two
	Nodes  []node
	Filter []uint64 // a power of two
}

// Sizes of [Memory]. All of it is touched only as far as a run needs it.
const (
	RowsLen   = maxContexts * maxContexts
	EndedLen  = maxContexts
	SyncsLen  = 1 << 17
	ArenaLen  = 1 << 23
	WordsLen  = 1 << 20
	NodesLen  = 1 << 21
	FilterLen = 1 << 10
)

// NewMemory allocates. Inside the runtime the memory comes from elsewhere.
func NewMemory() Memory {
	return Memory{
		Rows:   make([]uint32, RowsLen),
		Ended:  make([]Context, EndedLen),
		Syncs:  make([]sync, SyncsLen),
		Arena:  make([]uint32, ArenaLen),
		Words:  make([]word, WordsLen),
		Nodes:  make([]node, NodesLen),
		Filter: make([]uint64, FilterLen),
	}
}

// Setup gives the detector its memory, zeroed.
func (d *Detector) Setup(m Memory) {
	d.rows, d.ended = m.Rows, m.Ended[:0]
	d.syncs, d.arena = m.Syncs, m.Arena
	d.shadow = shadow{words: m.Words, nodes: m.Nodes, filter: m.Filter}
}

// Begin forgets the run before.
func (d *Detector) Begin() {
	d.gen++
	d.Races, d.Lost = 0, false
	clear(d.lens[:])
	d.next, d.ended = first, d.ended[:0]
	d.syncUsed, d.arenaTop = 0, 0
	d.row(Outside, 1)[Outside] = 1
	d.row(Timers, 2)[Timers] = 1
	d.shadow.begin()
}

// Start returns the context of a goroutine that parent starts.
func (d *Detector) Start(parent Context) Context {
	c := d.next
	switch {
	case c < maxContexts:
		d.next++
	case len(d.ended) > 0:
		c = d.ended[len(d.ended)-1]
		d.ended = d.ended[:len(d.ended)-1]
	default:
		return Outside
	}
	own := d.at(c, c) + 1 // later than all of an earlier goroutine with this context
	d.lens[c] = 0
	d.join(c, d.row(parent, 0))
	d.row(c, uint32(c)+1)[c] = own
	d.tick(parent)
	return c
}

// Anew lets a context forget all that it has heard of. What it does from now on comes after
// nothing.
func (d *Detector) Anew(c Context) {
	own := d.at(c, c) + 1
	d.lens[c] = 0
	d.row(c, uint32(c)+1)[c] = own
}

// End says that the goroutine of a context has ended.
func (d *Detector) End(c Context) {
	if c >= first {
		d.ended = append(d.ended, c)
	}
}

// Read, Write and the atomic accesses are of the bytes of one aligned word of 8 bytes that
// mask names, the lowest bit for the lowest address.

// Access tells of an access by context c in the given step.
func (d *Detector) Access(c Context, addr uintptr, mask uint8, a Access) {
	if d.Lost {
		return
	}
	d.access(c, addr>>3, mask, a)
}

// AccessRange is Access for size bytes from addr on.
func (d *Detector) AccessRange(c Context, addr, size uintptr, a Access) {
	for size > 0 && !d.Lost {
		off := addr & 7
		n := min(8-off, size)
		d.access(c, addr>>3, uint8(1<<n-1)<<off, a)
		addr += n
		size -= n
	}
}

func (d *Detector) race(n *node, a Access) {
	if d.Races == 0 {
		d.Found = Race{Access{n.step, n.flags&isWrite != 0, n.flags&isAtomic != 0}, a}
	}
	d.Races++
}
