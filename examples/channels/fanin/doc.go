// Package fanin gathers the values of many channels in one.
//
// A goroutine for each input forwards its values. One more waits until all of them have
// ended and closes the output, because none of them can know that it is the last.
//
// # Guarantee
//
// Each value arrives once, those of one input in order, and the output is closed after
// the last. When ctx is done, all goroutines end, whether somebody reads or not.
//
// # What goes wrong
//
//   - No forwarder listens to ctx. A reader that has found what it looked for leaves
//     all of them behind, and the sources behind them.
//   - The output is closed as soon as ctx is done. A forwarder that is in its send just
//     then sends on a closed channel.
//
// # What chaosrun shows
//
//	--- FAIL: TestWrongDeaf
//	    leak: the test has returned and left goroutines: 3 that can never be woken
//	    found in the first run of the process (roundrobin), 67 steps
//
//	    g5 waits in chan send on chan#7, and nothing can ever wake it
//	        at examples/channels/fanin/wrong.go:18 in fanin.fanInDeaf.func1
//	        chan#7 was last used by g1: recv at examples/channels/fanin/fanin_test.go:50 in fanin.stopEarly; it has ended
//	        chan#7 was last used by g7: send at examples/channels/fanin/wrong.go:18 in fanin.fanInDeaf.func1
//	        started by g1 at examples/channels/fanin/wrong.go:16 in fanin.fanInDeaf
//
//	    g7 waits in chan send on chan#7, and nothing can ever wake it
//	        at examples/channels/fanin/wrong.go:18 in fanin.fanInDeaf.func1
//	        chan#7 was last used by g1: recv at examples/channels/fanin/fanin_test.go:50 in fanin.stopEarly; it has ended
//	        chan#7 was last used by g5: send at examples/channels/fanin/wrong.go:18 in fanin.fanInDeaf.func1
//	        started by g1 at examples/channels/fanin/wrong.go:16 in fanin.fanInDeaf
//
//	    g8 waits in sync.WaitGroup.Wait on wg#6, and nothing can ever wake it
//	        at examples/channels/fanin/wrong.go:23 in fanin.fanInDeaf.func2
//	        started by g1 at examples/channels/fanin/wrong.go:22 in fanin.fanInDeaf
package fanin
