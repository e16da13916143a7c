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
//	deadlock: nothing can run any more: all 2 goroutines of the test wait
//	TestWrongSendByLen, run 6 of seed 1 (auto), 11 steps
//
//	 step  g1 (the test)        g2                   g3
//	    5  starts
//	    6  wg.Add wg#2                                                    capacity_test.go:20    wg.Go(func() {
//	    7  go ──▶ g2                                                      capacity_test.go:20    wg.Go(func() {
//	    8  wg.Add wg#2                                                    capacity_test.go:20    wg.Go(func() {
//	    9  go ──▶ g3                                                      capacity_test.go:20    wg.Go(func() {
//	   12  wg.Wait wg#2: waits                                            capacity_test.go:29    wg.Wait()
//	   14                       starts ◀── 7                              capacity_test.go:20    wg.Go(func() {
//	   15                                            starts ◀── 9         capacity_test.go:20    wg.Go(func() {
//	   16                                            send chan#3          wrong.go:8             ch <- v
//	   18                                            wg.Done wg#2
//	   19                                            ends
//	   22                       send chan#3: waits                        wrong.go:8             ch <- v
package capacity
