// Package errorhandling collects values and errors from many goroutines.
//
// Every goroutine must have a way to say that it failed, and somebody must listen to all
// of them. Whether the first error ends everything or all are collected is a decision;
// here, all are.
//
// # Guarantee
//
// There is a value or an error for each item, and errors.Is finds each of them.
//
// # What goes wrong
//
//   - Return at the first error, with a channel without a buffer: the other goroutines
//     wait in their sends.
//   - One variable for the error: the last one wins.
//   - The errors are printed into one. The text is complete, and the program can no
//     longer tell what it is about.
//   - All append to one slice.
//
// # What chaosrun shows
//
//	--- FAIL: TestWrongEarly
//	    leak: the test has returned and left goroutines: 2 that can never be woken
//	    found in the first run of the process (roundrobin), 10 steps
//
//	    g3 waits in chan send on chan#2, and nothing can ever wake it
//	        at examples/patterns/errorhandling/wrong.go:21 in errorhandling.mapEarly.func1
//	        chan#2 was last used by g1: recv at examples/patterns/errorhandling/wrong.go:26 in errorhandling.mapEarly; it has ended
//	        chan#2 was last used by g2: send at examples/patterns/errorhandling/wrong.go:21 in errorhandling.mapEarly.func1; it has ended
//	        chan#2 was last used by g4: send at examples/patterns/errorhandling/wrong.go:21 in errorhandling.mapEarly.func1
//	        started by g1 at examples/patterns/errorhandling/wrong.go:19 in errorhandling.mapEarly
//
//	    g4 waits in chan send on chan#2, and nothing can ever wake it
//	        at examples/patterns/errorhandling/wrong.go:21 in errorhandling.mapEarly.func1
//	        chan#2 was last used by g1: recv at examples/patterns/errorhandling/wrong.go:26 in errorhandling.mapEarly; it has ended
//	        chan#2 was last used by g2: send at examples/patterns/errorhandling/wrong.go:21 in errorhandling.mapEarly.func1; it has ended
//	        chan#2 was last used by g3: send at examples/patterns/errorhandling/wrong.go:21 in errorhandling.mapEarly.func1
//	        started by g1 at examples/patterns/errorhandling/wrong.go:19 in errorhandling.mapEarly
package errorhandling
