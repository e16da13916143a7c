// Package buffered runs checks in parallel and collects their errors in a channel with
// room for all.
//
// A channel without a buffer makes the two sides meet. One with a buffer lets the sender
// go on as long as there is room, and not a value longer. How large it must be follows
// from what can be sent before something is received; it is not a matter of taste.
//
// # Guarantee
//
// [Check] returns, with every error, however many checks fail.
//
// # What goes wrong
//
// The buffer has a size that was enough so far. The goroutine that waits for all
// checks waits for one that waits for room.
//
// # What chaosrun shows
//
// Two failures pass. Three:
//
//	--- FAIL: TestWrongThreeFail
//	    deadlock: nothing can run any more: all 2 goroutines of the test wait
//	    found in the first run of the process (roundrobin), 15 steps
//
//	    g1 waits in sync.WaitGroup.Wait on wg#2, and nothing can ever wake it
//	        at examples/channels/buffered/wrong.go:21 in buffered.checkTwo
//
//	    g4 waits in chan send on chan#3, and nothing can ever wake it
//	        at examples/channels/buffered/wrong.go:17 in buffered.checkTwo.func1
//	        chan#3 was last used by g2: send at examples/channels/buffered/wrong.go:17 in buffered.checkTwo.func1; it has ended
//	        chan#3 was last used by g3: send at examples/channels/buffered/wrong.go:17 in buffered.checkTwo.func1; it has ended
//	        started by g1 at examples/channels/buffered/wrong.go:15 in buffered.checkTwo
package buffered
