package runtime

import (
	"chaosrun/detector"
	"chaosrun/engine"
	"unsafe"
)

// With -accesses, the packages under test are compiled as for the race detector, and
// every read and write of theirs is a scheduling point. What they and the annotations of
// the runtime and the standard library tell goes to our own race detector.
const chaosAccesses = true

var chaosDetector detector.Detector

// chaosRaces counts the races of all runs of the process.
var chaosRaces uint64

func chaosAccessSetup() {
	chaosDetector.Setup(detector.Memory{
		Rows:   chaosAlloc[uint32](detector.RowsLen),
		Ended:  chaosAlloc[detector.Context](detector.EndedLen),
		Syncs:  chaosAllocLike(detector.Memory{}.Syncs, detector.SyncsLen),
		Arena:  chaosAlloc[uint32](detector.ArenaLen),
		Words:  chaosAllocLike(detector.Memory{}.Words, detector.WordsLen),
		Nodes:  chaosAllocLike(detector.Memory{}.Nodes, detector.NodesLen),
		Filter: chaosAlloc[uint64](detector.FilterLen),
	})
}

// chaosAllocLike is chaosAlloc for a type that has no name here.
func chaosAllocLike[T any](_ []T, n int) []T { return chaosAlloc[T](n) }

func chaosAccessBegin() { chaosDetector.Begin() }

// chaosContext is whose clock counts for what gp does.
func chaosContext(gp *g) detector.Context {
	c := &chaosState
	switch {
	case gp.chaos.slot < 0:
		return detector.Timers
	case gp.chaos.slot == 0 || !c.open || gp.chaos.run != c.run:
		return detector.Outside
	}
	return detector.Context(gp.chaos.ctx)
}

func chaosRaceSpawn(parent, newg *g) {
	newg.chaos.ctx = uint32(chaosDetector.Start(chaosContext(parent)))
}

func chaosRaceAdopt(gp *g) { gp.chaos.ctx = uint32(chaosDetector.Start(detector.Outside)) }

// chaosRaceTimer is called before a timer fires: what it brings about does not come after what
// another did.
func chaosRaceTimer() { chaosDetector.Anew(detector.Timers) }

func chaosRaceEnd(gp *g) { chaosDetector.End(chaosContext(gp)) }

// chaosMaxWords is how many words an access of more than one word is announced as; what is
// longer is one step.
const chaosMaxWords = 8

// chaosAccess is called before a goroutine reads or writes memory.
//
//go:linkname chaosAccess
func chaosAccess(addr, size uintptr, write bool) {
	gp := getg()
	if !chaosTells(gp, addr) || size == 0 {
		return
	}
	op := engine.OpRead
	if write {
		op = engine.OpWrite
	}
	if words := (addr&7 + size + 7) / 8; words > chaosMaxWords {
		chaosState.eng.Cut()
		chaosPointSlow(gp, op, addr&^7)
		chaosDetect(gp, addr, size, write, false)
		return
	}
	for size > 0 {
		n := min(8-addr&7, size)
		chaosPointSlow(gp, op, addr&^7)
		chaosDetect(gp, addr, n, write, false)
		addr += n
		size -= n
	}
}

// chaosAccessHere is chaosAccess as part of the point just passed.
func chaosAccessHere(addr, size uintptr, write bool) {
	if gp := getg(); chaosTells(gp, addr) {
		chaosDetect(gp, addr, size, write, false)
	}
}

// chaosTells says whether an access is of interest: made by the run, outside of the test
// framework, and not to the goroutine's own stack.
func chaosTells(gp *g, addr uintptr) bool {
	c := &chaosState
	return gp.chaos.slot > 0 && c.active && gp.chaos.run == c.run && gp.chaos.quiet == 0 && gp.m.locks == 0 &&
		(addr < gp.stack.lo || addr >= gp.stack.hi)
}

func chaosDetect(gp *g, addr, size uintptr, write, atomic bool) {
	d := &chaosDetector
	races := d.Races
	a := detector.Access{Step: gp.chaos.step, Write: write, Atomic: atomic}
	if size == 1 {
		d.Access(detector.Context(gp.chaos.ctx), addr, 1<<(addr&7), a)
	} else {
		d.AccessRange(detector.Context(gp.chaos.ctx), addr, size, a)
	}
	if d.Races == races {
		return
	}
	chaosRaces++
	if r := &chaosState.rec; r.on && races == 0 {
		r.race(d.Found)
	}
}

// race tells of a race: the steps of the two accesses and what they were.
func (r *chaosRecorder) race(found detector.Race) {
	r.begin("R")
	for _, a := range [...]detector.Access{found.First, found.Second} {
		r.num(uint64(a.Step), 10)
		switch {
		case a.Atomic && a.Write:
			r.word("atomic write")
		case a.Atomic:
			r.word("atomic read")
		case a.Write:
			r.word("write")
		default:
			r.word("read")
		}
	}
	r.flush()
}

type chaosSyncOp int

const (
	chaosAcquire chaosSyncOp = iota
	chaosRelease
	chaosReleaseMerge
	chaosReleaseAcquire
)

// chaosSync tells of a synchronization by gp.
func chaosSync(gp *g, op chaosSyncOp, addr unsafe.Pointer) {
	if !chaosState.open || gp.raceignore != 0 {
		return
	}
	if gp == getg() && gp == gp.m.g0 && gp.chaos.slot == 0 {
		if gp = gp.m.curg; gp == nil {
			return
		}
	}
	d, ctx := &chaosDetector, chaosContext(gp)
	switch op {
	case chaosAcquire:
		d.Acquire(ctx, uintptr(addr))
	case chaosRelease:
		d.Release(ctx, uintptr(addr))
	case chaosReleaseMerge:
		d.ReleaseMerge(ctx, uintptr(addr))
	case chaosReleaseAcquire:
		d.ReleaseAcquire(ctx, uintptr(addr))
	}
}

func chaosTimerAcquires(addr unsafe.Pointer) {
	if chaosState.open {
		chaosDetector.Acquire(detector.Timers, uintptr(addr))
	}
}

// chaosAtomic is called when an operation of sync/atomic is about to be done, after its
// scheduling point.
func chaosAtomic(gp *g, op engine.Op, obj unsafe.Pointer) {
	if !chaosState.open {
		return
	}
	addr := uintptr(obj)
	if chaosTells(gp, addr) {
		chaosDetect(gp, addr, 1, op != engine.OpAtomicLoad, true)
	}
	if gp.raceignore != 0 {
		return
	}
	d, ctx := &chaosDetector, chaosContext(gp)
	switch op {
	case engine.OpAtomicLoad:
		d.Acquire(ctx, addr)
	case engine.OpAtomicStore:
		d.Release(ctx, addr)
	default:
		d.AcquireRelease(ctx, addr)
	}
}

// chaosForget is called when memory is allocated.
func chaosForget(p unsafe.Pointer, size uintptr) {
	if chaosState.open {
		chaosDetector.Forget(uintptr(p), size)
	}
}

// What package internal/race calls.

//go:linkname chaosRaceAcquire
func chaosRaceAcquire(addr unsafe.Pointer) { raceacquire(addr) }

//go:linkname chaosRaceRelease
func chaosRaceRelease(addr unsafe.Pointer) { racerelease(addr) }

//go:linkname chaosRaceReleaseMerge
func chaosRaceReleaseMerge(addr unsafe.Pointer) { racereleasemerge(addr) }

//go:linkname chaosRaceDisable
func chaosRaceDisable() { getg().raceignore++ }

//go:linkname chaosRaceEnable
func chaosRaceEnable() { getg().raceignore-- }

//go:linkname chaosRaceRead
func chaosRaceRead(addr unsafe.Pointer, size uintptr) { chaosAccessHere(uintptr(addr), size, false) }

//go:linkname chaosRaceWrite
func chaosRaceWrite(addr unsafe.Pointer, size uintptr) { chaosAccessHere(uintptr(addr), size, true) }

//go:linkname chaosRaceErrors
func chaosRaceErrors() int { return int(chaosRaces) }
