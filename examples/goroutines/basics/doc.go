// Package basics starts work with the go statement and waits for its end.
//
// The go statement does not wait, does not say when the function has begun and does not
// say when it has ended. Whoever needs to know must be told by the goroutine itself, and
// a WaitGroup is the plainest way to be told.
//
// # Guarantee
//
// [Start] returns before the work is done, wait returns after it, in every schedule.
//
// # What goes wrong
//
//   - Nobody waits. When main returns, the program ends, and the work with it; in a
//     test, the result is looked at before it is there.
//   - Sleeping instead of waiting. A second is long enough until the work takes a
//     second, on a slow machine or over a slow network; and it is a second too long on
//     all the other days.
//
// # What chaosrun shows
//
// Time is virtual, so that the sleep and the work, of one second each, end at the same
// moment, and which of the two goes on first is part of the schedule:
//
//	--- FAIL: TestWrongSleep
//	    assert: the test failed
//	    found in run 5 of seed 1 (random), 46 steps
//
//	    the test printed:
//	        --- FAIL: TestWrongSleep (1.00s)
//	            virtual_test.go:19: after wait: the work is not done
//
//	    the last steps (each column is a goroutine, time runs down):
//	    g1                      g2
//	    starts
//	                            starts                  examples/goroutines/basics/wrong.go:18
//	    go                                              examples/goroutines/basics/wrong.go:18
//	                            waits: sleep            examples/goroutines/basics/virtual_test.go:15
//	    waits: sleep                                    examples/goroutines/basics/wrong.go:20
//	    -- the clock advances to 1s --
//	    atomic.Load atomic#2                            examples/goroutines/basics/virtual_test.go:18
//	    in testing.(*common).…                          examples/goroutines/basics/virtual_test.go:19
package basics
