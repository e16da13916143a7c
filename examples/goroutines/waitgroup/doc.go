// Package waitgroup calls a function many times at once and waits for all calls.
//
// Three rules apply to a sync.WaitGroup: Add comes before the go statement, Done is
// deferred, and there is one Done for each Add. Since Go 1.25 its method Go keeps all
// three. This code keeps them itself, as older code does, and code that counts
// something else.
//
// # Guarantee
//
// When [Each] returns, every call has returned, whether with an error or by ending its
// goroutine, and every error is in the result. The order of the calls is not defined.
//
// # What goes wrong
//
//   - Add is called in the goroutine. If Wait comes first, it finds zero and returns
//     before the work has begun.
//   - Done is the last line of the function. A call that fails returns before that
//     line, and Wait blocks forever. The correct version defers Done.
//   - Done is called twice on one path. The count reaches zero too early, Wait returns
//     too early, and the count then becomes negative, which panics.
//   - A task counts itself down before it counts its successor. In between the count is
//     zero and a Wait begins to return; the Add that follows panics, because the
//     WaitGroup is used again too early. The correct task counts its successor first.
//
// # What chaosrun shows
//
// The first run finds the first three. The last one needs an Add between the last Done
// and the return of Wait, and is found within thirty runs:
//
//	panic: sync: WaitGroup is reused before previous Wait has returned, in g1 at
//	    “c.wg.Wait()” (wrong_norace_test.go:24); g2 called c.wg.Add() at
//	    “c.wg.Add(1)” (wrong.go:87)
//	TestWrongReuse, run 2 of seed 1 (auto)
//
//	the choice that leads to it:
//	  - g2 ends, and g1 runs next; g3 is ready too
//
//	 step  g1 (the test)        g2                   g3
//	    5  starts
//	    6  c.wg.Add()                                                     wrong.go:87            c.wg.Add(1)
//	    7  go ──▶ g2                                                      wrong.go:88            go func() {
//	    9  c.wg.Wait(): blocks                                            wrong_norace_test.go:24 c.wg.Wait()
//	   11                       starts ◀── 7                              wrong.go:88            go func() {
//	   12                       c.wg.Done() ──▶ g1                        wrong.go:90            c.wg.Done()
//	   13                       c.wg.Add()                                wrong.go:87            c.wg.Add(1)
//	   14                                            would starts         wrong.go:88            go func() {
//	   15                       go                                        wrong.go:88            go func() {
//	   16                       ends
//	   18  resumes ◀── 12
//	   20  PANICS                                                         wrong_norace_test.go:24 c.wg.Wait()
package waitgroup
