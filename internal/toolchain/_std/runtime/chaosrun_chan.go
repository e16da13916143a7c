package runtime

import (
	"chaosrun/engine"
	"unsafe"
)

// The edited files of this package do not import the engine: these are its
// operations by local names.
const (
	chaosOpSend    = engine.OpSend
	chaosOpTrySend = engine.OpTrySend
	chaosOpRecv    = engine.OpRecv
	chaosOpClose   = engine.OpClose
	chaosOpLen     = engine.OpLen

	chaosOpTimerStop  = engine.OpTimerStop
	chaosOpTimerReset = engine.OpTimerReset
)

// chaosTimerObject is what Stop and Reset of a timer are announced on: its channel, which they empty.
func chaosTimerObject(t *timeTimer) unsafe.Pointer {
	if t.c != nil {
		return t.c
	}
	return unsafe.Pointer(&t.timer)
}

// chaosSelectPoint announces a select, and its channels to who wants to know them: the cases are on the goroutine's
// stack, which may move while it waits for its turn.
func chaosSelectPoint(gp *g, scases []scase, nsends int, block bool) {
	chaosMayPass(scases)
	if c := &chaosState; chaosIn(gp) && c.eng.Selects() {
		for i := range scases {
			c.eng.Case(uintptr(unsafe.Pointer(scases[i].c)), i < nsends)
		}
	}
	if block {
		chaosPoint(engine.OpSelect, nil)
	} else {
		chaosPoint(engine.OpTrySelect, nil)
	}
}

// chaosTryRecvPoint is the scheduling point of a receive that does not wait.
func chaosTryRecvPoint(ch *hchan) {
	if ch != nil && ch.timer != nil {
		one := [1]scase{{c: ch}}
		chaosMayPass(one[:])
	}
	chaosPoint(engine.OpTryRecv, unsafe.Pointer(ch))
}

// chaosQueue says what a channel holds.
//
//go:nosplit
func chaosQueue(obj uintptr) engine.Queue {
	ch := (*hchan)(unsafe.Pointer(obj))
	return engine.Queue{
		Len: int32(ch.qcount), Cap: int32(ch.dataqsiz), Senders: ch.sendq.first != nil, Closed: ch.closed != 0,
		Other: ch.timer != nil || ch.bubble != nil,
	}
}
