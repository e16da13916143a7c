// Package closing is a channel that may be closed while others send.
//
// A close says that nothing more comes. The one who sends knows that; with several
// senders no single one does, and the others do not survive a guess: a send on a closed
// channel panics, and so does a second close.
//
// # Guarantee
//
// Any number of goroutines may send and close a [Stream]. Nothing panics, Send says
// whether its value will be received, and what was sent before the end is received
// before the end is seen.
//
// # What goes wrong
//
// A flag says whether the channel is closed. Two who want to close see that it is not,
// and both do; a sender sees that it is not, and sends when it is. That the flag is
// atomic keeps the race detector quiet and changes nothing.
//
// # What chaosrun shows
//
//	--- FAIL: TestWrongFlaggedWhileSending
//	    panic: send on closed channel
//	    found in the first run of the process (roundrobin), 21 steps
//
//	    the last steps (each column is a goroutine, time runs down):
//	    g1                      g2                      g3                      g4
//	                            atomic.Load atomic#4                                                    examples/channels/closing/wrong.go:19
//	                            send chan#3                                                             examples/channels/closing/wrong.go:22
//	                            ends
//	                                                    atomic.Load atomic#4                            examples/channels/closing/wrong.go:19
//	                                                    send chan#3                                     examples/channels/closing/wrong.go:22
//	                                                                            atomic.Load atomic#4    examples/channels/closing/wrong.go:27
//	                                                                            atomic.Store atomic#4   examples/channels/closing/wrong.go:28
//	                                                                            close chan#3            examples/channels/closing/wrong.go:29
//	                                                                            ends
//	    recv chan#3                                                                                     examples/channels/closing/closing_test.go:38
//	    wg.Wait wg#2                                                                                    examples/channels/closing/closing_test.go:41
//	    atomic.CompareAndSwap…                                                                          examples/channels/closing/closing_test.go:41
//	    waits for wg#2                                                                                  examples/channels/closing/closing_test.go:41
//	                                                    PANICS                                          examples/channels/closing/wrong.go:22
package closing
