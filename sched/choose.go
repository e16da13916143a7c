package sched

import (
	"fmt"

	"github.com/chaosrun/chaosrun/internal/tape"
)

// Choose returns a number from 0 to n-1. The choice is part of the run's schedule: the strategy
// makes it, and the recording keeps it. Replay repeats the choice, shrinking prefers 0, and [DFS]
// and [DPOR] try every value. Choose panics if n is not between 1 and 1<<30. Outside control it
// returns 0. It is safe for concurrent use.
func Choose(n int) int {
	if n < 1 || n > 1<<30 {
		panic(fmt.Sprintf("sched.Choose(%d): want a number from 1 to 1<<30", n))
	}
	return tape.Choose(n)
}

// ChooseOf returns one of the options, whose index it draws with [Choose]. Outside control it
// returns the first option. It panics if there are no options. It is safe for concurrent use.
func ChooseOf[T any](options ...T) T {
	if len(options) == 0 {
		panic("sched.ChooseOf: there are no options")
	}
	return options[Choose(len(options))]
}

// Yield is a scheduling point: the scheduler may run any runnable goroutine next, including the
// caller. Use Yield to let other goroutines run between plain reads and writes, which are no
// scheduling points. In contrast, [runtime.Gosched] lets another goroutine run, except 1 time in
// 8. Exhaustive strategies explore every order of the Yields of different goroutines. Outside
// control Yield does nothing. It is safe for concurrent use.
func Yield() { tape.Point() }

// Step adds a mark to the recording. Reports show the mark between the steps of the goroutine,
// with at most 200 bytes of name. Outside control, and in runs that are not recorded, Step does
// nothing. It is safe for concurrent use.
func Step(name string) { tape.Mark(name) }

// GoroutineID returns the number of the calling goroutine, as reports show it. The goroutines of a
// run are numbered in the order in which they start, and the test's own goroutine is number 1.
// Outside control GoroutineID returns -1. It is safe for concurrent use.
func GoroutineID() int { return tape.ID() }

// Controlled reports whether the calling goroutine is part of a controlled run: whether a test
// that chaosrun explores has started the goroutine, directly or indirectly. It is safe for
// concurrent use.
func Controlled() bool { return tape.Controlled() }
