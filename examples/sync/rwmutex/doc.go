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
//	--- FAIL: TestWrongNested
//	    deadlock: nothing can run any more: all 3 goroutines of the test wait
//	    found in run 1 of seed 1 (random), 15 steps
//
//	    g1 waits in sync.WaitGroup.Wait on wg#2, and nothing can ever wake it
//	        at examples/sync/rwmutex/rwmutex_test.go:76 in rwmutex.together
//
//	    g2 waits in sync.RWMutex.Lock on rwmutex#3, and nothing can ever wake it
//	        at examples/sync/rwmutex/rwmutex.go:26 in rwmutex.(*Cache[...]).Set
//	        rwmutex#3 is held for reading by g3, since examples/sync/rwmutex/wrong.go:11 in rwmutex.nested.Both
//	        started by g1 at examples/sync/rwmutex/rwmutex_test.go:63 in rwmutex.together
//
//	    g3 waits in sync.RWMutex.RLock on rwmutex#3, and nothing can ever wake it
//	        at examples/sync/rwmutex/rwmutex.go:18 in rwmutex.(*Cache[...]).Get
//	        rwmutex#3 is held for reading by itself, since examples/sync/rwmutex/wrong.go:11 in rwmutex.nested.Both
//	        started by g1 at examples/sync/rwmutex/rwmutex_test.go:69 in rwmutex.together
package rwmutex
