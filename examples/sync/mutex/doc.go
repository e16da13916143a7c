// Package mutex moves money between accounts that have a lock each.
//
// One lock for all accounts would be right and simple, and is where to begin. A lock for
// each lets transfers that have nothing to do with one another go on at once, at the
// price of a rule: who takes two locks takes them in an order that is the same for
// everybody.
//
// # Guarantee
//
// A transfer is done or not done, the total is the same at every moment, no deposit is
// lost, and no set of transfers stops the others for ever.
//
// # What goes wrong
//
//   - The locks are taken in the order in which the accounts are named. Two transfers
//     in opposite directions each hold one lock and want the other. A transfer from an
//     account to itself wants the same lock twice, and needs nobody's help to hang.
//   - Unlock is written by hand, and the early return for an empty account is without
//     it. The next who comes to that account waits.
//   - The two accounts are locked one after the other. Now nothing hangs, and for a
//     moment the money is nowhere.
//
// # What chaosrun shows
//
// Each within a few runs. Of the opposite transfers, who holds what and since where:
//
//	--- FAIL: TestWrongAsCalled
//	    deadlock: nothing can run any more: all 3 goroutines of the test wait
//	    found in run 3 of seed 1 (random), 10 steps
//
//	    g2 waits in sync.Mutex.Lock on mutex#3, and nothing can ever wake it
//	        at examples/sync/mutex/wrong.go:11 in mutex.transferAsCalled
//	        mutex#3 is held by g3, since examples/sync/mutex/wrong.go:9 in mutex.transferAsCalled
//
//	    g3 waits in sync.Mutex.Lock on mutex#2, and nothing can ever wake it
//	        at examples/sync/mutex/wrong.go:11 in mutex.transferAsCalled
//	        mutex#2 is held by g2, since examples/sync/mutex/wrong.go:9 in mutex.transferAsCalled
//
//	    the last steps (each column is a goroutine, time runs down):
//	    g1                      g2                      g3
//	                            Lock mutex#2                                    examples/sync/mutex/wrong.go:9
//	                            Lock mutex#3                                    examples/sync/mutex/wrong.go:11
//	                                                    Lock mutex#3            examples/sync/mutex/wrong.go:9
//	                                                    Lock mutex#2            examples/sync/mutex/wrong.go:11
//	                            waits for mutex#3                               examples/sync/mutex/wrong.go:11
//	                                                    waits for mutex#2       examples/sync/mutex/wrong.go:11
package mutex
