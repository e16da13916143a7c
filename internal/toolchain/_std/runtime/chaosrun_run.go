package runtime

import (
	"chaosrun/engine"
	"internal/runtime/sys"
	"unsafe"
)

// What the harness in package testing calls.

// chaosSetup allocates for runs of at most slots goroutines alive at once. page is
// shared with the parent process; recFD is where recordings go.
//
//go:linkname chaosSetup
func chaosSetup(slots, tapeCap int, page unsafe.Pointer, recFD int) {
	c := &chaosState
	c.eng.Setup(engine.Memory{
		Enabled: chaosAlloc[uint64]((slots + 63) / 64),
		Slots:   chaosAlloc[uint64]((slots + 63) / 64),
		Pending: chaosAlloc[engine.Pending](slots),
		IDs:     chaosAlloc[uint32](slots),
		Tape:    chaosAlloc[uint32](tapeCap),
	})
	c.gs = chaosAlloc[guintptr](slots)
	c.page = (*chaosPage)(page)
	c.rec.fd = uintptr(recFD)
	c.rec.objs = chaosAlloc[uintptr](1 << 16)
	c.rec.ids = chaosAlloc[uint32](1 << 16)
	netpollGenericInit()
}

// chaosAlloc allocates outside of the heap: neither the collector nor the race
// detector looks there.
func chaosAlloc[T any](n int) []T {
	var zero T
	p := persistentalloc(uintptr(n)*unsafe.Sizeof(zero), 8, &memstats.other_sys)
	return unsafe.Slice((*T)(p), n)
}

// chaosResult says how a run ended.
type chaosResult struct {
	Verdict  uint32
	Alive    int // goroutines left
	External int // wake-ups from outside the run
	Waking   int // goroutines that something outside could still wake
	Steps    uint64
	Branches uint64
	Hash     uint64
	Diverged bool
	Now      int64 // virtual nanoseconds since the start of the run
}

// chaosRun runs f as the first goroutine of a controlled run and returns when the
// run has ended. number identifies the run to the parent process.
//
//go:linkname chaosRun
func chaosRun(f func(), strat engine.Strategy, seed, maxSteps, number uint64, replay []uint32, record bool) chaosResult {
	c := &chaosState
	gp := getg()
	if c.eng.Alive() > 0 {
		clear(c.gs)
	}
	if poolcleanup != nil {
		poolcleanup() // twice: a pool keeps its victims for one more collection
		poolcleanup()
	}
	c.eng.Begin(strat, seed, maxSteps, replay)
	c.run++
	c.now = chaosStartNow
	c.timers = new(timers)
	lockInit(&c.timers.mu, lockRankTimers)
	c.verdict, c.waking, c.external, c.drained = chaosDone, 0, 0, 0
	c.rec.on = record
	if record {
		clear(c.rec.objs)
		c.rec.next = 0
	}
	c.page.steps = 0
	c.page.run = number
	c.harness.set(gp)
	c.rooted = true
	c.active = true
	pc := sys.GetCallerPC()
	systemstack(func() {
		root := newproc1(*(**funcval)(unsafe.Pointer(&f)), gp, pc, false, waitReasonZero)
		gp.chaos.slot = -1 // the harness is no goroutine of the run, but starts its first
		chaosSpawn(gp, root)
		gp.chaos.slot = 0
	})
	gopark(nil, nil, waitReasonForceGCIdle, traceBlockForever, 1)
	c.page.run = 0
	c.page.wait = 0
	if raceenabled {
		raceacquireg(gp, unsafe.Pointer(c))
	}
	return chaosResult{
		Verdict:  c.verdict,
		Alive:    c.eng.Alive(),
		External: c.external,
		Waking:   c.waking,
		Steps:    c.eng.Steps,
		Branches: c.eng.Branches,
		Hash:     c.eng.Hash,
		Diverged: c.eng.Diverged,
		Now:      c.now - chaosStartNow,
	}
}

// chaosTape is the tape of the last run.
//
//go:linkname chaosTape
func chaosTape() []uint32 { return chaosState.eng.Tape() }

// chaosLeft looks at the goroutines that the last run left: how many are proved to
// wait for ever, how many tick for ever, and how many something that lives on could
// still wake. With record it describes each to the parent.
//
//go:linkname chaosLeft
func chaosLeft(record bool) (stuck, ticking, behind int, rootStuck bool) {
	c := &chaosState
	for _, gs := range c.gs {
		gp := gs.ptr()
		if gp == nil {
			continue
		}
		status := "behind"
		switch {
		case chaosLeaked(gp):
			stuck++
			status = "stuck"
			rootStuck = rootStuck || gp.chaos.id == 0
		case gp.chaos.ticked && c.drained >= chaosMaxDrain:
			ticking++
			status = "ticking"
		default:
			behind++
		}
		if record {
			c.rec.left(gp, status)
		}
	}
	return
}

// chaosDie notes how the process ends, for the parent.
func chaosDie(how uint64) {
	c := &chaosState
	if c.active && c.page.dying == 0 && chaosOn() {
		c.page.dying = how
	}
}

// chaosExitProcess is called by os.Exit.
//
//go:linkname chaosExitProcess
func chaosExitProcess() { chaosDie(chaosDieExit) }

// chaosHeapLive is the size of the heap, in bytes.
//
//go:linkname chaosHeapLive
func chaosHeapLive() uint64 { return gcController.heapLive.Load() }

// chaosRaceExit orders the end of a goroutine before the next run, and before
// nothing else: what one run leaves behind is no race with the next.
func chaosRaceExit() {
	if gp := getg(); gp.chaos.slot > 0 {
		racereleasemergeg(gp, unsafe.Pointer(&chaosState))
	}
}

// chaosCPUs is the number of processors that a test sees, whatever the machine has,
// so that programs that size themselves by it behave alike everywhere.
const chaosCPUs = 4

// chaosProcs is what runtime.GOMAXPROCS reports in a worker; 0 elsewhere.
var chaosProcs int

// chaosInit is called while the scheduler starts, with the number of Ps it is about
// to make, and returns the number to make.
func chaosInit(procs int32) int32 {
	if gogetenv("CHAOSRUN_JOB") == "" {
		return procs
	}
	chaosProcs = chaosCPUs
	sched.customGOMAXPROCS = true
	return 1
}

// chaosGOMAXPROCS remembers n for the caller and keeps the one P. It reports whether
// this process is a worker.
func chaosGOMAXPROCS(n int) (int, bool) {
	if chaosProcs == 0 {
		return 0, false
	}
	old := chaosProcs
	if n > 0 {
		chaosProcs = n
	}
	return old, true
}

// chaosSeedBytes pins the seeds of the process: hash keys and the random numbers of
// goroutines outside the run are the same in every worker.
var chaosSeedBytes = [...]byte{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}

// chaosText is the start of the text segment, from which recordings count.
//
//go:linkname chaosText
func chaosText() uintptr { return firstmoduledata.text }
