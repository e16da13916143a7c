// Package waitgroup calls a function many times at once and waits for all calls.
//
// A sync.WaitGroup counts what is under way. Three rules make it right: Add comes before
// the go statement, Done is deferred, and there is one Done for each Add. Since Go 1.25
// its method Go keeps all three; the code here spells them out because older code, and
// any code with a count of its own, has to.
//
// # Guarantee
//
// When [Each] returns, every call has returned, whether with an error or by ending its
// goroutine, and every error is in the result. The order of the calls is not defined.
//
// # What goes wrong
//
//   - Add in the goroutine. Wait may come first, find zero, and return before the work
//     has begun.
//   - Done in the last line. The first call that fails leaves before it, and Wait
//     never returns.
//   - Done twice on one way out. The count reaches zero too early, and then falls
//     below.
//   - A task counts its successor after it has counted itself down. For a moment the
//     count is zero, a Wait begins to return, and finds the WaitGroup in use again.
//
// # What chaosrun shows
//
// The first three in the first run. The last needs an Add between the last Done and the
// return of Wait, which under load happens once in a while, and here in the first random
// schedule:
//
//	--- FAIL: TestWrongReuse
//	    panic: sync: WaitGroup is reused before previous Wait has returned
//	    found in run 1 of seed 1 (random), 35 steps
//
//	    the last steps (each column is a goroutine, time runs down):
//	    g1                      g2                      g3
//	    starts                                                                  $GOROOT/testing/chaosrun.go:352
//	    wg.Add wg#1                                                             examples/goroutines/waitgroup/wrong.go:87
//	                            starts                                          examples/goroutines/waitgroup/wrong.go:88
//	                            wg.Add wg#1                                     examples/goroutines/waitgroup/wrong.go:90
//	    wg.Wait wg#1                                                            examples/goroutines/waitgroup/wrong_norace_test.go:24
//	    waits for wg#1                                                          examples/goroutines/waitgroup/wrong_norace_test.go:24
//	                            atomic.Load wg#1                                examples/goroutines/waitgroup/wrong.go:90
//	                            atomic.Store wg#1                               examples/goroutines/waitgroup/wrong.go:90
//	                            wg.Add wg#1                                     examples/goroutines/waitgroup/wrong.go:87
//	    atomic.Load wg#1                                                        examples/goroutines/waitgroup/wrong_norace_test.go:24
//	                                                    starts                  examples/goroutines/waitgroup/wrong.go:88
//	    PANICS                                                                  examples/goroutines/waitgroup/wrong_norace_test.go:24
package waitgroup
