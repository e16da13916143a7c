package faults

import "slices"

// What can happen to the wall clock.

// hasClock reports whether there is a plan for it.
func hasClock() bool {
	return listing && slices.ContainsFunc(planned, func(r Rule) bool { return r.Point == Clock })
}

// ClockRead is called when a goroutine of the run asks for the time.
func ClockRead() {
	report("seen", Clock)
	if r := fires(Clock); r != nil {
		jump(int64(r.Delay()), 0, false)
	}
}
