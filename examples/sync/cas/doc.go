// Package cas changes shared data without locks, with compare-and-swap.
//
// Look at the old value, compute the new one, and store it if the old one is still
// there; otherwise begin again. That is safe if "still there" means that nothing has
// happened, and not that something was taken away and put back.
//
// # Guarantee
//
// [Add] never exceeds its limit. What is pushed on a [Stack] is popped once.
//
// # What goes wrong
//
//   - The limit is checked and the sum is added to, in two steps, both atomic.
//   - The stack links the items themselves, and these come back. A goroutine that pops
//     has seen A, and B behind it. Another takes both and gives A back. A is the first
//     again, the swap succeeds, and makes B the first, which is in use.
//
// # What chaosrun shows
//
// It needs four steps of one goroutine between two of another. The race detector has
// nothing to say, for all is atomic:
//
//	--- FAIL: TestWrongLinked
//	    assert: the test failed
//	    found in the first run of the process (roundrobin), 137 steps
//
//	    the test printed:
//	        --- FAIL: TestWrongLinked (0.00s)
//	            cas_test.go:57: 2 items are left, want 3
//
//	    the last steps (each column is a goroutine, time runs down):
//	    g1                      g2                      g3
//	                            atomic.CompareAndSwap…                          examples/sync/cas/wrong.go:17
//	                                                    atomic.Store atomic#3   examples/sync/cas/wrong.go:16
//	                                                    atomic.CompareAndSwap…  examples/sync/cas/wrong.go:17
//	                                                    atomic.Add atomic#7     examples/sync/cas/cas_test.go:37
//	                                                    atomic.Load atomic#2    examples/sync/cas/wrong.go:15
//	                                                    atomic.Store atomic#5   examples/sync/cas/wrong.go:16
//	                                                    atomic.CompareAndSwap…  examples/sync/cas/wrong.go:17
//	    atomic.Load atomic#3                                                    examples/sync/cas/wrong.go:29
//	    atomic.CompareAndSwap…                                                  examples/sync/cas/wrong.go:30
//	    in testing.(*common).…                                                  examples/sync/cas/cas_test.go:57
package cas
