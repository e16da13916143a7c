// Package loopcapture starts goroutines in a loop, each with its own item.
//
// A function literal does not copy the variables that it uses. Before Go 1.22 a loop had
// one variable for all its turns, so that the goroutines, when they came to look, saw
// what the loop had got to by then: mostly the last item, several times.
//
// # Guarantee
//
// f is called with each item once, in any order, and the results are in the order of the
// items.
//
// # What goes wrong
//
//   - The module, or the file, says that it is written for Go 1.21 or older. The code
//     looks like the code of today, and means something else.
//   - The variable is declared before the loop. There is one of it, in every version.
//
// # What chaosrun shows
//
// Both within few runs, and with -race as races, in the first:
//
//	--- FAIL: TestWrongOneVariable
//	    assert: the test failed
//	    found in the first run of the process (roundrobin), 104 steps
//
//	    the test printed:
//	        --- FAIL: TestWrongOneVariable (0.00s)
//	            loopcapture_test.go:25: f was called with [30 30 30], want [10 20 30]
//	            loopcapture_test.go:28: results [31 31 31], want [11 21 31]
//
//	    the last steps (each column is a goroutine, time runs down):
//	    g1                      g2                      g3                      g4
//	    waits for wg#2                                                                                  examples/goroutines/loopcapture/wrong.go:17
//	                            Lock mutex#3                                                            examples/goroutines/loopcapture/loopcapture_test.go:18
//	                            Unlock mutex#3                                                          examples/goroutines/loopcapture/loopcapture_test.go:21
//	                                                    Lock mutex#3                                    examples/goroutines/loopcapture/loopcapture_test.go:18
//	                                                                            Lock mutex#3            examples/goroutines/loopcapture/loopcapture_test.go:18
//	                                                                            Unlock mutex#3          examples/goroutines/loopcapture/loopcapture_test.go:21
//	                                                    Unlock mutex#3                                  examples/goroutines/loopcapture/loopcapture_test.go:21
//	    atomic.Load wg#2                                                                                examples/goroutines/loopcapture/wrong.go:17
//	    in testing.(*common).…                                                                          examples/goroutines/loopcapture/loopcapture_test.go:25
package loopcapture
