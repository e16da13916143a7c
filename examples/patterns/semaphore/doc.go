// Package semaphore limits how many goroutines do something at once.
//
// A channel with a buffer is a semaphore: a send takes a place, a receive gives it back.
// Nothing ties the one to the other; that every acquire has its release, and no other
// one, is for the program to see to.
//
// # Guarantee
//
// At most that many calls are under way at once, all items get their call, and [Each]
// returns after the last. When ctx is done it starts no more.
//
// # What goes wrong
//
//   - Goroutines take their places in good order, and nobody waits for them.
//   - Release is deferred before Acquire has succeeded. Who gives up gives back
//     another's place, and that one later waits for a place to give back.
//   - A goroutine that has a place asks for a second one. When all do so at once, nobody
//     gets on.
//
// # What chaosrun shows
//
//	--- FAIL: TestWrongReleases
//	    deadlock: nothing can run any more: all 3 goroutines of the test wait
//	    found in the first run of the process (roundrobin), 57 steps
//
//	    g1 waits in sync.WaitGroup.Wait on wg#6, and nothing can ever wake it
//	        at examples/patterns/semaphore/wrong.go:44 in semaphore.eachReleases
//
//	    g2 waits in chan receive on chan#14, and nothing can ever wake it
//	        at examples/patterns/semaphore/wrong.go:34 in semaphore.eachReleases.func1.1
//	        chan#14 was last used by g4: recv at examples/patterns/semaphore/wrong.go:34 in semaphore.eachReleases.func1.1; it has ended
//	        chan#14 was last used by g3: recv at examples/patterns/semaphore/wrong.go:34 in semaphore.eachReleases.func1.1
//	        started by g1 at examples/patterns/semaphore/wrong.go:33 in semaphore.eachReleases
//
//	    g3 waits in chan receive on chan#14, and nothing can ever wake it
//	        at examples/patterns/semaphore/wrong.go:34 in semaphore.eachReleases.func1.1
//	        chan#14 was last used by g4: recv at examples/patterns/semaphore/wrong.go:34 in semaphore.eachReleases.func1.1; it has ended
//	        chan#14 was last used by g2: recv at examples/patterns/semaphore/wrong.go:34 in semaphore.eachReleases.func1.1
//	        started by g1 at examples/patterns/semaphore/wrong.go:33 in semaphore.eachReleases
package semaphore
