// Package merge makes one channel of two, and ends when both have ended.
//
// A closed channel is always ready to receive from, and a nil channel never. A select
// that has seen one of its channels closed sets the variable to nil, and the case is
// switched off, while the others go on.
//
// # Guarantee
//
// Every value of both channels arrives once, each channel's in order, and the merged
// channel is closed when both are. When ctx is done, the goroutine ends, wherever it is.
//
// # What goes wrong
//
//   - The merged channel is left before its end, and the goroutine has no other way out
//     of its send. So it is in the version usually shown.
//   - The first closed channel ends it all, and what the other still had is lost.
//
// # What chaosrun shows
//
//	--- FAIL: TestWrongDeaf
//	    leak: the test has returned and left goroutines: 1 that can never be woken
//	    found in the first run of the process (roundrobin), 47 steps
//
//	    g4 waits in chan send on chan#6, and nothing can ever wake it
//	        at examples/channels/merge/wrong.go:19 in merge.mergeDeaf.func1
//	        chan#6 was last used by g1: recv at examples/channels/merge/merge_test.go:48 in merge.stopEarly; it has ended
//	        started by g1 at examples/channels/merge/wrong.go:10 in merge.mergeDeaf
//
//	    the last steps (each column is a goroutine, time runs down):
//	    g1                      g2                      g3                      g4
//	                            select                                                                  examples/channels/merge/merge_test.go:18
//	                            close chan#11                                                           examples/channels/merge/merge_test.go:21
//	                            ends
//	                                                    select                                          examples/channels/merge/merge_test.go:18
//	                                                    close chan#12                                   examples/channels/merge/merge_test.go:21
//	                                                    ends
//	                                                                            send chan#6             examples/channels/merge/wrong.go:19
//	                                                                            waits for chan#6        examples/channels/merge/wrong.go:19
//	    ends
package merge
