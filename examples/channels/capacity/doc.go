// Package capacity sends and receives only if that does not block.
//
// len and cap of a channel are for monitoring. By the time the number is looked at,
// others may have sent and received, so nothing can be concluded from it, but for a
// channel that nobody else uses.
//
// # Guarantee
//
// [TrySend] and [TryReceive] never block, whoever else uses the channel.
//
// # What goes wrong
//
// "If there is room, send": two senders see the one free place, and the second waits for
// another, in a function whose point was not to wait. Receivers do the same with len.
//
// # What chaosrun shows
//
// Both goroutines have looked before one has sent:
//
//	--- FAIL: TestWrongSendByLen
//	    deadlock: nothing can run any more: all 2 goroutines of the test wait
//	    found in run 1 of seed 1 (random), 11 steps
//
//	    g1 waits in sync.WaitGroup.Wait on wg#2, and nothing can ever wake it
//	        at examples/channels/capacity/capacity_test.go:29 in capacity.roomForOne
//
//	    g3 waits in chan send on chan#3, and nothing can ever wake it
//	        at examples/channels/capacity/wrong.go:8 in capacity.trySendByLen
//	        chan#3 was last used by g2: send at examples/channels/capacity/wrong.go:8 in capacity.trySendByLen; it has ended
//	        started by g1 at examples/channels/capacity/capacity_test.go:20 in capacity.roomForOne
//
//	    the last steps (each column is a goroutine, time runs down):
//	    g1                      g2                      g3
//	                                                    send chan#3             examples/channels/capacity/wrong.go:8
//	                            atomic.Add atomic#4                             examples/channels/capacity/capacity_test.go:22
//	    atomic.CompareAndSwap…                                                  examples/channels/capacity/capacity_test.go:29
//	    waits for wg#2                                                          examples/channels/capacity/capacity_test.go:29
//	                                                    waits for chan#3        examples/channels/capacity/wrong.go:8
//	                            ends
package capacity
