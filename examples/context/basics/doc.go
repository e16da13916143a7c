// Package basics sleeps for some time, or less, if a context says so.
//
// A context has a channel that is closed when it is over, and an error that says why.
// The channel is nil for a context that is never over, as Background and TODO are; a
// receive from it waits for ever, which in a select is what one wants.
//
// # Guarantee
//
// [Sleep] returns nil after the whole time, and otherwise the cause of the cancellation,
// as soon as it happens.
//
// # What goes wrong
//
//   - The error is asked for before the wait and returned after it. It was nil then.
//   - The context is asked before the sleep and after it. The answer is right, and comes
//     when the sleep is over.
//
// # What chaosrun shows
//
// The first needs a cancel between two lines. The second takes an hour, which in virtual
// time is nothing:
//
//	--- FAIL: TestWrongOldErr
//	    assert: the test failed
//	    found in the first run of the process (roundrobin), 79 steps
//
//	    the test printed:
//	        --- FAIL: TestWrongOldErr (0.00s)
//	            basics_test.go:19: cancelled, and the error is <nil>
//
//	    the last steps (each column is a goroutine, time runs down):
//	    g1                      g2
//	    starts
//	    in context.WithCancel                           examples/context/basics/basics_test.go:16
//	                            starts                  examples/context/basics/basics_test.go:17
//	    select                                          examples/context/basics/wrong.go:16
//	    waits: select                                   examples/context/basics/wrong.go:16
//	    in testing.(*common).…                          examples/context/basics/basics_test.go:19
package basics
