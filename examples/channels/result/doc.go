// Package result has a channel for the result of one call, and one for a signal.
//
// A result is sent to one receiver, once. A signal has no content and any number of
// listeners, who may come before it or after it: for that a channel is closed, not sent
// on.
//
// # Guarantee
//
// The result is received once, by whoever asks, and the goroutine ends with its function
// even if nobody does. A signal is heard by all who wait for it, then or later.
//
// # What goes wrong
//
//   - The channel of the result has no buffer, and the receiver does not wait, because it
//     found something better to do.
//   - The signal is sent. It works as long as there is one listener.
//
// # What chaosrun shows
//
//	--- FAIL: TestWrongGiveOne
//	    deadlock: nothing can run any more: all 3 goroutines of the test wait
//	    found in the first run of the process (roundrobin), 14 steps
//
//	    g1 waits in sync.WaitGroup.Wait on wg#2, and nothing can ever wake it
//	        at examples/channels/result/result_test.go:38 in result.allHear
//
//	    g3 waits in chan receive on chan#3, and nothing can ever wake it
//	        at examples/channels/result/result_test.go:35 in result.allHear.func1
//	        chan#3 was last used by g1: send at examples/channels/result/wrong.go:16 in result.giveOne
//	        chan#3 was last used by g2: recv at examples/channels/result/result_test.go:35 in result.allHear.func1; it has ended
//	        chan#3 was last used by g4: recv at examples/channels/result/result_test.go:35 in result.allHear.func1
//	        started by g1 at examples/channels/result/result_test.go:35 in result.allHear
//
//	    g4 waits in chan receive on chan#3, and nothing can ever wake it
//	        at examples/channels/result/result_test.go:35 in result.allHear.func1
//	        chan#3 was last used by g1: send at examples/channels/result/wrong.go:16 in result.giveOne
//	        chan#3 was last used by g2: recv at examples/channels/result/result_test.go:35 in result.allHear.func1; it has ended
//	        chan#3 was last used by g3: recv at examples/channels/result/result_test.go:35 in result.allHear.func1
//	        started by g1 at examples/channels/result/result_test.go:35 in result.allHear
package result
