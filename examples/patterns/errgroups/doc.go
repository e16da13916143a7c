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
//	deadlock: nothing can run any more: all 2 goroutines of the test wait
//	TestWrongOuter, the first run of the process (roundrobin), 39 steps
//
//	 step  g1 (the test)                      g2                                 g3
//	    5  starts
//	    6  in context.WithCancelCause ──▶ g3                                                                        errgroup.go:49
//	   17  send chan#6 ──▶ g3                                                                                       errgroup.go:74
//	   18  wg.Add wg#7                                                                                              errgroup.go:77
//	   19  go ──▶ g2                                                                                                errgroup.go:78
//	   20  send chan#6                                                                                              errgroup.go:74
//	   21  wg.Add wg#7                                                                                              errgroup.go:77
//	   22  go ──▶ g3                                                                                                errgroup.go:78
//	   25  wg.Wait wg#7: waits                                                                                      errgroup.go:56
//	   27                                     starts ◀── 19                                                         errgroup.go:78
//	   28                                     in context.(*cancelCtx).Done                                          errgroups_test.go:33   <-ctx.Done()
//	   30                                     recv chan#4: waits                                                    errgroups_test.go:33   <-ctx.Done()
//	   32                                                                        starts ◀── 22                      errgroup.go:78
//	   48                                                                        recv chan#6 ◀── 6,17               errgroup.go:38
//	   49                                                                        wg.Add wg#7                        errgroup.go:40
//	   50                                                                        ends
package errgroups
