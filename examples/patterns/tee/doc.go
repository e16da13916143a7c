// Package tee gives every value of one channel to two readers.
//
// Each value is sent to both before the next is taken, so that the slower reader sets the
// pace, and whichever is ready first is served first.
//
// # Guarantee
//
// Both outputs equal the input, in order. If one of them is not read, the other stalls,
// until ctx is done: then everything ends.
//
// # What goes wrong
//
//   - The outputs are served in turn. One goroutine that reads both, the second first,
//     stops at once.
//   - Both sends are one select, twice. Nothing keeps it from choosing the same output
//     both times.
//   - ctx is not asked. A reader that leaves stops the other for good.
//
// # What chaosrun shows
//
//	--- FAIL: TestWrongTwice
//	    assert: the test failed
//	    found in the first run of the process (roundrobin), 87 steps
//
//	    the test printed:
//	        --- FAIL: TestWrongTwice (0.00s)
//	            tee_test.go:45: received [1 2 2] and [1 3 3], want [1 2 3] twice
//
//	    the last steps (each column is a goroutine, time runs down):
//	    g1                      g2                      g3                      g4
//	    waits for chan#2                                                                                examples/patterns/tee/tee_test.go:40
//	                            close chan#5                                                            examples/patterns/tee/tee_test.go:24
//	                                                    recv chan#5                                     examples/patterns/tee/wrong.go:33
//	                                                    waits for chan#5                                examples/patterns/tee/wrong.go:33
//	                                                    close chan#6                                    examples/patterns/tee/wrong.go:43
//	                                                    close chan#2                                    examples/patterns/tee/wrong.go:43
//	                                                                            send chan#7             examples/patterns/tee/tee_test.go:37
//	                                                                            waits for chan#7        examples/patterns/tee/tee_test.go:37
//	    recv chan#7                                                                                     examples/patterns/tee/tee_test.go:43
//	    in testing.(*common).…                                                                          examples/patterns/tee/tee_test.go:45
package tee
