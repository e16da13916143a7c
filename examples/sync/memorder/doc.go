// Package memorder hands a value over, once for each rule of the memory model.
//
// What one goroutine writes, another sees for certain only if something orders the two:
// a send and its receive, a close and the receive that notices it, an Unlock and the
// next Lock, a Once and the return of Do, an atomic store and the load that sees it.
// Without one of these there is no "first".
//
// # Guarantee
//
// Whoever has got a value from one of the boxes sees all that was written before it was
// put in. The race detector confirms it in every schedule.
//
// # What goes wrong
//
//   - A flag that is not atomic says that the value is there. The compiler and the
//     processor may turn the two writes round.
//   - Two variables are written and read without anything. The numbers that are printed
//     are the least of it.
//
// # What chaosrun shows
//
// Both with -race, in the first run. Of the same with atomic variables it reaches each of
// the three outcomes that there are, and never the fourth:
//
//	--- FAIL: TestWrongNeverFirst
//	    assert: the test failed
//	    found in run 3 of seed 1 (random), 56 steps
//
//	    the test printed:
//	        --- FAIL: TestWrongNeverFirst (0.00s)
//	            wrong_test.go:27: read b = 0 and then a = 1
package memorder
