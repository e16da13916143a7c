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
//	    found in the first run of the process (roundrobin), 156 steps
//
//	    the test printed:
//	        --- FAIL: TestWrongEarly (0.00s)
//	            pool_test.go:28: got "c", want "a"
//	            pool_test.go:28: got "b", want "c"
//	            pool_test.go:28: got "cc", want "aa"
//
//	    the last steps (each column is a goroutine, time runs down):
//	    g1                      g2                      g3                      g4
//	                                                                            in testing.(*common).…  examples/sync/pool/pool_test.go:28
//	                            pool pool#3                                                             examples/sync/pool/wrong.go:34
//	                            pool pool#3                                                             examples/sync/pool/wrong.go:41
//	                            yield                                                                   examples/sync/pool/wrong.go:29
//	                                                                            pool pool#3             examples/sync/pool/wrong.go:34
//	                                                                            pool pool#3             examples/sync/pool/wrong.go:41
//	                            in testing.(*common).…                                                  examples/sync/pool/pool_test.go:28
//	                                                                            yield                   examples/sync/pool/wrong.go:29
//	                                                                            ends
//	                            ends
//	    atomic.Load wg#2                                                                                examples/sync/pool/pool_test.go:33
//	    ends
package pool
