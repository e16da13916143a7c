// Package memorder hands a value over, once for each rule of the memory model.
//
// A goroutine is certain to see what another one has written only if something orders
// the two: a send and its receive, a close and the receive that notices it, an Unlock
// and the next Lock, a Once and the return of Do, an atomic store and the load that
// sees it. Without one of these, neither access is before the other.
//
// # Guarantee
//
// A goroutine that gets a value from one of the boxes sees all that was written before
// the value was put in. The race detector confirms it in every schedule.
//
// # What goes wrong
//
//   - A bool that is not atomic says that the value is there. The compiler and the
//     processor may reorder the two writes, so a reader may see the flag without the
//     value. It is a data race. The correct flag is atomic, or a channel that is
//     closed.
//   - Two variables are written and read without any synchronization. Each access is a
//     data race, and the reader may see the second write without the first.
//
// # What chaosrun shows
//
// Both are found with -race, in the first run. With atomic variables there are three
// possible outcomes: chaosrun reaches each of them, and never the fourth.
//
//	test failed: wrong_test.go:27: read b = 0 and then a = 1
//	TestWrongNeverFirst, run 10 of seed 1 (auto)
//
//	the choice that leads to it:
//	  - g1 is preempted before “a = x.Load()” (wrong.go:52); g2 runs until it
//	    ends
//
//	wrong_test.go:27: read b = 0 and then a = 1
//
//	 step  g1 (the test)      g2
//	    5  starts
//	   11  go ──▶ g2                             wrong.go:47            wg.Go(func() {
//	   12  y.Load(): reads 0                     wrong.go:51            b = y.Load()
//	   13                     starts ◀── 11      wrong.go:47            wg.Go(func() {
//	   14                     x.Store(): 0 → 1   wrong.go:48            x.Store(1)
//	   15                     y.Store() ──▶ g1   wrong.go:49            y.Store(2)
//	   17                     ends
//	   19  x.Load(): reads 1                     wrong.go:52            a = x.Load()
//	   20  wg.Wait() ◀── 15                      wrong.go:53            wg.Wait()
//	   53  ends
package memorder
