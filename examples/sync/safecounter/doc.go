// Package safecounter counts by name, behind a lock.
//
// A lock and what it guards belong together, in one struct that is used through a
// pointer. Each method holds the lock for all that it does, and releases it on every
// path.
//
// # Guarantee
//
// Every call happens at one moment between its beginning and its end. A snapshot has
// what was counted up to then, and is a counter of its own.
//
// # What goes wrong
//
//   - One return forgets to unlock. The next call blocks forever. The correct version
//     defers Unlock.
//   - A read and a write are two calls, each under the lock. If another goroutine
//     counts in between, its count is lost. The correct version does both under the
//     lock.
//   - The struct is copied as a whole, with its lock. If the lock is held at that time,
//     it is held in the copy forever. The map is shared, so two locks guard one map.
//     The correct version copies the map under the lock into a new struct.
//
// # What chaosrun shows
//
// The copied lock needs another goroutine that holds the lock. With -race, the map that
// two locks guard is found in the first run:
//
//	deadlock: the last goroutine of the test is blocked: g1 at “c.mu.Lock()”
//	    (safecounter.go:28)
//	TestWrongCopied, run 1 of seed 1 (auto)
//
//	of 2 choices that lead to it, the one that concerns the failure:
//	  - g2 is preempted before “defer c.mu.Unlock()” (safecounter.go:18); g1
//	    runs until it blocks at “c.mu.Lock()” (safecounter.go:28)
//
//	 step  g1 (the test)           g2                      g3
//	    5  starts
//	    7  go ──▶ g2                                                               safecounter_test.go:59 wg.Go(func() { c.Inc("a") })
//	    8                          starts ◀── 7                                    safecounter_test.go:59 wg.Go(func() { c.Inc("a") })
//	    9                          c.mu#3.Lock()                                   safecounter.go:17      c.mu.Lock()
//	   11  go ──▶ g3                                                               safecounter_test.go:59 wg.Go(func() { c.Inc("a") })
//	   13  c.mu#4.Lock(): blocks                                                   safecounter.go:28      c.mu.Lock()
//	   15                          c.mu#3.Unlock() ──▶ g3                          safecounter.go:18      defer c.mu.Unlock()
//	   17                          ends
//	   19                                                  starts ◀── 11           safecounter_test.go:59 wg.Go(func() { c.Inc("a") })
//	   20                                                  c.mu#3.Lock() ◀── 15    safecounter.go:17      c.mu.Lock()
//	   21                                                  c.mu#3.Unlock()         safecounter.go:18      defer c.mu.Unlock()
//	   23                                                  ends
package safecounter
