// Package ordone makes a range over a channel end when a context does.
//
// A loop that reads a channel and listens to a context needs a select in it. This is that
// select, written once, so that the loop can be a plain range again.
//
// # Guarantee
//
// The values arrive in order, none twice, until the channel is closed or ctx is done.
// Then the range ends and no goroutine is left, whether or not somebody reads.
//
// # What goes wrong
//
// There are two places to wait at, for a value and for a reader, and ctx must be heard at
// both.
//
//   - It is heard only while waiting for a value: the reader has gone, and its goroutine
//     stands in the send.
//   - It is heard only while waiting for the reader: the writer sends no more and does
//     not close, and the reader waits for the end.
//
// # What chaosrun shows
//
//	--- FAIL: TestWrongOuter
//	    leak: the test has returned and left goroutines: 1 that can never be woken
//	    found in run 1 of seed 1 (random), 46 steps
//
//	    g3 waits in chan send on chan#7, and nothing can ever wake it
//	        at examples/patterns/ordone/wrong.go:18 in ordone.orDoneOuter.func1
//	        chan#7 was last used by g1: recv at examples/patterns/ordone/ordone_test.go:59 in ordone.stopReading; it has ended
//	        started by g1 at examples/patterns/ordone/wrong.go:10 in ordone.orDoneOuter
//
//	    the last steps (each column is a goroutine, time runs down):
//	    g1                      g2                      g3
//	                                                    select                  examples/patterns/ordone/wrong.go:13
//	    in context.WithCancel…                                                  examples/patterns/ordone/ordone_test.go:62
//	                                                    send chan#7             examples/patterns/ordone/wrong.go:18
//	                                                    waits for chan#7        examples/patterns/ordone/wrong.go:18
//	                            in context.(*cancelCt…                          examples/patterns/ordone/ordone_test.go:19
//	                            select                                          examples/patterns/ordone/ordone_test.go:17
//	                            waits: select                                   examples/patterns/ordone/ordone_test.go:17
//	                            ends
//	    ends
package ordone
