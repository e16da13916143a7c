package engine

// Op is the kind of an operation at a scheduling point.
type Op uint8

// The operations. Their numbers are part of the recording format's text names
// only through String: add new ones at the end.
const (
	OpNone Op = iota
	OpStart
	OpResume
	OpExit
	OpGo
	OpYield
	OpSend
	OpRecv
	OpTrySend
	OpTryRecv
	OpClose
	OpSelect
	OpTrySelect
	OpLock
	OpTryLock
	OpUnlock
	OpRLock
	OpTryRLock
	OpRUnlock
	OpWLock
	OpTryWLock
	OpWUnlock
	OpWaitGroupAdd
	OpWaitGroupWait
	OpCondWait
	OpSignal
	OpBroadcast
	OpOnce
	OpPool
	OpMap
	OpAtomicLoad
	OpAtomicStore
	OpAtomicAdd
	OpAtomicSwap
	OpAtomicCAS
	OpSleep
	OpUser
	OpAdvance
	OpRead
	OpWrite
	OpTimerStop
	OpTimerReset
	OpFault
	OpCount
	OpLen
	OpWaitGroupDone
	OpLockAgain // resumes after a wait for a mutex, which it tries to lock again
	numOps
)

var opNames = [numOps]string{
	OpNone:          "none",
	OpStart:         "start",
	OpResume:        "resume",
	OpExit:          "exit",
	OpGo:            "go",
	OpYield:         "yield",
	OpSend:          "send",
	OpRecv:          "recv",
	OpTrySend:       "try-send",
	OpTryRecv:       "try-recv",
	OpClose:         "close",
	OpSelect:        "select",
	OpTrySelect:     "select-default",
	OpLock:          "Lock",
	OpTryLock:       "TryLock",
	OpUnlock:        "Unlock",
	OpRLock:         "RLock",
	OpTryRLock:      "TryRLock",
	OpRUnlock:       "RUnlock",
	OpWLock:         "rw.Lock",
	OpTryWLock:      "rw.TryLock",
	OpWUnlock:       "rw.Unlock",
	OpWaitGroupAdd:  "wg.Add",
	OpWaitGroupWait: "wg.Wait",
	OpCondWait:      "cond.Wait",
	OpSignal:        "cond.Signal",
	OpBroadcast:     "cond.Broadcast",
	OpOnce:          "once.Do",
	OpPool:          "pool",
	OpMap:           "sync.Map",
	OpAtomicLoad:    "atomic.Load",
	OpAtomicStore:   "atomic.Store",
	OpAtomicAdd:     "atomic.Add",
	OpAtomicSwap:    "atomic.Swap",
	OpAtomicCAS:     "atomic.CompareAndSwap",
	OpSleep:         "sleep",
	OpUser:          "user",
	OpAdvance:       "advance",
	OpRead:          "read",
	OpWrite:         "write",
	OpTimerStop:     "timer.Stop",
	OpTimerReset:    "timer.Reset",
	OpFault:         "fault",
	OpCount:         "NumGoroutine",
	OpLen:           "len",
	OpWaitGroupDone: "wg.Done",
	OpLockAgain:     "lock-again",
}

// String returns the name of the operation as recordings and reports show it.
func (op Op) String() string {
	if op >= numOps {
		return "unknown"
	}
	return opNames[op]
}

// reads reports whether operations of this kind on one object can change places with each
// other: neither changes what the other sees.
func (op Op) reads() bool { return readers>>op&1 != 0 }

const readers uint64 = 1<<OpAtomicLoad | 1<<OpLen | 1<<OpRLock | 1<<OpRUnlock | 1<<OpTryRLock | 1<<OpRead

// commute reports whether operations of these kinds on one object can change places: both only
// read, or both are Done, after which a WaitGroup has the same count, or the test fails in both
// orders.
func commute(a, b Op) bool {
	return a.reads() && b.reads() || a == OpWaitGroupDone && b == OpWaitGroupDone
}

// commutes reports whether operations of this kind commute with one another.
func (op Op) commutes() bool { return (readers|1<<OpWaitGroupDone)>>op&1 != 0 }

// Dependent is the dependency relation: it reports whether the order of two operations of
// different goroutines can make a difference. Operations on different objects are
// independent, and so are two that only read. A select may be on any channel. Starting,
// resuming after a wait, yielding and sleeping concern only the goroutine itself; but who
// waited for a mutex tries to lock it again when it resumes.
//
// One thing it does not see: while a goroutine waits in a select, operations on all
// channels of the select depend on each other, because the first one ends the wait. See
// [DPOR].
func Dependent(a, b Pending) bool {
	if a.Op == OpAdvance || b.Op == OpAdvance {
		return true // what a timer does, and what it comes before, can be anything
	}
	if a.Op.selects() || b.Op.selects() {
		return (a.Op.selects() || a.Op.channel()) && (b.Op.selects() || b.Op.channel())
	}
	if a.Obj == 0 || a.Obj != b.Obj {
		return false
	}
	return !commute(a.Op, b.Op)
}

// locks reports whether an operation takes a mutex, and waits as long as another goroutine has it.
func (op Op) locks() bool { return lockers>>op&1 != 0 }

const lockers uint64 = 1<<OpLock | 1<<OpWLock | 1<<OpLockAgain

// resumes reports whether it is no operation of the program's.
func (op Op) resumes() bool {
	return op == OpStart || op == OpResume || op == OpLockAgain
}

func (op Op) selects() bool { return op == OpSelect || op == OpTrySelect }

// channel reports whether an operation may be on a channel: Stop and Reset empty that of a timer.
func (op Op) channel() bool { return onChannels>>op&1 != 0 }

const onChannels uint64 = 1<<OpSend | 1<<OpRecv | 1<<OpTrySend | 1<<OpTryRecv | 1<<OpClose | 1<<OpLen | 1<<OpTimerStop | 1<<OpTimerReset
