// Package memorder hands a value over, once for each rule of the memory model.
//
// What one goroutine writes, another sees for certain only if something orders the two:
// a send and its receive, a close and the receive that notices it, an Unlock and the
// next Lock, a Once and the return of Do, an atomic store and the load that sees it.
// Without one of these there is no "first".
//
// # Guarantee
//
// Whoever has got a value from one of the boxes sees all that was written before it was
// put in. The race detector confirms it in every schedule.
//
// # What goes wrong
//
//   - A flag that is not atomic says that the value is there. The compiler and the
//     processor may turn the two writes round.
//   - Two variables are written and read without anything. The numbers that are printed
//     are the least of it.
//
// # What chaosrun shows
//
// Both with -race, in the first run. Of the same with atomic variables it reaches each of
// the three outcomes that there are, and never the fourth:
//
//	assert: the test failed
//	TestWrongNeverFirst, run 6 of seed 1 (auto), 56 steps
//
//	wrong_test.go:27: read b = 0 and then a = 1
//
//	 step  g1 (the test)          g2
//	    5  starts
//	   11  wg.Add wg#4                                   wrong.go:47            wg.Go(func() {
//	   12  go ──▶ g2                                     wrong.go:47            wg.Go(func() {
//	   13  atomic.Load atomic#5                          wrong.go:51            b = y.Load()
//	   14                         starts ◀── 12          wrong.go:47            wg.Go(func() {
//	   15                         atomic.Store atomic#6  wrong.go:48            x.Store(1)
//	   16                         atomic.Store atomic#5  wrong.go:49            y.Store(2)
//	   17                         wg.Done wg#4 ──▶ g1
//	   18                         ends
//	   20  atomic.Load atomic#6                          wrong.go:52            a = x.Load()
//	   21  wg.Wait wg#4 ◀── 17                           wrong.go:53            wg.Wait()
//	   62  ends
package memorder
