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
}

// String returns the name of the operation as recordings and reports show it.
func (op Op) String() string {
	if op >= numOps {
		return "unknown"
	}
	return opNames[op]
}
