package runtime

import (
	"chaosrun/engine"
	"unsafe"
)

// What the packages that tests import call: choices of the program's own, marks, and
// verdicts. They reach these functions by linkname, in files with the build tag chaosrun.

// chaosIn reports whether gp makes steps of the run in progress.
func chaosIn(gp *g) bool {
	c := &chaosState
	return gp.chaos.slot > 0 && c.active && gp.chaos.run == c.run
}

// chaosAwake reports whether the caller's steps are steps of the run.
//
//go:linkname chaosAwake
func chaosAwake() bool {
	gp := getg()
	return chaosIn(gp) && gp.chaos.quiet == 0
}

// chaosPart makes the calling goroutine, and those that it starts, belong to a part of the
// test, and returns to which it belonged.
//
//go:linkname chaosPart
func chaosPart(part uint32) (old uint32) {
	gp := getg()
	old = gp.chaos.part
	gp.chaos.part = part
	return old
}

// chaosPartIs is the part that the calling goroutine belongs to; 0: none.
//
//go:linkname chaosPartIs
func chaosPartIs() uint32 { return getg().chaos.part }

// chaosControlled reports whether the calling goroutine is under control.
//
//go:linkname chaosControlled
func chaosControlled() bool { return chaosIn(getg()) }

// chaosDraw draws a number below n, 2 <= n <= engine.MaxDraw: a choice on the tape. It
// reports false if the calling goroutine is not under control. with place, the recording
// says where it was made.
//
//go:linkname chaosDraw
func chaosDraw(n uint32, place bool) (uint32, bool) {
	gp := getg()
	if !chaosIn(gp) {
		return 0, false
	}
	c := &chaosState
	if c.eng.Cur != gp.chaos.slot-1 {
		throw("chaosrun: a goroutine draws without the turn")
	}
	k := c.eng.Draw(int(n))
	if c.rec.on && n > 1 {
		c.rec.draw(gp, int(n), k, place)
	}
	return uint32(k), true
}

// chaosFault is chaosDraw for whether a fault happens: 0 is none.
//
//go:linkname chaosFault
func chaosFault(n uint32) (uint32, bool) {
	e := &chaosState.eng
	e.Faulting = true
	k, ok := chaosDraw(n, true)
	e.Faulting = false
	return k, ok
}

// chaosOneInPools is how seldom a sync.Pool that has something says that it has not.
const chaosOneInPools = 16

// chaosPoolMiss reports whether a sync.Pool is empty for the caller, whatever it holds.
//
//go:linkname chaosPoolMiss
func chaosPoolMiss() bool {
	c := &chaosState
	if !chaosAwake() || getg().chaos.exact {
		return false
	}
	if chaosAffect(engine.Reads(engine.System)); c.percent < 0 {
		return false // only the collector empties one
	}
	miss := c.eng.Maybe(engine.PoolMiss, chaosOneInPools)
	if c.rec.on {
		c.rec.chance(getg(), engine.PoolMiss, miss, 0)
	}
	return miss
}

// chaosExact says whether the calling goroutine counts what it allocates, as testing.AllocsPerRun does.
//
//go:linkname chaosExact
func chaosExact(on bool) { getg().chaos.exact = on }

// chaosRefine asks which of n-1 ways to make an input simpler is taken, 0 for none: the
// answer of everything but a plan and a tape. 2 <= n <= engine.MaxDraw.
//
//go:linkname chaosRefine
func chaosRefine(n uint32) uint32 {
	gp := getg()
	if !chaosIn(gp) {
		return 0
	}
	c := &chaosState
	if c.eng.Cur != gp.chaos.slot-1 {
		throw("chaosrun: a goroutine draws without the turn")
	}
	k := c.eng.Refine(int(n))
	if c.rec.on {
		c.rec.refine(gp, int(n), k)
	}
	return uint32(k)
}

// chaosRecording reports whether the caller's run is recorded.
//
//go:linkname chaosRecording
func chaosRecording() bool { return chaosIn(getg()) && chaosState.rec.on }

// chaosUserObject is what all calls of chaosUserPoint are on, so that the order of any two
// matters.
var chaosUserObject byte

// chaosUserPoint is a scheduling point that the program asks for.
//
//go:linkname chaosUserPoint
func chaosUserPoint() { chaosPoint(engine.OpUser, unsafe.Pointer(&chaosUserObject)) }

// chaosFaultPoint is a scheduling point before what is planned for a failpoint is looked at
// or changed.
//
//go:linkname chaosFaultPoint
func chaosFaultPoint(rule unsafe.Pointer) { chaosPoint(engine.OpFault, rule) }

// chaosMark sets a mark in the recording.
//
//go:linkname chaosMark
func chaosMark(name string) {
	if gp := getg(); chaosIn(gp) && chaosState.rec.on {
		chaosState.rec.mark(gp, name)
	}
}

// chaosID is the spawn number of the calling goroutine, or -1 if it is not under control.
//
//go:linkname chaosID
func chaosID() int {
	if gp := getg(); chaosIn(gp) {
		return int(gp.chaos.id)
	}
	return -1
}

func (r *chaosRecorder) draw(gp *g, n, k int, place bool) {
	r.begin("C")
	r.int(int(gp.chaos.id))
	r.int(n)
	r.int(k)
	if place {
		r.pcs(gp)
	}
	r.flush()
}

func (r *chaosRecorder) refine(gp *g, n, k int) {
	r.begin("F")
	r.int(int(gp.chaos.id))
	r.int(n)
	r.int(k)
	r.flush()
}

// maxMark bounds the name of a mark, in bytes.
const maxMark = 200

func (r *chaosRecorder) mark(gp *g, name string) {
	r.begin("M")
	r.int(int(gp.chaos.id))
	r.str(" ")
	r.escaped(name[:min(len(name), maxMark)])
	if name == "" {
		r.str("-")
	}
	r.pcs(gp)
	r.flush()
}

// escaped writes a text that may hold anything, percent-encoded.
func (r *chaosRecorder) escaped(text string) {
	const hex = "0123456789ABCDEF"
	for i := 0; i < len(text); i++ {
		b := text[i]
		if b > ' ' && b < 0x7f && b != '%' {
			r.str(text[i : i+1])
		} else {
			r.str("%")
			r.str(hex[b>>4 : b>>4+1])
			r.str(hex[b&15 : b&15+1])
		}
	}
}
