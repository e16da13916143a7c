//go:build !race

// The race detector's interface to the runtime, for chaosrun -accesses: what the
// compiler's instrumentation and the annotations of the runtime call goes to our own
// detector; see chaosrun_accesses.go.

package runtime

import (
	"internal/abi"
	"unsafe"
)

const raceenabled = true

// Called by code that is compiled with -race: before every read and write.

func raceread(addr uintptr)             { chaosAccess(addr, 1, false) }
func racewrite(addr uintptr)            { chaosAccess(addr, 1, true) }
func racereadrange(addr, size uintptr)  { chaosAccess(addr, size, false) }
func racewriterange(addr, size uintptr) { chaosAccess(addr, size, true) }

//go:nosplit
func racefuncenter(callpc uintptr) {}

//go:nosplit
func racefuncexit() {}

// Called by the runtime and the standard library.

func raceReadObjectPC(t *_type, addr unsafe.Pointer, callerpc, pc uintptr) {
	chaosAccess(uintptr(addr), t.Size_, false)
}

func raceWriteObjectPC(t *_type, addr unsafe.Pointer, callerpc, pc uintptr) {
	chaosAccess(uintptr(addr), t.Size_, true)
}

// Operations of a channel access its address: closing writes, the others read. They are
// scheduling points already.

func racereadpc(addr unsafe.Pointer, callerpc, pc uintptr) {
	if pc == abi.FuncPCABIInternal(chansend) || pc == abi.FuncPCABIInternal(chanrecv) {
		chaosAccessHere(uintptr(addr), 1, false)
		return
	}
	chaosAccess(uintptr(addr), 1, false)
}

func racewritepc(addr unsafe.Pointer, callerpc, pc uintptr) {
	if pc == abi.FuncPCABIInternal(closechan) {
		chaosAccessHere(uintptr(addr), 1, true)
		return
	}
	chaosAccess(uintptr(addr), 1, true)
}

func racereadrangepc(addr unsafe.Pointer, sz, callerpc, pc uintptr) {
	chaosAccess(uintptr(addr), sz, false)
}

func racewriterangepc(addr unsafe.Pointer, sz, callerpc, pc uintptr) {
	chaosAccess(uintptr(addr), sz, true)
}

func raceacquire(addr unsafe.Pointer)                 { chaosSync(getg(), chaosAcquire, addr) }
func racerelease(addr unsafe.Pointer)                 { chaosSync(getg(), chaosRelease, addr) }
func racereleaseacquire(addr unsafe.Pointer)          { chaosSync(getg(), chaosReleaseAcquire, addr) }
func racereleasemerge(addr unsafe.Pointer)            { chaosSync(getg(), chaosReleaseMerge, addr) }
func raceacquireg(gp *g, addr unsafe.Pointer)         { chaosSync(gp, chaosAcquire, addr) }
func racereleaseg(gp *g, addr unsafe.Pointer)         { chaosSync(gp, chaosRelease, addr) }
func racereleaseacquireg(gp *g, addr unsafe.Pointer)  { chaosSync(gp, chaosReleaseAcquire, addr) }
func racereleasemergeg(gp *g, addr unsafe.Pointer)    { chaosSync(gp, chaosReleaseMerge, addr) }
func raceacquirectx(ctx uintptr, addr unsafe.Pointer) { chaosTimerAcquires(addr) }

// Contexts of goroutines are ours: see chaosRaceSpawn.

func raceinit() (uintptr, uintptr)                   { return 0, 0 }
func racefini()                                      {}
func raceproccreate() uintptr                        { return 0 }
func raceprocdestroy(ctx uintptr)                    {}
func racegostart(pc uintptr) uintptr                 { return 0 }
func racegoend()                                     {}
func racectxstart(spawnctx, racectx uintptr) uintptr { return 0 }
func racectxend(racectx uintptr)                     {}
func racefingo()                                     {}

func racemapshadow(addr unsafe.Pointer, size uintptr) {}
func racemalloc(p unsafe.Pointer, sz uintptr)         { chaosForget(p, sz) }
func racefree(p unsafe.Pointer, sz uintptr)           { chaosForget(p, sz) }
