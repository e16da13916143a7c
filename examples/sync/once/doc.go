// Package once builds the parts of a program when they are first needed.
//
// A Once runs its function in the first call and lets all others wait until that is
// done. It says nothing about the result: where to keep it, and the error, is up to
// whoever uses it, or to sync.OnceValues.
//
// # Guarantee
//
// A part is built once, and everybody who asks for it gets the same value and the same
// error. To build a part, others may be asked for.
//
// # What goes wrong
//
//   - The error is a variable of the call. The first caller learns that the database is
//     down. The second gets no error and a nil connection.
//   - One Once for all parts. A part that needs another asks within Do, and Do waits for
//     itself.
//   - No Once: look, and build if it is not there. Two look at the same time.
//
// # What chaosrun shows
//
//	--- FAIL: TestWrongSwallowing
//	    assert: the test failed
//	    found in the first run of the process (roundrobin), 61 steps
//
//	    the test printed:
//	        --- FAIL: TestWrongSwallowing (0.00s)
//	            once_test.go:45: got <nil>, <nil>, want database is down
//
//	    the last steps (each column is a goroutine, time runs down):
//	    g1                      g2                      g3
//	    wg.Wait wg#2                                                            examples/sync/once/once_test.go:49
//	    atomic.CompareAndSwap…                                                  examples/sync/once/once_test.go:49
//	    waits for wg#2                                                          examples/sync/once/once_test.go:49
//	                            once.Do once#3                                  examples/sync/once/wrong.go:28
//	                            Lock mutex#4                                    examples/sync/once/wrong.go:28
//	                            atomic.Load once#3                              examples/sync/once/wrong.go:28
//	                            atomic.Store once#3                             examples/sync/once/wrong.go:28
//	                            Unlock mutex#4                                  examples/sync/once/wrong.go:28
//	                                                    once.Do once#3          examples/sync/once/wrong.go:28
//	                                                    in testing.(*common).…  examples/sync/once/once_test.go:45
package once
