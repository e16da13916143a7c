// Package lifecycle follows a goroutine from its start to its end.
//
// A goroutine is created runnable, runs when the scheduler gives it a turn, waits for
// others, is runnable again, and is dead when its function has returned. There is no way
// to end it from outside but one: when main returns, all are gone, wherever they were,
// and nothing that they deferred runs.
//
// # Guarantee
//
// When [Task.Stop] returns, the goroutine is dead, and all that it deferred has run.
//
// # What goes wrong
//
//   - Stop cancels and returns. Most of the time the goroutine is quick enough to write
//     the rest of its file before main returns.
//   - Stop waits, but for the news that the goroutine was told, not for its end.
//
// # What chaosrun shows
//
// A recording shows the states: starts, a step, waits, a step again, ends. Here, g2 has
// started and not had its first turn when it is told to end; nor when the test looks:
//
//	--- FAIL: TestWrongOrphan
//	    assert: the test failed
//	    found in the first run of the process (roundrobin), 70 steps
//
//	    the test printed:
//	        --- FAIL: TestWrongOrphan (0.00s)
//	            lifecycle_test.go:28: stopped, and not flushed
//
//	    the last steps (each column is a goroutine, time runs down):
//	    g1                      g2
//	    starts
//	    in context.WithCancel                           examples/goroutines/lifecycle/lifecycle.go:14
//	                            starts                  examples/goroutines/lifecycle/lifecycle.go:16
//	    in context.WithCancel…                          examples/goroutines/lifecycle/wrong.go:16
//	    atomic.Load atomic#9                            examples/goroutines/lifecycle/lifecycle_test.go:27
//	    in testing.(*common).…                          examples/goroutines/lifecycle/lifecycle_test.go:28
package lifecycle
