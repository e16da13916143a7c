// Package direction gives a channel to a producer and a consumer, each with the
// direction that it needs.
//
// A parameter of type chan<- T can only be sent to and closed, one of type <-chan T only
// received from. The compiler then keeps the consumer from sending and from closing. It
// does not make the producer close.
//
// # Guarantee
//
// Producer and consumer both end, however the source ends.
//
// # What goes wrong
//
// The producer closes the channel at the end of the function, and returns early when its
// source fails. The consumer, which ranges over the channel, then waits for more.
//
// # What chaosrun shows
//
// With a source that ends well, nothing. With one that fails, the first run; g2, which
// should have closed the channel, has ended:
//
//	--- FAIL: TestWrongClosesLast
//	    deadlock: nothing can run any more: the test's only goroutine waits
//	    found in the first run of the process (roundrobin), 10 steps
//
//	    g1 waits in chan receive on chan#2, and nothing can ever wake it
//	        at examples/channels/direction/direction.go:30 in direction.Consume[...]
//	        chan#2 was last used by g2: send at examples/channels/direction/wrong.go:20 in direction.produceClosesLast; it has ended
//
//	    the last steps (each column is a goroutine, time runs down):
//	    g1                      g2
//	                            send chan#2             examples/channels/direction/wrong.go:20
//	                            waits for chan#2        examples/channels/direction/wrong.go:20
//	    recv chan#2                                     examples/channels/direction/direction.go:30
//	    recv chan#2                                     examples/channels/direction/direction.go:30
//	    waits for chan#2                                examples/channels/direction/direction.go:30
//	                            send chan#2             examples/channels/direction/wrong.go:20
//	                            send chan#3             examples/channels/direction/direction_test.go:29
//	                            ends
//	    recv chan#2                                     examples/channels/direction/direction.go:30
//	    waits for chan#2                                examples/channels/direction/direction.go:30
package direction
