package runtime

import "chaosrun/engine"

// The edited files of this package do not import the engine: these are its
// operations by local names.
const (
	chaosOpSend    = engine.OpSend
	chaosOpTrySend = engine.OpTrySend
	chaosOpRecv    = engine.OpRecv
	chaosOpTryRecv = engine.OpTryRecv
	chaosOpClose   = engine.OpClose
	chaosOpLen     = engine.OpLen

	chaosOpTimerStop  = engine.OpTimerStop
	chaosOpTimerReset = engine.OpTimerReset
)

func chaosSelectPoint(block bool) {
	if block {
		chaosPoint(engine.OpSelect, nil)
	} else {
		chaosPoint(engine.OpTrySelect, nil)
	}
}
