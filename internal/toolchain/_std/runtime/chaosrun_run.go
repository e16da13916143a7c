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
		Enabled:    chaosAlloc[uint64]((slots + 63) / 64),
		Slots:      chaosAlloc[uint64]((slots + 63) / 64),
		Changed:    chaosAlloc[uint64]((slots + 63) / 64),
		Goroutines: chaosAlloc[engine.Goroutine](slots),
		Tape:       chaosAlloc[uint32](tapeCap),
		Objects:    chaosAlloc[engine.Object](1 << engine.ObjectBits),
		Pairs:      chaosAlloc[uint64](1 << (engine.PairBits - 6)),
		News:       chaosAlloc[uint32](engine.NewsCap),
	})
	c.gs = chaosAlloc[guintptr](slots)
	c.page = (*chaosPage)(page)
	c.page.reaches = chaosBeyond
	c.rec.fd = uintptr(recFD)
	chaosAccessSetup()
	netpollGenericInit()
}

// chaosCount is what is to be added to the number of goroutines, for a test that asks for it: the
// harness is none of the test's, while a run is in progress. Asking is a scheduling point.
func chaosCount() int {
	chaosPoint(engine.OpCount, nil)
	chaosReadsGoroutines()
	return -chaosHarness()
}

// chaosHarness is the number of goroutines that a test must not see.
func chaosHarness() int {
	if chaosState.open {
		return 1
	}
	return 0
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
	Spawned  uint32
	Steps    uint64
	Branches uint64
	Hash     uint64
	Graph    uint64 // identifies the happens-before graph
	Diverged bool
	Unending bool  // the test has returned, and what it left made more steps than it may
	Now      int64 // virtual nanoseconds since the start of the run
	Held     int64 // the longest that a goroutine was held up past timers, if that is bounded
}

// chaosRun runs f as the first goroutine of a controlled run and returns when the
// run has ended. number identifies the run to the parent process; recording begins at
// step from, ^0 for never.
//
//go:linkname chaosRun
func chaosRun(f func(), strat engine.Strategy, seed, maxSteps, number uint64, replay []uint32, from uint64) chaosResult {
	c := &chaosState
	gp := getg()
	for i := range c.gs[:c.top] {
		c.gs[i] = 0
	}
	c.top = 0
	if poolcleanup != nil {
		poolcleanup() // twice: a pool keeps its victims for one more collection
		poolcleanup()
	}
	c.eng.Queues = chaosQueue
	c.eng.Begin(strat, seed, maxSteps, replay)
	if c.fairAfter > 0 {
		c.eng.FairAfter(c.fairAfter)
	}
	chaosAccessBegin()
	c.run++
	if c.pinned != 0 {
		seed = c.pinned
		c.eng.Pin(seed)
	}
	chaosOrderBegin(seed)
	if c.start == 0 {
		c.start = max(chaosStartNow, chaosOutsideTime+chaosStepCost)
	}
	if c.kept > 0 {
		chaosShiftTimers(c.start - c.now)
	} else {
		c.timers = new(timers)
		lockInit(&c.timers.mu, lockRankTimers)
	}
	c.now = c.start
	chaosClockBegin()
	chaosPassingBegin()
	c.foreign, c.asked = false, false
	c.percent = chaosCollector
	c.verdict, c.waking, c.external, c.drained, c.patient = chaosDone, 0, 0, 0, false
	c.collected, c.collections, c.ended, c.leftUntil = false, 0, 0, 0
	c.rec.on, c.rec.from = from == 0, from
	c.look = from
	if c.profiler != nil {
		c.look = 0
	}
	if from != ^uint64(0) {
		c.rec.objs.forget()
		c.rec.places.forget()
		c.rec.steps = 0
	}
	c.page.steps, c.page.moves = 0, 0
	c.page.run = number
	c.page.max = c.eng.MaxSteps()
	c.harness.set(gp)
	c.rooted = true
	mp := acquirem() // the run is not to be scheduled yet
	c.open, c.active = true, true
	pc := sys.GetCallerPC()
	systemstack(func() {
		root := newproc1(*(**funcval)(unsafe.Pointer(&f)), gp, pc, false, waitReasonZero)
		gp.chaos.slot = -1 // the harness is no goroutine of the run, but starts its first
		chaosSpawn(gp, root)
		gp.chaos.slot = 0
	})
	chaosAdopt()
	c.active = false
	releasem(mp)
	chaosSchedule()
	for c.verdict == chaosMaybe || c.verdict == chaosCollect {
		if c.verdict == chaosMaybe {
			chaosWaitOutside()
		} else {
			chaosCollectLeft()
		}
	}
	unending := c.verdict == chaosLivelock && !c.rooted
	if unending {
		c.verdict = chaosDone // of the test: what it has left does not end
	}
	c.open = false
	c.page.run = 0
	c.page.wait = 0
	if raceenabled {
		raceacquireg(gp, unsafe.Pointer(c))
	}
	return chaosResult{
		Verdict:  c.verdict,
		Alive:    c.eng.Alive() - c.kept - c.late,
		External: c.external,
		Waking:   c.waking,
		Spawned:  c.eng.Spawned(),
		Steps:    c.eng.Steps,
		Branches: c.eng.Branches,
		Hash:     c.eng.Hash,
		Graph:    c.eng.Interleaving(),
		Diverged: c.eng.Diverged,
		Unending: unending,
		Now:      c.now - c.start,
		Held:     chaosPassing.held,
	}
}

// chaosSchedule lets the run be scheduled, and returns when it has ended.
func chaosSchedule() {
	gopark(chaosActivate, nil, waitReasonForceGCIdle, traceBlockForever, 1)
}

// chaosActivate is called when the harness waits. Were the run scheduled before that, it could end while the
// harness, preempted on a busy machine, was in a run queue, and nobody could wake it.
func chaosActivate(*g, unsafe.Pointer) bool {
	chaosState.active = true
	return true
}

// chaosPin makes all that is random in the runs to come, but for their schedules, follow from one seed.
//
//go:linkname chaosPin
func chaosPin(seed uint64) { chaosState.pinned = seed }

// chaosWaitOutside is called when nothing in the run can run any more, but there are
// goroutines outside of it. If the collector proves that nothing will wake the run, it
// is a deadlock; otherwise the run goes on waiting.
func chaosWaitOutside() {
	c := &chaosState
	proves := chaosProve()
	if c.eng.Enabled() == 0 && (proves && chaosAllStuck() || !chaosOutsideMay()) {
		c.verdict = chaosDeadlock
		return
	}
	c.giveUp = 0
	if !proves {
		c.giveUp = nanotime() + 1_000_000_000
	}
	c.verdict = chaosDone
	c.patient = c.eng.Enabled() == 0
	chaosSchedule()
}

// chaosAllStuck reports whether every goroutine of the run is proved to wait for ever.
// The first one waits for the others: when they are stuck, so is it.
func chaosAllStuck() bool {
	c := &chaosState
	others := 0
	for _, gs := range c.gs[:c.top] {
		gp := gs.ptr()
		if gp == nil || gp.chaos.kept || gp.chaos.id == 0 {
			continue
		}
		others++
		if !chaosLeaked(gp) {
			return false
		}
	}
	return others > 0 || chaosLeaked(c.gs[0].ptr())
}

// chaosKeep lets the goroutines that the warm-up run left live on as members of the
// runs to come: a package starts such goroutines once per process, on first use.
//
//go:linkname chaosKeep
func chaosKeep() {
	c := &chaosState
	c.keep = chaosAlloc[guintptr](c.top)
	for i, gs := range c.gs[:c.top] {
		if gp := gs.ptr(); gp != nil {
			gp.chaos.kept = true
			c.keep[i] = gs
			c.kept++
		}
	}
}

// chaosAdopt takes the goroutines that live on into the run that begins.
func chaosAdopt() {
	c := &chaosState
	for i, gs := range c.keep {
		gp := gs.ptr()
		if gp == nil || !gp.chaos.kept {
			c.keep[i] = 0 // it has ended
			continue
		}
		slot := c.eng.Adopt()
		waking := gp.waitreason == waitReasonIOWait
		if waking {
			c.waking++
		}
		gp.chaos = chaosG{slot: slot + 1, id: c.eng.ID(slot), run: c.run, kept: true, blocked: true, waking: waking}
		chaosRaceAdopt(gp)
		c.gs[slot] = gs
		c.top = max(c.top, int(slot)+1)
	}
}

// chaosShiftTimers moves the timers that are left by d, to where the clock starts anew.
func chaosShiftTimers(d int64) {
	ts := chaosState.timers
	ts.lock()
	for i := range ts.heap {
		tw := &ts.heap[i]
		tw.timer.lock()
		tw.when += d
		tw.timer.when += d
		tw.timer.unlock()
	}
	ts.updateMinWhenHeap()
	ts.unlock()
}

// chaosNewPairs are the pairs of dependent operations that the last run was the first to
// make.
//
//go:linkname chaosNewPairs
func chaosNewPairs() []uint32 { return chaosState.eng.NewPairs() }

// chaosForgetPairs makes all pairs of the next run new ones.
//
//go:linkname chaosForgetPairs
func chaosForgetPairs() { chaosState.eng.ForgetPairs() }

// chaosLeft looks at the goroutines that the last run left: how many are proved to
// wait for ever, how many tick forever, how many still run or something that lives on could wake,
// and how many are none of these because they run a function that is to be ignored. With record it describes each to the parent.
//
//go:linkname chaosLeft
func chaosLeft(record bool) (stuck, ticking, behind, ignored int) {
	c := &chaosState
	for _, gs := range c.gs[:c.top] {
		gp := gs.ptr()
		if gp == nil || gp.chaos.kept || gp.chaos.late {
			continue
		}
		status := "behind"
		switch {
		case chaosIgnored(gp):
			ignored++
			status = "ignored"
		case chaosLeaked(gp):
			stuck++
			status = "stuck"
		case !gp.chaos.blocked && c.eng.Over:
			behind++
			status = "running"
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

// chaosIgnores are the functions whose goroutines are no leaks, chaosIgnorePCs room for a stack.
var (
	chaosIgnores   []string
	chaosIgnorePCs [chaosMaxPCs]uintptr
)

//go:linkname chaosIgnore
func chaosIgnore(functions []string) { chaosIgnores = functions }

// chaosIgnored reports whether a function that is to be ignored is on the stack of gp.
func chaosIgnored(gp *g) bool {
	if len(chaosIgnores) == 0 || gp.chaos.id == 0 {
		return false
	}
	frames := CallersFrames(chaosIgnorePCs[:gcallers(gp, 0, chaosIgnorePCs[:])])
	for {
		f, more := frames.Next()
		for _, name := range chaosIgnores {
			if f.Function == name {
				return true
			}
		}
		if !more {
			return false
		}
	}
}

// chaosFairAfter says after how many steps the next runs are finished under a fair schedule, if that is
// sooner than their limit says; 0: it is not.
//
//go:linkname chaosFairAfter
func chaosFairAfter(steps uint64) { chaosState.fairAfter = steps }

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
func chaosExitProcess(code int) {
	chaosTooLate()
	if code == 0 {
		chaosProgramEnds()
	}
	chaosDebugFailed("exit")
	chaosEnds("E")
	chaosDie(chaosDieExit)
}

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

// chaosStack is the stack, in bytes, that goroutines start with. Tests start the same
// goroutines again and again, and growing their stacks took a sixth of a short run.
const chaosStack = 8 << 10

// chaosProcs is what runtime.GOMAXPROCS reports in a worker; 0 elsewhere.
var chaosProcs int

// chaosInit is called while the scheduler starts, with the number of Ps it is about
// to make, and returns the number to make.
func chaosInit(procs int32) int32 {
	if gogetenv("CHAOSRUN_JOB") == "" {
		return procs
	}
	chaosProcs = chaosCPUs
	chaosRealStart = chaosRealWall() - chaosFileGrain
	for _, digit := range []byte(gogetenv("CHAOSRUN_WALL")) {
		chaosWallStart = 10*chaosWallStart + int64(digit-'0')
	}
	sched.customGOMAXPROCS = true
	startingStackSize = chaosStack
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

// Functions of other packages that reset their state before a run, on the harness
// goroutine, and that tidy up at its end, on the run's first goroutine.
var chaosBegin, chaosEnd []func()

//go:linkname chaosOnBegin
func chaosOnBegin(f func()) { chaosBegin = append(chaosBegin, f) }

//go:linkname chaosOnEnd
func chaosOnEnd(f func()) { chaosEnd = append(chaosEnd, f) }

//go:linkname chaosHooks
func chaosHooks() (begin, end []func()) { return chaosBegin, chaosEnd }
