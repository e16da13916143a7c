// Package fanout has several workers take items from one channel, each with an output of
// its own.
//
// The workers share the input, so that a free worker takes the next item, and each item
// is taken once. Nobody decides who gets what.
//
// # Guarantee
//
// Each item has one result, on one of the outputs, and all outputs are closed in the end.
// An output that is not read holds up its own worker only. When ctx is done, all workers
// end.
//
// # What goes wrong
//
//   - Items are dealt in turn, for fairness. An output that is not read stops the dealer,
//     and with it everything.
//   - No worker listens to ctx. The outputs that are not read to the end keep their
//     workers, each with the item that it had.
//
// # What chaosrun shows
//
//	--- FAIL: TestWrongDealt
//	    deadlock: nothing can run any more: all 3 goroutines of the test wait
//	    found in the first run of the process (roundrobin), 20 steps
//
//	    g1 waits in chan receive on chan#2
//	        at examples/channels/fanout/fanout_test.go:56 in fanout.oneIsSlow
//
//	    g2 waits in select on chan#5, chan#6
//	        at examples/channels/fanout/fanout_test.go:19 in fanout.items.func1
//	        chan#5 was last used by g3: recv at examples/channels/fanout/wrong.go:21 in fanout.fanOutDealt.func1
//	        started by g1 at examples/channels/fanout/fanout_test.go:16 in fanout.items
//
//	    g3 waits in select on chan#7, chan#6
//	        at examples/channels/fanout/wrong.go:25 in fanout.fanOutDealt.func1
//	        started by g1 at examples/channels/fanout/wrong.go:16 in fanout.fanOutDealt
package fanout
