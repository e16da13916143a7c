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
//	deadlock: nothing can run any more: all 2 goroutines of the test wait
//	TestWrongThreeFail, the first run of the process (roundrobin), 15 steps
//
//	 step  g1 (the test)        g2                   g3                   g4
//	    5  starts
//	    6  wg.Add wg#2                                                                         wrong.go:15            wg.Go(func() {
//	    7  go ──▶ g2                                                                           wrong.go:15            wg.Go(func() {
//	    8  wg.Add wg#2                                                                         wrong.go:15            wg.Go(func() {
//	    9  go ──▶ g3                                                                           wrong.go:15            wg.Go(func() {
//	   10  wg.Add wg#2                                                                         wrong.go:15            wg.Go(func() {
//	   11  go ──▶ g4                                                                           wrong.go:15            wg.Go(func() {
//	   14  wg.Wait wg#2: waits                                                                 wrong.go:21            wg.Wait()
//	   16                       starts ◀── 7                                                   wrong.go:15            wg.Go(func() {
//	   17                       send chan#3                                                    wrong.go:17            errs <- err
//	   18                       wg.Done wg#2
//	   19                       ends
//	   21                                            starts ◀── 9                              wrong.go:15            wg.Go(func() {
//	   22                                            send chan#3                               wrong.go:17            errs <- err
//	   23                                            wg.Done wg#2
//	   24                                            ends
//	   26                                                                 starts ◀── 11        wrong.go:15            wg.Go(func() {
//	   28                                                                 send chan#3: waits   wrong.go:17            errs <- err
package buffered
