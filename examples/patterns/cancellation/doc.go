// Package cancellation runs operations at the same time, and calls the others off when
// one fails.
//
// A context for all of them, derived from the caller's, is cancelled at the first error.
// What is left then is to wait: an operation that was told to end has not ended yet.
//
// # Guarantee
//
// [All] returns the first error. When it returns, no operation is running.
//
// # What goes wrong
//
//   - The errors come through a channel without a buffer, and the first is returned. The
//     second is sent to nobody.
//   - There is a buffer. The others are cancelled as the function returns, and still
//     run afterwards, with a file, say, that the caller closes now.
//   - All are waited for, and the cancel comes after that. An operation that would go on
//     until it is cancelled goes on for ever.
//
// # What chaosrun shows
//
//	--- FAIL: TestWrongUnbuffered
//	    leak: the test has returned and left goroutines: 1 that can never be woken
//	    found in the first run of the process (roundrobin), 29 steps
//
//	    g3 waits in chan send on chan#6, and nothing can ever wake it
//	        at examples/patterns/cancellation/wrong.go:18 in cancellation.allUnbuffered.func1
//	        chan#6 was last used by g1: recv at examples/patterns/cancellation/wrong.go:21 in cancellation.allUnbuffered; it has ended
//	        chan#6 was last used by g2: send at examples/patterns/cancellation/wrong.go:18 in cancellation.allUnbuffered.func1; it has ended
//	        started by g1 at examples/patterns/cancellation/wrong.go:18 in cancellation.allUnbuffered
//
//	    the last steps (each column is a goroutine, time runs down):
//	    g1                      g2                      g3
//	    recv chan#6                                                             examples/patterns/cancellation/wrong.go:21
//	    waits for chan#6                                                        examples/patterns/cancellation/wrong.go:21
//	                            send chan#6                                     examples/patterns/cancellation/wrong.go:18
//	                            ends
//	                                                    send chan#6             examples/patterns/cancellation/wrong.go:18
//	                                                    waits for chan#6        examples/patterns/cancellation/wrong.go:18
//	    in context.WithCancel…                                                  examples/patterns/cancellation/wrong.go:22
//	    ends
package cancellation
