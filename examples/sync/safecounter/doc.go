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
//	deadlock: the only goroutine of the test is blocked: g1 at “c.mu.Lock()”
//	    (safecounter.go:28)
//	TestWrongCopied, run 1 of seed 1 (auto)
//
//	the 2 choices that lead to it:
//	  - g1 is preempted before wg#2.Add() (safecounter_test.go:59); g2 runs up
//	    to “defer c.mu.Unlock()” (safecounter.go:18)
//	  - g2 is preempted before “defer c.mu.Unlock()” (safecounter.go:18); g1
//	    runs until it blocks at “c.mu.Lock()” (safecounter.go:28)
//
//	 step  g1 (the test)           g2                      g3
//	    5  starts
//	    7  go ──▶ g2                                                               safecounter_test.go:59 wg.Go(func() { c.Inc("a") })
//	    8                          starts ◀── 7                                    safecounter_test.go:59 wg.Go(func() { c.Inc("a") })
//	    9                          c.mu#3.Lock()                                   safecounter.go:17      c.mu.Lock()
//	   10  wg#2.Add()                                                              safecounter_test.go:59 wg.Go(func() { c.Inc("a") })
//	   11  go ──▶ g3                                                               safecounter_test.go:59 wg.Go(func() { c.Inc("a") })
//	   13  c.mu#4.Lock(): blocks                                                   safecounter.go:28      c.mu.Lock()
//	   15                          c.mu#3.Unlock() ──▶ g3                          safecounter.go:18      defer c.mu.Unlock()
//	   17                          ends
//	   19                                                  starts ◀── 11           safecounter_test.go:59 wg.Go(func() { c.Inc("a") })
//	   20                                                  c.mu#3.Lock() ◀── 15    safecounter.go:17      c.mu.Lock()
//	   21                                                  c.mu#3.Unlock()         safecounter.go:18      defer c.mu.Unlock()
//	   23                                                  ends
package safecounter
