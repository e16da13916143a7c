// Package sendreceive has two goroutines swap values over channels without buffers.
//
// Such a send waits until somebody receives, and such a receive until somebody sends.
// That is communication and synchronization in one, and it needs the two sides to agree
// on who does what first.
//
// # Guarantee
//
// When both sides call [Exchange], each gets the other's value. When one has closed its
// channel instead, the other is told so by ok, and not by a zero that might be a value.
//
// # What goes wrong
//
//   - Both send first. Nobody receives, and both wait. With a buffer of one it works,
//     which is why it is often tested that way.
//   - ok is not asked. A closed channel gives zeros without end; they are taken for
//     values, and answered, to nobody.
//
// # What chaosrun shows
//
//	--- FAIL: TestWrongSendFirst
//	    deadlock: nothing can run any more: all 2 goroutines of the test wait
//	    found in the first run of the process (roundrobin), 3 steps
//
//	    g1 waits in chan send on chan#2, and nothing can ever wake it
//	        at examples/channels/sendreceive/wrong.go:8 in sendreceive.exchangeSendFirst
//
//	    g2 waits in chan send on chan#3, and nothing can ever wake it
//	        at examples/channels/sendreceive/wrong.go:8 in sendreceive.exchangeSendFirst
//	        started by g1 at examples/channels/sendreceive/sendreceive_test.go:13 in sendreceive.swapped
//
//	    the last steps (each column is a goroutine, time runs down):
//	    g1                      g2
//	    starts
//	                            starts                  examples/channels/sendreceive/sendreceive_test.go:13
//	    go                                              examples/channels/sendreceive/sendreceive_test.go:13
//	    send chan#2                                     examples/channels/sendreceive/wrong.go:8
//	    waits for chan#2                                examples/channels/sendreceive/wrong.go:8
//	                            send chan#3             examples/channels/sendreceive/wrong.go:8
//	                            waits for chan#3        examples/channels/sendreceive/wrong.go:8
package sendreceive
