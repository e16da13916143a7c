package sched

import (
	"fmt"

	"github.com/chaosrun/chaosrun/internal/tape"
)

// Choose returns a number below n, which the strategy chooses: the test's own
// nondeterminism. Like every choice it is on the run's tape, so it is recorded, replayed,
// shrunk towards 0, and taken in every way by DFS and DPOR. Choose panics if n is not
// between 1 and 1<<30. Outside control it returns 0. It is safe for concurrent use.
func Choose(n int) int {
	if n < 1 || n > 1<<30 {
		panic(fmt.Sprintf("sched.Choose(%d): want a number from 1 to 1<<30", n))
	}
	return tape.Choose(n)
}

// ChooseOf returns one of the options, as [Choose] would choose its index; outside control
// the first. It panics if there are none. It is safe for concurrent use.
func ChooseOf[T any](options ...T) T {
	if len(options) == 0 {
		panic("sched.ChooseOf: there are no options")
	}
	return options[Choose(len(options))]
}

// Yield is a scheduling point: any goroutine that can run may go on here, the caller
// included. That is what it adds to code between whose steps there is none, such as plain
// reads and writes; [runtime.Gosched] passes the turn on, but for 1 time in 8. To
// exhaustive strategies the order of any two Yields of different goroutines matters. Outside
// control it does nothing. It is safe for concurrent use.
func Yield() { tape.Point() }

// Step sets a mark in the recording, which reports show between the goroutine's steps, at
// most 200 bytes of name. Outside control, and in runs that are not recorded, it does
// nothing. It is safe for concurrent use.
func Step(name string) { tape.Mark(name) }

// GoroutineID returns the number of the calling goroutine in the run, as reports name it:
// goroutines are numbered in the order in which they are started, and the test's own is 1.
// Outside control it returns -1. It is safe for concurrent use.
func GoroutineID() int { return tape.ID() }

// Controlled reports whether the calling goroutine is part of a controlled run: started,
// directly or not, by a test that chaosrun explores. It is safe for concurrent use.
func Controlled() bool { return tape.Controlled() }
