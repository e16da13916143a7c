// Package leaks shows a goroutine that waits for something and can be called off.
//
// A goroutine that nobody needs any more does not end by itself. If it waits on a
// channel that nobody else knows, it stays until the program ends, with all that its
// stack refers to. A server that leaks one with every request runs out of memory in the
// end, and no test fails.
//
// # Guarantee
//
// The goroutine that [Await] starts ends when the value has come, when the channel is
// closed, or when ctx is done, in every schedule. Its done channel is closed then.
//
// # What goes wrong
//
//   - The goroutine waits for the value only. A cancel does not reach it, and it blocks
//     forever if no value comes.
//   - The goroutine checks ctx.Err and then waits for the value. A test that cancels
//     before passes. A cancel between the check and the wait is missed, and the
//     goroutine blocks forever. The correct version waits for the value and for
//     ctx.Done in one select.
//
// # What chaosrun shows
//
// Both tests return, and pass under go test. chaosrun looks for goroutines that are
// left, and proves that nothing can wake them. The second mistake needs a schedule in
// which the goroutine checks ctx before the cancel:
//
//	leak: the test has returned, and 1 goroutine is blocked forever: g2 at “if v, ok
//	    := <-ch; ok {” (wrong.go:28)
//	TestWrongCheckedOnce, run 1 of seed 1 (auto)
//
//	the choice that leads to it:
//	  - g1 is preempted before “cancel()” (leaks_test.go:16); g2 runs until it
//	    blocks at “if v, ok := <-ch; ok {” (wrong.go:28)
//
//	the test passes in a schedule with these two steps in the other order:
//	  - g2 does “if ctx.Err() != nil {” (wrong.go:25)
//	  - g1 does “cancel()” (leaks_test.go:16)
//
//	 step  g1 (the test)  g2
//	    5  starts
//	   17  go ──▶ g2                     wrong.go:23            go func() {
//	   18                 starts ◀── 17  wrong.go:23            go func() {
//	   21                 <-ch: blocks   wrong.go:28            if v, ok := <-ch; ok {
//	   23  cancel()                      leaks_test.go:16       cancel()
//	   33  ends
package leaks
