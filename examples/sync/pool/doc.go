// Package pool uses buffers again instead of making new ones.
//
// A Pool keeps things for those who need one next. Between Get and Put the thing belongs
// to one goroutine, as if it had made it; after Put it belongs to somebody else, and
// before Get it did.
//
// # Guarantee
//
// Whatever others render at the same time, or did before, each gets its own text.
//
// # What goes wrong
//
//   - The buffer is not emptied. The text begins with another's, which in a web server is
//     another user's.
//   - The memory of the buffer is used after Put. Somebody else writes to it already.
//
// # What chaosrun shows
//
//	--- FAIL: TestWrongEarly
//	    assert: the test failed
//	    found in run 1 of seed 1 (random), 78 steps
//
//	    the test printed:
//	        --- FAIL: TestWrongEarly (0.00s)
//	            pool_test.go:28: got "a", want "b"
//
//	    the last steps (each column is a goroutine, time runs down):
//	    g1                      g2                      g3                      g4
//	                                                    atomic.Add atomic#5                             examples/sync/pool/wrong.go:32
//	                            atomic.Add atomic#5                                                     examples/sync/pool/wrong.go:32
//	    atomic.CompareAndSwap…                                                                          examples/sync/pool/pool_test.go:33
//	    waits for wg#2                                                                                  examples/sync/pool/pool_test.go:33
//	                            pool pool#3                                                             examples/sync/pool/wrong.go:37
//	                            pool pool#3                                                             examples/sync/pool/wrong.go:44
//	                                                                            pool pool#3             examples/sync/pool/wrong.go:37
//	                                                                            pool pool#3             examples/sync/pool/wrong.go:44
//	                            atomic.Add atomic#5                                                     examples/sync/pool/wrong.go:32
//	                                                    in testing.(*common).…                          examples/sync/pool/pool_test.go:28
package pool
