// Package syncmap has one session for each user, in a sync.Map.
//
// Each method of a sync.Map is one step. Two of them are two, and what the first has
// found may be gone by the second. Therefore it has methods that look and change in one.
//
// # Guarantee
//
// All who ask for a user get the same session. Of those who end it, one does.
//
// # What goes wrong
//
//   - Load, and Store if there was nothing. Two find nothing, and each goes away with a
//     session of its own.
//   - Load, and Delete if it was the right one. In between it has become another.
//
// There is no data race in either: the race detector is silent.
//
// # What chaosrun shows
//
//	--- FAIL: TestWrongTwoSteps
//	    assert: the test failed
//	    found in run 1 of seed 1 (random), 79 steps
//
//	    the test printed:
//	        --- FAIL: TestWrongTwoSteps (0.00s)
//	            syncmap_test.go:31: bob has 1 visits, want 2
//
//	    the last steps (each column is a goroutine, time runs down):
//	    g1                      g2                      g3                      g4                      g5
//	    atomic.CompareAndSwap…                                                                                                  examples/sync/syncmap/syncmap_test.go:28
//	                                                                                                    sync.Map sync#3         examples/sync/syncmap/wrong.go:10
//	                                                                                                    sync.Map sync#3         examples/sync/syncmap/wrong.go:14
//	                                                                            sync.Map sync#3                                 examples/sync/syncmap/wrong.go:10
//	                                                                            sync.Map sync#3                                 examples/sync/syncmap/wrong.go:14
//	                                                                            atomic.Add atomic#5                             examples/sync/syncmap/syncmap_test.go:25
//	                                                                                                    atomic.Add atomic#6     examples/sync/syncmap/syncmap_test.go:25
//	    sync.Map sync#3                                                                                                         examples/sync/syncmap/wrong.go:10
//	    atomic.Load atomic#6                                                                                                    examples/sync/syncmap/syncmap_test.go:30
//	    in testing.(*common).…                                                                                                  examples/sync/syncmap/syncmap_test.go:31
package syncmap
