package faults

// What can happen to the wall clock.

// ClockRead is called when a goroutine of the run asks for the time.
func ClockRead() {
	report("seen", Clock)
	if r := fires(Clock); r != nil {
		jump(int64(r.Delay()), 0, false)
	}
}
