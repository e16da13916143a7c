// Package bridge makes one channel of a sequence of channels.
//
// A source that has its values in pages sends a channel for each page. The reader wants
// the values and not the pages: the bridge reads one page after the other.
//
// # Guarantee
//
// All values arrive, in order: those of the first stream, then those of the second. When
// ctx is done everything ends, also in the middle of a stream that does not.
//
// # What goes wrong
//
//   - A range over each stream. If a stream is not closed, because its sender has
//     failed, no cancel reaches the bridge.
//   - All streams at once, for speed. Nothing is lost but the order.
//
// # What chaosrun shows
//
//	--- FAIL: TestWrongRange
//	    leak: the test has returned and left goroutines: 1 that can never be woken
//	    found in the first run of the process (roundrobin), 66 steps
//
//	    g3 waits in chan receive on chan#10, and nothing can ever wake it
//	        at examples/patterns/bridge/wrong.go:22 in bridge.bridgeRange.func1
//	        started by g1 at examples/patterns/bridge/wrong.go:14 in bridge.bridgeRange
//
//	    the last steps (each column is a goroutine, time runs down):
//	    g1                      g2                      g3
//	                                                    in context.(*cancelCt…  examples/patterns/bridge/wrong.go:25
//	                                                    select                  examples/patterns/bridge/wrong.go:23
//	                                                    waits: select           examples/patterns/bridge/wrong.go:23
//	    recv chan#6                                                             examples/patterns/bridge/bridge_test.go:56
//	    in context.WithCancel…                                                  examples/patterns/bridge/bridge_test.go:64
//	                            close chan#13                                   examples/patterns/bridge/bridge_test.go:36
//	                            ends
//	                                                    recv chan#10            examples/patterns/bridge/wrong.go:22
//	                                                    waits for chan#10       examples/patterns/bridge/wrong.go:22
//	    ends
package bridge
