// Package rwmutex is a cache behind a lock for many readers or one writer.
//
// Readers do not exclude one another, which is worth it if there are many readers that
// hold the lock for long. An RWMutex is no faster than a Mutex otherwise, and has rules
// of its own.
//
// # Guarantee
//
// The cache behaves as if each call happened at one moment. Readers run at the same
// time. A missing value is built once.
//
// # What goes wrong
//
//   - A method that holds the read lock calls another method that takes it again. If a
//     writer waits in between, the second RLock blocks behind the writer, and the
//     writer blocks behind the first RLock: a deadlock.
//   - The method takes the write lock while it holds the read lock, and so waits for
//     itself.
//   - The method releases the read lock, takes the write lock and does not check again.
//     Two goroutines that miss the same key both build the value. The correct version
//     checks again under the write lock.
//   - A counter of hits is increased under the read lock. Two readers run at the same
//     time, so it is a data race. The correct counter is atomic.
//
// # What chaosrun shows
//
// In the first one the writer waits between the two read locks of g3:
//
//	deadlock: g3 read-locks c.mu, which g3 already holds for reading; in between, g2
//	    has called c.mu.Lock() and is blocked, which blocks new readers
//	TestWrongNested, run 1 of seed 1 (auto)
//
//	the choice that leads to it:
//	  - g2 is preempted before “c.mu.Unlock()” (rwmutex.go:27); g3 runs until it
//	    blocks at “c.mu.RLock()” (wrong.go:11)
//
//	the test passes in a schedule with these two steps in the other order:
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
