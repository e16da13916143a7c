// Package rwmutex is a cache behind a lock for many readers or one writer.
//
// Readers do not exclude one another, which pays when there are many and they take their
// time. The lock is no lighter than a Mutex, and has rules of its own.
//
// # Guarantee
//
// The cache behaves as if each call happened at one moment. Readers do overlap. A
// missing value is built once.
//
// # What goes wrong
//
//   - A method that holds the read lock calls another that takes it too. That works until
//     a writer waits between the two: it comes before new readers.
//   - The write lock is taken with the read lock held. It waits for itself.
//   - The read lock is given back first, and what was seen under it is believed. Two
//     goroutines miss the same key, and both build.
//   - A counter of hits is written under the read lock. Readers overlap, so it is a
//     race.
//
// # What chaosrun shows
//
// Of the first, the writer stands between the two reads of g3:
//
//	deadlock: nothing can run any more: all 3 goroutines of the test wait
//	TestWrongNested, run 1 of seed 1 (auto), 27 steps
//
//	 step  g1 (the test)               g2                          g3
//	    5  starts
//	    6  wg.Add wg#2                                                                         rwmutex_test.go:63     wg.Go(func() {
//	    7  go ──▶ g2                                                                           rwmutex_test.go:63     wg.Go(func() {
//	    8  wg.Add wg#2                                                                         rwmutex_test.go:69     wg.Go(func() {
//	    9  go ──▶ g3                                                                           rwmutex_test.go:69     wg.Go(func() {
//	   12  wg.Wait wg#2: waits                                                                 rwmutex_test.go:76     wg.Wait()
//	   14                              starts ◀── 7                                            rwmutex_test.go:63     wg.Go(func() {
//	   15                              rw.Lock rwmutex#3                                       rwmutex.go:26          c.mu.Lock()
//	   18                              rw.Unlock rwmutex#3                                     rwmutex.go:29          }
//	   20                              rw.Lock rwmutex#3                                       rwmutex.go:26          c.mu.Lock()
//	   23                              rw.Unlock rwmutex#3                                     rwmutex.go:29          }
//	   25                              rw.Lock rwmutex#3                                       rwmutex.go:26          c.mu.Lock()
//	   28                                                          starts ◀── 9                rwmutex_test.go:69     wg.Go(func() {
//	   30                                                          RLock rwmutex#3: waits      wrong.go:11            c.mu.RLock()
//	   32                              rw.Unlock rwmutex#3 ──▶ g3                              rwmutex.go:29          }
//	   38                              rw.Lock rwmutex#3: waits                                rwmutex.go:26          c.mu.Lock()
//	   40                                                          goes on ◀── 32
//	   42                                                          RLock rwmutex#3: waits      rwmutex.go:18          c.mu.RLock()
package rwmutex
