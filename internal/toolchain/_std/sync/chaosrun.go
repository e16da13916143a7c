package sync

import (
	"chaosrun/engine"
	"unsafe"
)

//go:linkname chaosPointOuter runtime.chaosPointOuter
//go:noescape
func chaosPointOuter(op engine.Op, obj unsafe.Pointer)

//go:linkname chaosPoint runtime.chaosPoint
//go:noescape
func chaosPoint(op engine.Op, obj unsafe.Pointer)

//go:linkname chaosPointRW runtime.chaosPointRW
//go:noescape
func chaosPointRW(op engine.Op, rw unsafe.Pointer)

//go:linkname chaosWithin runtime.chaosWithin
//go:noescape
func chaosWithin(rw unsafe.Pointer)

//go:linkname chaosInOrder runtime.chaosInOrder
func chaosInOrder()

//go:linkname chaosQuiet runtime.chaosQuiet
func chaosQuiet(d int32)

//go:linkname chaosLoud runtime.chaosLoud
func chaosLoud() int32

//go:linkname chaosReturns runtime.chaosReturns
func chaosReturns(ok bool) bool

func chaosRLock(rw *RWMutex)    { chaosPointRW(engine.OpRLock, unsafe.Pointer(rw)) }
func chaosTryRLock(rw *RWMutex) { chaosPointRW(engine.OpTryRLock, unsafe.Pointer(rw)) }
func chaosRUnlock(rw *RWMutex)  { chaosPointRW(engine.OpRUnlock, unsafe.Pointer(rw)) }
func chaosWUnlock(rw *RWMutex)  { chaosPointRW(engine.OpWUnlock, unsafe.Pointer(rw)) }

// Lock and TryLock begin with the mutex inside: that is their scheduling point.
func chaosWLock(rw *RWMutex) { chaosWithin(unsafe.Pointer(rw)) }

func chaosAdd(wg *WaitGroup, delta int) {
	op := engine.OpWaitGroupAdd
	if delta == -1 {
		op = engine.OpWaitGroupDone
	}
	chaosPointOuter(op, unsafe.Pointer(wg))
	chaosCounts(unsafe.Pointer(wg), unsafe.Pointer(&wg.state), delta)
}

//go:linkname chaosCounts runtime.chaosCounts
//go:noescape
func chaosCounts(wg, state unsafe.Pointer, delta int)

func chaosWait(wg *WaitGroup) { chaosPointOuter(engine.OpWaitGroupWait, unsafe.Pointer(wg)) }

// The rest of an operation, which is no step of its own: between the two nobody can tell the
// difference. Misuse of a WaitGroup that shows only there shows in Wait too.

func chaosCount(wg *WaitGroup) uint64 {
	chaosQuiet(1)
	defer chaosQuiet(-1)
	return wg.state.Load()
}

func chaosRelease(wg *WaitGroup) {
	chaosQuiet(1)
	defer chaosQuiet(-1)
	wg.state.Store(0)
}

func chaosWaits(wg *WaitGroup, state uint64) bool {
	chaosQuiet(1)
	defer chaosQuiet(-1)
	return wg.state.CompareAndSwap(state, state+1)
}

func chaosReaders(rw *RWMutex, n int32) int32 {
	chaosQuiet(1)
	defer chaosQuiet(-1)
	return rw.readerWait.Add(n)
}

func chaosDone(o *Once) bool {
	chaosQuiet(1)
	defer chaosQuiet(-1)
	return o.done.Load()
}

func chaosSetDone(o *Once) {
	chaosQuiet(1)
	defer chaosQuiet(-1)
	o.done.Store(true)
}

func chaosCondWait(c *Cond)  { chaosPoint(engine.OpCondWait, unsafe.Pointer(c)) }
func chaosSignal(c *Cond)    { chaosPoint(engine.OpSignal, unsafe.Pointer(c)) }
func chaosBroadcast(c *Cond) { chaosPoint(engine.OpBroadcast, unsafe.Pointer(c)) }

func chaosOnce(o *Once) { chaosPointOuter(engine.OpOnce, unsafe.Pointer(o)) }
func chaosPool(p *Pool) { chaosPoint(engine.OpPool, unsafe.Pointer(p)) }

//go:linkname chaosPoolMiss runtime.chaosPoolMiss
func chaosPoolMiss() bool

//go:linkname chaosStdCaller runtime.chaosStdCaller
func chaosStdCaller(skip int) bool

// Whose pool it is.
const (
	chaosPoolUnknown = iota
	chaosPoolStd     // the standard library's: a miss makes no difference
	chaosPoolUser
)

// chaosPoolGet is the scheduling point of Get, and reports whether the pool is empty for the
// caller, whatever it holds.
func chaosPoolGet(p *Pool) bool {
	chaosPool(p)
	if p.chaos == chaosPoolUnknown {
		p.chaos = chaosPoolUser
		if chaosStdCaller(2) {
			p.chaos = chaosPoolStd
		}
	}
	return p.chaos == chaosPoolUser && chaosPoolMiss()
}

func chaosMap(m *Map) {
	chaosPoint(engine.OpMap, unsafe.Pointer(m))
	chaosQuiet(1)
}

// chaosRange is f with a scheduling point after each call: what a Range has still to visit may
// change meanwhile.
func chaosRange(m *Map, f func(key, value any) bool) func(key, value any) bool {
	return func(key, value any) bool {
		chaosInOrder()
		q := chaosLoud()
		ok := f(key, value)
		if ok {
			chaosPoint(engine.OpMap, unsafe.Pointer(m))
		}
		chaosQuiet(q)
		return ok
	}
}
