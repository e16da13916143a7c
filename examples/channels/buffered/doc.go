// Package buffered runs checks in parallel and collects their errors in a channel with
// room for all.
//
// A send on a channel without a buffer blocks until somebody receives. With a buffer it
// blocks only if the buffer is full. How large the buffer must be follows from how many
// values can be sent before the first one is received.
//
// # Guarantee
//
// [Check] returns, with every error, however many checks fail.
//
// # What goes wrong
//
// The buffer has a fixed size, which is smaller than the number of checks. If more
// checks fail than the buffer has room for, a check blocks in its send; the goroutine
// that waits for all checks reads the errors only afterwards, so both block forever.
// [Check] makes the buffer as large as the number of checks.
//
// # What chaosrun shows
//
// With two checks that fail the test passes. With three:
//
//	deadlock: the last 2 goroutines of the test are blocked: g1 at “wg.Wait()”
//	    (wrong.go:21) and g4 at “errs <- err” (wrong.go:17)
//	TestWrongThreeFail, run 1 (roundrobin)
//
//	 step  g1 (the test)      g2                 g3                 g4
//	    5  starts
//	    7  go ──▶ g2                                                                   wrong.go:15            wg.Go(func() {
//	    9  go ──▶ g3                                                                   wrong.go:15            wg.Go(func() {
//	   11  go ──▶ g4                                                                   wrong.go:15            wg.Go(func() {
//	   13  wg.Wait(): blocks                                                           wrong.go:21            wg.Wait()
//	   15                     starts ◀── 7                                             wrong.go:15            wg.Go(func() {
//	   16                     errs <- …                                                wrong.go:17            errs <- err
//	   18                     ends
//	   20                                        starts ◀── 9                          wrong.go:15            wg.Go(func() {
//	   21                                        errs <- …                             wrong.go:17            errs <- err
//	   23                                        ends
//	   25                                                           starts ◀── 11      wrong.go:15            wg.Go(func() {
//	   27                                                           errs <- …: blocks  wrong.go:17            errs <- err
package buffered
