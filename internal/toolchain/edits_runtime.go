package toolchain

// The edits of package runtime: where goroutines are made, parked, woken, chosen and
// ended, and where time and random numbers come from.
var runtimeEdits = []edit{

	{name: "fields of g", file: "runtime/runtime2.go", in: "g", op: before, old: "bubble  *synctestBubble", new: "chaos chaosG"},
	{name: "fields of timer", file: "runtime/time.go", in: "timer", op: before, old: "isFake bool", new: "chaos bool; chaosArmed chaosArmed"},

	// Scheduling.
	{name: "wake-up", file: "runtime/proc.go", in: "ready", op: replace, old: "runqput(mp.p.ptr(), gp, next)", new: "if !chaosReady(gp) { runqput(mp.p.ptr(), gp, next) }"},
	{name: "go statement", file: "runtime/proc.go", in: "newproc", op: replace, old: "runqput(pp, newg, true)", new: "if !chaosSpawn(gp, newg) { runqput(pp, newg, true) }"},
	{name: "after go statement", file: "runtime/proc.go", in: "newproc", op: after, old: "wakep()\n\t\t}\n\t})", new: "chaosSpawned(gp)"},
	{name: "park", file: "runtime/proc.go", in: "park_m", op: before, old: "if bubble != nil {\n\t\tbubble.decActive()", new: "chaosPark(gp)"},
	{name: "goroutine exit", file: "runtime/proc.go", in: "gdestroy", op: enter, new: "chaosExit(gp)"},
	{name: "synctest", file: "runtime/synctest.go", in: "synctestRun", op: replace, old: "runqput(pp, bubble.main, true)", new: "if !chaosSpawn(gp, bubble.main) { runqput(pp, bubble.main, true) }"},
	{name: "synctest", file: "runtime/synctest.go", in: "synctestRun", op: replace, old: "gp.bubble.timers.check(bubble.now, bubble)", new: "of := chaosBubbleTimers(gp); gp.bubble.timers.check(bubble.now, bubble); if of { chaosTimersDone() }"},
	{name: "race order of exits", file: "runtime/proc.go", in: "goexit1", op: before, old: "racegoend()", new: "chaosRaceExit()"},
	{name: "Gosched", file: "runtime/proc.go", in: "Gosched", op: enter, new: "if chaosYield() { return }"},
	{name: "goyield", file: "runtime/proc.go", in: "goyield", op: enter, new: "if chaosYield() { return }"},
	{name: "next goroutine", file: "runtime/proc.go", in: "findRunnable", op: before, old: "if pp.schedtick%61 == 0", new: "if gp := chaosNext(); gp != nil { return gp, true, false }"},
	{name: "idle", file: "runtime/proc.go", in: "findRunnable", op: before, old: "if netpollinited() && netpollAnyWaiters() && sched.lastpoll.Load() != 0 && sched.pollingNet.Swap(1) == 0", new: "if gp, until := chaosIdle(); gp != nil { return gp, true, false } else if until != 0 && (pollUntil == 0 || until < pollUntil) { pollUntil = until }"},
	{name: "wake-up from outside", file: "runtime/proc.go", in: "schedule", op: before, old: "if gp.lockedm != 0 {", new: "if chaosIntercept(gp) { goto top }"},
	{name: "hand-off", file: "runtime/proc.go", in: "handoffp", op: enter, new: "if chaosWork() { startm(pp, false, false); return }"},
	{name: "no deadlock check in a run", file: "runtime/proc.go", in: "checkdead", op: enter, new: "if chaosWork() { return }"},
	{name: "return from system call", file: "runtime/proc.go", in: "exitsyscall", op: after, old: "gp.throwsplit = false", new: "chaosSysExit(gp)", all: true},
	{name: "coroutine switch", file: "runtime/coro.go", in: "coroswitch_m", op: before, old: "if exit {", new: "chaosCoro(gp, c.gp.ptr())"},
	{name: "deadlines of files", file: "runtime/netpoll.go", in: "pollDesc", op: before, old: "rseq    uintptr", new: "chaos chaosDeadline"},
	{name: "deadlines of files", file: "runtime/netpoll.go", in: "poll_runtime_pollSetDeadline", op: before, old: "d += nanotime()", new: "pd.chaos = chaosDeadlineSet()"},
	{name: "deadlines of files", file: "runtime/netpoll.go", in: "netpolldeadlineimpl", op: before, old: "delta := int32(0)", new: "chaosDeadlinePassed(pd, read)"},
	{name: "version of Go", file: "runtime/extern.go", in: "Version", op: replace, old: "return buildVersion", new: "return chaosVersion(buildVersion)", from: 26, to: 26},
	{name: "waiting for cleanups", file: "runtime/mcleanup.go", in: "cleanupQueue.blockUntilEmpty", op: replace, old: "Gosched()", new: "chaosGivesWay()"},
	{name: "waiting for finalizers", file: "runtime/mfinal.go", in: "blockUntilEmptyFinalizerQueue", op: replace, old: "Gosched()", new: "chaosGivesWay()"},
	{name: "runtime.GC", file: "runtime/mgc.go", in: "GC", op: enter, new: "chaosGC(); defer chaosQuiet(-1)"},
	{name: "count of collections", file: "runtime/mstats.go", in: "ReadMemStats", op: after, old: "startTheWorld(stw)", new: "chaosMemStats(m)"},
	{name: "count of collections", file: "runtime/mstats.go", in: "readGCStats", op: enter, new: "if chaosGCStats(pauses) { return }"},
	{name: "metrics", file: "runtime/metrics.go", in: "readMetricsLocked", op: after, old: "data.compute(&agg, &sample.value)", new: "chaosMetric(sample.name, &sample.value)"},
	{name: "no tiny allocator", file: "runtime/malloc.go", in: "mallocgcTiny", op: replace, old: "<= maxTinySize && c.tiny != 0", new: "<= maxTinySize && c.tiny != 0 && chaosProcs == 0"},
	{name: "no tiny allocator", file: "runtime/malloc_generated.go", op: replace, old: "<= maxTinySize && c.tiny != 0", new: "<= maxTinySize && c.tiny != 0 && chaosProcs == 0", all: true, from: 26},
	{name: "latencies of the scheduler", file: "runtime/proc.go", in: "casgstatus", op: replace, old: "casgstatusAlwaysTrack || gp.trackingSeq%gTrackingPeriod == 0", new: "casgstatusAlwaysTrack || gp.trackingSeq%gTrackingPeriod == 0 && chaosProcs == 0"},
	{name: "latencies of the scheduler", file: "runtime/proc.go", in: "newproc1", op: replace, old: "newg.trackingSeq%gTrackingPeriod == 0", new: "newg.trackingSeq%gTrackingPeriod == 0 && chaosProcs == 0"},
	{name: "execution trace", file: "runtime/trace.go", in: "traceAdvance", op: enter, new: "chaosOurs(1); defer chaosOurs(-1)"},
	{name: "frequency of the clock", file: "runtime/runtime.go", in: "ticksPerSecond", op: replace, old: "timeSleep(1_000_000)", new: "chaosRealSleep(1_000_000)"},

	// The process.
	{name: "one P", file: "runtime/proc.go", in: "schedinit", op: before, old: "if procresize(procs) != nil {", new: "procs = chaosInit(procs)"},
	{name: "stack size", file: "runtime/stack.go", in: "gcComputeStartingStackSize", op: enter, new: "if chaosProcs != 0 { return }"},
	{name: "GOMAXPROCS", file: "runtime/debug.go", in: "GOMAXPROCS", op: enter, new: "if n, ok := chaosGOMAXPROCS(n); ok { return n }"},
	{name: "SetDefaultGOMAXPROCS", file: "runtime/debug.go", in: "SetDefaultGOMAXPROCS", op: enter, new: "if chaosProcs != 0 { chaosProcs = chaosCPUs; return }"},
	{name: "NumCPU", file: "runtime/debug.go", in: "NumCPU", op: enter, new: "if chaosProcs != 0 { return chaosCPUs }"},
	{name: "NumGoroutine", file: "runtime/debug.go", in: "NumGoroutine", op: replace, old: "return int(gcount(", new: "return chaosCount() + int(gcount("},
	{name: "which goroutines there are", file: "runtime/mprof.go", in: "Stack", op: enter, new: "if all { chaosReadsGoroutines() }"},
	{name: "which goroutines there are", file: "runtime/mprof.go", in: "goroutineProfileWithLabels", op: enter, new: "chaosReadsGoroutines()"},
	{name: "stacks of all goroutines", file: "runtime/traceback.go", in: "isSystemGoroutine", op: enter, new: "if chaosHarness() != 0 && gp == chaosState.harness.ptr() { return true }"},
	{name: "seeds of the process", file: "runtime/rand.go", in: "randinit", op: enter, new: "startupRand = chaosSeedBytes[:]"},
	{name: "panic", file: "runtime/panic.go", in: "fatalpanic", op: before, old: "if startpanic_m() && msgs != nil {", new: "chaosDie(chaosDiePanic)"},
	{name: "fatal error", file: "runtime/panic.go", in: "fatalthrow", op: before, old: "startpanic_m()", new: "chaosDie(chaosDieFatal)"},

	{name: "arrival of signals", file: "runtime/sigqueue.go", in: "signal_recv", op: enter, new: "chaosSignalsSettled()"},
	{name: "arrival of signals", file: "runtime/sigqueue.go", in: "signal_recv", op: before, old: "sig.recv[i/32] &^= 1 << (i & 31)", new: "chaosSignalTaken()"},
	{name: "start of a panic", file: "runtime/panic.go", in: "gopanic", op: enter, new: "chaosPanic()"},
	// A channel operation's element may lie in the closure that holds the channel: it must
	// not keep the channel alive when the collector looks for leaks.
	{name: "proof of leaks", file: "runtime/mgc.go", in: "setSyncObjectsUntraceable", op: after, old: "sg.c.setUntraceable()", new: "sg.elem.setUntraceable()", from: 26},

	// Addresses.
	{name: "numbers of objects", file: "runtime/mheap.go", in: "mspan", op: before, old: "specials              *special", new: "chaosNumbers *chaosNumbers"},
	{name: "numbers of objects", file: "runtime/mheap.go", in: "mspan.init", op: enter, new: "chaosSpanReused(span)"},
	// Whether there is something to help with depends on when the collector began, and who waits for it gives up its turn.
	// With very much memory in use that does not matter any more.
	{name: "help for the collector", file: "runtime/mgcmark.go", in: "gcAssistAlloc", op: enter, new: "if gp.chaos.slot > 0 && chaosState.active && gcController.heapLive.Load() < 2<<30 { return }"},
	{name: "objects of a recording", file: "runtime/mgc.go", in: "gcMarkTermination", op: before, old: "setGCPhase(_GCoff)", new: "chaosMarked()"},
	{name: "numbers of objects", file: "runtime/mgcsweep.go", in: "sweepLocked.sweep", op: before, old: "if hadSpecials && s.specials == nil {", new: "chaosSwept(s)"},
	{name: "hash of an address", file: "runtime/alg.go", in: "typehash", op: replace, old: "if t.TFlag&abi.TFlagRegularMemory != 0 {", new: "if t.TFlag&abi.TFlagRegularMemory != 0 && t.PtrBytes == 0 {"},
	{name: "hash of an address", file: "runtime/alg.go", in: "typehash", op: after, old: "return memhash(p, h, t.Size_)\n\t\t}\n\t}", new: "if k := t.Kind(); k == abi.Pointer || k == abi.Chan || k == abi.UnsafePointer { return chaosHashAddress(p, h) }"},

	// Channels.
	{name: "send", file: "runtime/chan.go", in: "chansend", op: enter, new: "if block { chaosPoint(chaosOpSend, unsafe.Pointer(c)) } else { chaosPoint(chaosOpTrySend, unsafe.Pointer(c)) }; chaosSends(c, ep)"},
	{name: "value received", file: "runtime/chan.go", in: "chanrecv1", op: replace, old: "chanrecv(c, elem, true)", new: "_, received := chanrecv(c, elem, true); chaosReceives(c, elem, received)"},
	{name: "value received", file: "runtime/chan.go", in: "chanrecv2", op: after, old: "_, received = chanrecv(c, elem, true)", new: "chaosReceives(c, elem, received)"},
	{name: "send that may not be", file: "runtime/chan.go", in: "selectnbsend", op: replace, old: "return chansend(c, elem, false, sys.GetCallerPC())", new: "selected = chansend(c, elem, false, sys.GetCallerPC()); chaosTries(selected); return selected"},
	{name: "receive that may not be", file: "runtime/chan.go", in: "selectnbrecv", op: replace, old: "return chanrecv(c, elem, false)", new: "selected, received = chanrecv(c, elem, false); chaosTriesReceive(c, elem, selected, received); return selected, received"},
	{name: "receive", file: "runtime/chan.go", in: "chanrecv", op: enter, new: "if block { chaosPoint(chaosOpRecv, unsafe.Pointer(c)) } else { chaosTryRecvPoint(c) }"},
	{name: "close", file: "runtime/chan.go", in: "closechan", op: enter, new: "chaosPoint(chaosOpClose, unsafe.Pointer(c))"},
	{name: "length of a channel", file: "runtime/chan.go", in: "chanlen", op: enter, new: "if c != nil { chaosPoint(chaosOpLen, unsafe.Pointer(c)) }"},
	{name: "select", file: "runtime/select.go", in: "selectgo", op: before, old: "norder := 0", new: "chaosSelectPoint(gp, scases, nsends, block)"},
	{name: "order of select cases", file: "runtime/select.go", in: "selectgo", op: replace, old: "cheaprandn(uint32(norder + 1))", new: "chaosRandn(gp, uint32(norder + 1))"},
	{name: "ready select case", file: "runtime/select.go", in: "selectgo", op: before, old: "for _, casei := range pollorder {", new: "chaosSelect(gp, scases, pollorder, nsends)"},
	{name: "taken select case", file: "runtime/select.go", in: "selectgo", op: before, old: "return casi, recvOK", new: "chaosSelected(gp, scases, nsends, casi, recvOK)"},

	// Time and random numbers.
	{name: "wall clock", file: "runtime/time.go", in: "time_runtimeNow", op: before, old: "return time_now()", new: "if chaosVirtual() { return chaosWall() }"},
	{name: "monotonic clock", file: "runtime/time.go", in: "time_runtimeNano", op: replace, old: "return nanotime()", new: "return chaosLook()"},
	{name: "Sleep", file: "runtime/time.go", in: "timeSleep", op: replace, old: "now = nanotime()", new: "now = chaosNanotime() + chaosArm(t); chaosOutsideSleeps(ns)"},
	{name: "timer of Sleep", file: "runtime/time.go", in: "timeSleep", op: after, old: "t.init(goroutineReady, gp)", new: "t.chaos = gp.bubble == nil && gp.chaos.slot > 0"},
	{name: "order of a bubble's timers", file: "runtime/time.go", in: "timer.maybeAdd", op: replace, old: "t.rand = cheaprand()", new: "t.rand = chaosTimerOrder()"},
	{name: "new timer", file: "runtime/time.go", in: "newTimer", op: before, old: "t.modify(when, period, f, arg, 0)", new: "if t.chaos = getg().bubble == nil && chaosOn(); t.chaos { when += chaosArm(&t.timer) } else if getg().bubble == nil { when = chaosRealWhen(when) }"},
	{name: "stop of a timer", file: "runtime/time.go", in: "stopTimer", op: enter, new: "chaosPoint(chaosOpTimerStop, chaosTimerObject(t))"},
	{name: "reset of a timer", file: "runtime/time.go", in: "resetTimer", op: enter, new: "chaosPoint(chaosOpTimerReset, chaosTimerObject(t)); if t.chaos { when += chaosArm(&t.timer) } else if getg().bubble == nil { when = chaosRealWhen(when) }"},
	{name: "timer heap", file: "runtime/time.go", in: "timer.maybeAdd", op: replace, old: "&mp.p.ptr().timers", new: "chaosTimers(t, &mp.p.ptr().timers)"},
	{name: "timer channel", file: "runtime/time.go", in: "timer.maybeRunChan", op: replace, old: "now := nanotime()", new: "now := chaosTimerNow(t)"},
	{name: "mutex starvation", file: "runtime/sema.go", in: "internal_sync_nanotime", op: replace, old: "return nanotime()", new: "return chaosNanotime()"},
	{name: "seed of a thread", file: "runtime/rand.go", in: "mrandinit", op: replace, old: "rand()", new: "bootstrapRand()", all: true},
	{name: "random numbers", file: "runtime/rand.go", in: "rand", op: enter, new: "if chaosProcs != 0 { return chaosRand() }"},
}
