// Package capacity sends and receives only if that does not block.
//
// len and cap of a channel are for monitoring. By the time a program looks at the
// number, others may have sent or received, so nothing follows from it unless nobody
// else uses the channel.
//
// # Guarantee
//
// [TrySend] and [TryReceive] never block, whoever else uses the channel.
//
// # What goes wrong
//
// TrySend checks len against cap and then sends. Two senders see the one free place;
// the second one blocks in its send, although the function promises never to block.
// TryReceive makes the same mistake with len. The correct version uses a select with a
// default, which checks and sends in one step.
//
// # What chaosrun shows
//
// Both goroutines check before one of them sends:
//
//	deadlock: the last 2 goroutines of the test are blocked: g1 at “wg.Wait()”
//	    (capacity_test.go:29) and g2 at “ch <- v” (wrong.go:8)
//	TestWrongSendByLen, run 2 of seed 1 (auto)
//
//	the choice that leads to it:
//	  - g2 is preempted before “ch <- v” (wrong.go:8); g3 runs until it ends
//
//	the test passes in a schedule with these two steps in the other order:
//	  - g3 does “if len(ch) < cap(ch) {” (wrong.go:7)
//	  - g2 does “ch <- v” (wrong.go:8)
//
//	 step  g1 (the test)      g2                 g3
//	    5  starts
//	    7  go ──▶ g2                                                capacity_test.go:20    wg.Go(func() {
//	    9  go ──▶ g3                                                capacity_test.go:20    wg.Go(func() {
//	   10  len(ch)                                                  capacity_test.go:26    if n := len(ch); n < 0 || n > cap(ch) {
//	   12  wg.Wait(): blocks                                        capacity_test.go:29    wg.Wait()
//	   14                     starts ◀── 7                          capacity_test.go:20    wg.Go(func() {
//	   15                     len(ch)                               wrong.go:7             if len(ch) < cap(ch) {
//	   16                                        starts ◀── 9       capacity_test.go:20    wg.Go(func() {
//	   17                                        len(ch)            wrong.go:7             if len(ch) < cap(ch) {
//	   18                                        ch <- 1            wrong.go:8             ch <- v
//	   21                                        ends
//	   24                     ch <- …: blocks                       wrong.go:8             ch <- v
package capacity
