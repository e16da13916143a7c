// Package atomics counts with atomic variables.
//
// An atomic operation is one step for everybody. Two of them, one after the other, are
// two. For a single number that is added to, this is all one needs; for two numbers that
// must fit together it is not enough.
//
// # Guarantee
//
// Every addition counts. Each number is right by itself; two of them, looked at one after
// the other, may be from different moments.
//
// # What goes wrong
//
// The number is loaded, added to and stored. Every access is atomic, so that there is no
// data race and nothing for the race detector to find, and additions are lost all the
// same.
//
// # What chaosrun shows
//
//	--- FAIL: TestWrongLoadStore
//	    assert: the test failed
//	    found in the first run of the process (roundrobin), 92 steps
//
//	    the test printed:
//	        --- FAIL: TestWrongLoadStore (0.00s)
//	            atomics_test.go:32: 4 requests, 3 bytes, 0 open; want 4, 6, 0
//
//	    the last steps (each column is a goroutine, time runs down):
//	    g1                      g2                      g4                      g5
//	                                                                            atomic.Load atomic#5    examples/sync/atomics/wrong.go:10
//	                                                                            atomic.Store atomic#5   examples/sync/atomics/wrong.go:10
//	                                                                            atomic.Add atomic#4     examples/sync/atomics/wrong.go:11
//	                            atomic.Load atomic#5                                                    examples/sync/atomics/wrong.go:10
//	                            atomic.Store atomic#5                                                   examples/sync/atomics/wrong.go:10
//	                            atomic.Add atomic#4                                                     examples/sync/atomics/wrong.go:11
//	                                                    atomic.Add atomic#4                             examples/sync/atomics/wrong.go:11
//	    atomic.Load atomic#5                                                                            examples/sync/atomics/atomics.go:28
//	    atomic.Load atomic#4                                                                            examples/sync/atomics/atomics.go:31
//	    in testing.(*common).…                                                                          examples/sync/atomics/atomics_test.go:32
package atomics
