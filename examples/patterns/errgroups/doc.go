// Package errgroups fetches many things at the same time, with an errgroup.
//
// An errgroup is a WaitGroup that keeps the first error and cancels a context with it,
// and a limit besides. The context is its own: it must be the one that the work uses.
//
// # Guarantee
//
// All values in order, or the first error, which has cancelled the rest. No fetch is
// under way when [FetchAll] returns.
//
// # What goes wrong
//
//   - The fetches use the caller's context. The first error cancels nothing; a server
//     that does not answer holds up the return of an error that is long known.
//   - The values are read before Wait. Most are there already.
//
// # What chaosrun shows
//
//	--- FAIL: TestWrongOuter
//	    deadlock: nothing can run any more: all 2 goroutines of the test wait
//	    found in the first run of the process (roundrobin), 39 steps
//
//	    g1 waits in sync.WaitGroup.Wait on wg#7, and nothing can ever wake it
//	        at golang.org/x/sync@v0.20.0/errgroup/errgroup.go:56 in errgroup.(*Group).Wait
//
//	    g2 waits in chan receive on chan#4, and nothing can ever wake it
//	        at examples/patterns/errgroups/errgroups_test.go:33 in errgroups.oneFails.func1
//	        chan#4 was last used by g1: try-recv at golang.org/x/sync@v0.20.0/errgroup/errgroup.go:49 in errgroup.WithContext
//	        started by g1 at golang.org/x/sync@v0.20.0/errgroup/errgroup.go:78 in errgroup.(*Group).Go
//
//	    the last steps (each column is a goroutine, time runs down):
//	    g1                      g2                      g3
//	                                                    in context.WithCancel…  golang.org/x/sync@v0.20.0/errgroup/errgroup.go:97
//	                                                    atomic.Store once#8     golang.org/x/sync@v0.20.0/errgroup/errgroup.go:94
//	                                                    Unlock mutex#9          golang.org/x/sync@v0.20.0/errgroup/errgroup.go:94
//	                                                    recv chan#6             golang.org/x/sync@v0.20.0/errgroup/errgroup.go:38
//	                                                    wg.Add wg#7             golang.org/x/sync@v0.20.0/errgroup/errgroup.go:40
//	                                                    ends
package errgroups
