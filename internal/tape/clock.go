package tape

// ClockSet says whether virtual time stands still, and whether timers race with goroutines
// that can run. Like the functions below it reports whether the caller is under control.
func ClockSet(frozen, racing bool) bool { return chaosClockSet(frozen, racing) }

// ClockIs is what ClockSet has set.
func ClockIs() (frozen, racing bool) { return chaosClockIs() }

// ClockPass lets ns virtual nanoseconds pass, ns >= 0.
func ClockPass(ns int64) bool { return chaosClockPass(ns) }

// ClockTimers writes when each armed timer is due, in nanoseconds since the start of the
// run, and its period, as pairs, as many as there is room for, and returns how many timers
// there are.
func ClockTimers(out []int64) int { return chaosClockTimers(out) }

// Others is the number of other goroutines of the run that can run now.
func Others() int { return chaosOthers() }
