// Package safecounter counts by name, behind a lock.
//
// A lock and what it guards belong together, in one struct that is used through a
// pointer. Each method takes the lock for all that it does, and gives it back on every
// way out.
//
// # Guarantee
//
// Every call happens at one moment between its beginning and its end. A snapshot has
// what was counted so far, and is a counter of its own.
//
// # What goes wrong
//
//   - A way out without Unlock. The next call waits.
//   - Two steps, each under the lock: between them, another counts, and is not counted.
//   - The struct is copied, with a function that copies anything. A lock that is held at
//     that time is held in the copy for ever, and the map is not copied at all: two locks
//     guard one map.
//
// # What chaosrun shows
//
// The copy needs somebody who holds the lock. With -race, the map with two locks is found
// in the first run:
//
//	--- FAIL: TestWrongCopied
//	    deadlock: nothing can run any more: the test's only goroutine waits
//	    found in run 2 of seed 1 (random), 13 steps
//
//	    g1 waits in sync.Mutex.Lock on mutex#4, and nothing can ever wake it
//	        at examples/sync/safecounter/safecounter.go:28 in safecounter.(*Counter).Value
//
//	    the last steps (each column is a goroutine, time runs down):
//	    g1                      g2                      g3
//	                            Lock mutex#3                                    examples/sync/safecounter/safecounter.go:17
//	    wg.Add wg#2                                                             examples/sync/safecounter/safecounter_test.go:59
//	                                                    starts                  examples/sync/safecounter/safecounter_test.go:59
//	    go                                                                      examples/sync/safecounter/safecounter_test.go:59
//	                            Unlock mutex#3                                  examples/sync/safecounter/safecounter.go:23
//	                                                    Lock mutex#3            examples/sync/safecounter/safecounter.go:17
//	                            ends
//	                                                    Unlock mutex#3          examples/sync/safecounter/safecounter.go:23
//	    Lock mutex#4                                                            examples/sync/safecounter/safecounter.go:28
//	                                                    ends
//	    waits for mutex#4                                                       examples/sync/safecounter/safecounter.go:28
package safecounter
