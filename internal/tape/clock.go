package tape

// ClockSet says whether virtual time stands still, whether timers race with goroutines that
// can run, and by up to how many nanoseconds timers are late. Like the functions below it
// reports whether the caller is under control.
func ClockSet(frozen, racing bool, jitter int64) bool { return chaosClockSet(frozen, racing, jitter) }

// ClockIs is what ClockSet has set.
func ClockIs() (frozen, racing bool, jitter int64) { return chaosClockIs() }

// ClockPass lets ns virtual nanoseconds pass, ns >= 0.
func ClockPass(ns int64) bool { return chaosClockPass(ns) }

// ClockJump sets the wall clock forward by ns nanoseconds, which may be negative.
func ClockJump(ns int64) bool { return chaosClockWall(ns, 0, false) }

// ClockSkew makes the wall clock fast by so many parts in a million.
func ClockSkew(ppm int64) bool { return chaosClockWall(0, ppm, true) }

// TimerWords is how many numbers there are of each timer.
const TimerWords = 3 + 16

// ClockTimers writes of each armed timer when it is due, in nanoseconds since the start of
// the run, its period, the goroutine that has armed it, and the program counters of the call
// stack there, 0 after its end: as many timers as there is room for. It returns how many
// timers there are.
func ClockTimers(out []int64) int { return chaosClockTimers(out) }

// Others is the number of other goroutines of the run that can run now.
func Others() int { return chaosOthers() }
