// Package leaks shows a goroutine that waits for something and can be called off.
//
// A goroutine that nobody needs any more does not go away by itself. If it waits on a
// channel that nobody else knows, it waits until the program ends, with its stack and
// all that its stack refers to. A server that leaves one behind with every request runs
// out of memory in the end, and no test has failed.
//
// # Guarantee
//
// The goroutine that [Await] starts ends when the value has come, when the channel is
// closed, or when ctx is done, in every schedule. Its done channel says so to those who
// want to know.
//
// # What goes wrong
//
//   - The goroutine only waits for the value. No cancel reaches it.
//   - The goroutine asks ctx.Err and then waits for the value. It looks like care, and
//     it passes a test that cancels first. A cancel that comes between the two is not
//     heard.
//
// # What chaosrun shows
//
// Both tests return, and under go test they pass. chaosrun looks at what is left, and
// proves that nothing can wake it. The second mistake needs a schedule in which the
// goroutine looks before the cancel:
//
//	--- FAIL: TestWrongCheckedOnce
//	    leak: the test has returned and left goroutines: 1 that can never be woken
//	    found in run 1 of seed 1 (random), 26 steps
//
//	    g2 waits in chan receive on chan#7, and nothing can ever wake it
//	        at examples/goroutines/leaks/wrong.go:28 in leaks.awaitChecked[...].func1
//	        started by g1 at examples/goroutines/leaks/wrong.go:23 in leaks.awaitChecked[...]
//
//	    the last steps (each column is a goroutine, time runs down):
//	    g1                      g2
//	    in context.WithCancel                           examples/goroutines/leaks/leaks_test.go:14
//	                            starts                  examples/goroutines/leaks/wrong.go:23
//	    go                                              examples/goroutines/leaks/wrong.go:23
//	                            in context.(*cancelCtx).Errexamples/goroutines/leaks/wrong.go:25
//	    in context.WithCancel.func1                     examples/goroutines/leaks/leaks_test.go:16
//	                            recv chan#7             examples/goroutines/leaks/wrong.go:28
//	                            waits for chan#7        examples/goroutines/leaks/wrong.go:28
//	    ends
package leaks
