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
//	deadlock: g3 read-locks c.mu, which g3 already holds for reading; in between, g2
//	    has called c.mu.Lock() and is blocked, which blocks new readers
//	TestWrongNested, run 1 of seed 1 (auto)
//
//	the choice that leads to it:
//	  - g2 is preempted before “c.mu.Unlock()” (rwmutex.go:27); g3 runs until it
//	    blocks at “c.mu.RLock()” (wrong.go:11)
//
//	with these two steps in the other order, a schedule near this one passes:
//	  - g3 does “c.mu.RLock()” (wrong.go:11)
//	  - g2 does “c.mu.Lock()” (rwmutex.go:26)
//
//	 step  g1 (the test)         g2                    g3
//	    5  starts
//	    7  go ──▶ g2                                                         rwmutex_test.go:63     wg.Go(func() {
//	    9  go ──▶ g3                                                         rwmutex_test.go:69     wg.Go(func() {
//	   11  wg.Wait(): blocks                                                 rwmutex_test.go:76     wg.Wait()
//	   13                        starts ◀── 7                                rwmutex_test.go:63     wg.Go(func() {
//	   14                        c.mu.Lock()                                 rwmutex.go:26          c.mu.Lock()
//	   16                                              starts ◀── 9          rwmutex_test.go:69     wg.Go(func() {
//	   18                                              c.mu.RLock(): blocks  wrong.go:11            c.mu.RLock()
//	   20                        c.mu.Unlock() ──▶ g3                        rwmutex.go:27          defer c.mu.Unlock()
//	   24                        c.mu.Lock(): blocks                         rwmutex.go:26          c.mu.Lock()
//	   26                                              resumes ◀── 20
//	   28                                              c.mu.RLock(): blocks  rwmutex.go:18          c.mu.RLock()
package rwmutex
