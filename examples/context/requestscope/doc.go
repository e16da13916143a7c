// Package requestscope hands the context of a request from function to function.
//
// A context belongs to one request and is as old as that. A struct that serves many
// requests has no place for it.
//
// # Guarantee
//
// Each request is answered under its own context: when one is cancelled, that one fails,
// and no other.
//
// # What goes wrong
//
//   - The context is kept in the struct. Two requests at the same time are a data
//     race.
//   - The race is repaired with a lock. Now a request may well be answered under the
//     context of another one: it fails when a stranger goes away, or goes on when its
//     own client has gone.
//
// # What chaosrun shows
//
// The first with -race. Of the second, -race knows nothing:
//
//	--- FAIL: TestWrongLockedKeeper
//	    assert: the test failed
//	    found in run 1 of seed 1 (random), 86 steps
//
//	    the test printed:
//	        --- FAIL: TestWrongLockedKeeper (0.00s)
//	            requestscope_test.go:28: the cancelled request: error <nil>
//
//	    the last steps (each column is a goroutine, time runs down):
//	    g1                      g2                      g3
//	                            Unlock mutex#10                                 examples/context/requestscope/wrong.go:40
//	                            Lock mutex#10                                   examples/context/requestscope/wrong.go:45
//	    atomic.CompareAndSwap…                                                  examples/context/requestscope/requestscope_test.go:36
//	    waits for wg#9                                                          examples/context/requestscope/requestscope_test.go:36
//	                                                    Unlock mutex#10         examples/context/requestscope/wrong.go:40
//	                                                    Lock mutex#10           examples/context/requestscope/wrong.go:45
//	                            Unlock mutex#10                                 examples/context/requestscope/wrong.go:47
//	                                                    waits for mutex#10      examples/context/requestscope/wrong.go:45
//	                            in context.(*cancelCt…                          examples/context/requestscope/requestscope_test.go:18
//	                            in testing.(*common).…                          examples/context/requestscope/requestscope_test.go:28
package requestscope
