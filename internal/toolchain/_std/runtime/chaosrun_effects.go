package runtime

import (
	"chaosrun/engine"
	"unsafe"
)

// What operations do beside what they announce (see engine.Effects). Each is called by the code
// that does it, in the goroutine that does it.

// chaosAffect says that the step in progress has these effects, if the caller makes one.
//
//go:nosplit
func chaosAffect(f engine.Effects) {
	c := &chaosState
	if gp := getg(); gp.chaos.slot > 0 && c.active && gp.chaos.run == c.run {
		c.eng.Affect(f)
	}
}

//go:linkname chaosAssumed
func chaosAssumed() uint8 { return uint8(chaosState.eng.Assumed()) }

// chaosInOrder is called by what shows an order that follows from the run's hash seed.
//
//go:linkname chaosInOrder
func chaosInOrder() {
	if chaosIn(getg()) {
		chaosState.eng.Assume(engine.PinnedNumbers)
	}
}

//go:linkname chaosReadsEnv
func chaosReadsEnv() { chaosAffect(engine.Reads(engine.Environment)) }

//go:linkname chaosWritesEnv
func chaosWritesEnv() { chaosAffect(engine.Writes(engine.Environment)) }

// chaosReadsGoroutines is called by what tells which goroutines there are.
func chaosReadsGoroutines() { chaosAffect(engine.Reads(engine.Goroutines)) }

// What a test keeps of itself. Failing and logging are updates: how often, and in which order,
// makes no difference. But they must not come after the end of the test.

//go:linkname chaosReadsTest
func chaosReadsTest() { chaosAffect(engine.Reads(engine.TestState)) }

//go:linkname chaosUpdatesTest
func chaosUpdatesTest() { chaosAffect(engine.Updates(engine.TestState)) }

//go:linkname chaosWritesTest
func chaosWritesTest() { chaosAffect(engine.Writes(engine.TestState)) }

// chaosCalledSystem is called at the end of a system call: what it reaches is one thing.
//
//go:nosplit
func chaosCalledSystem() { chaosAffect(engine.Writes(engine.System)) }

// chaosOnlyRead is called after a CompareAndSwap of obj that has failed.
//
//go:linkname chaosOnlyRead
func chaosOnlyRead(obj unsafe.Pointer) {
	c := &chaosState
	if gp := getg(); gp.chaos.slot > 0 && c.active && gp.chaos.run == c.run {
		c.eng.OnlyRead(uintptr(obj))
	}
	chaosSwapped(false)
}

// chaosCounts is called before delta is added to what a WaitGroup counts: the upper half of its state.
//
//go:linkname chaosCounts
func chaosCounts(wg, state unsafe.Pointer, delta int) {
	c := &chaosState
	if gp := getg(); gp.chaos.slot > 0 && c.active && gp.chaos.run == c.run {
		c.eng.Counts(uintptr(wg), int32(*(*uint64)(state)>>32), int32(delta), gp.bubble != nil)
	}
}
