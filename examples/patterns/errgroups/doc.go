// Package errgroups fetches many things at the same time, with an errgroup.
//
// An errgroup is a WaitGroup that keeps the first error, cancels a context with it, and
// limits the number of goroutines. The work has to use the context of the group.
//
// # Guarantee
//
// [FetchAll] returns all values in order, or the first error, which has cancelled the
// rest. No fetch is running when it returns.
//
// # What goes wrong
//
//   - The fetches use the caller's context instead of the group's. The first error
//     cancels nothing, and Wait blocks until the slowest server answers, or forever.
//     The correct fetches use the context that errgroup.WithContext returns.
//   - The values are read before Wait. Those of the fetches that are still running are
//     missing, and reading them is a data race. The correct version reads them after
//     Wait.
//
// # What chaosrun shows
//
//	deadlock: the last 2 goroutines of the test are blocked: g1 at “if err :=
//	    g.Wait(); err != nil {” (wrong.go:23), in “g.wg.Wait()” (errgroup.go:56) and
//	    g2 at “<-ctx.Done()” (errgroups_test.go:33)
//	TestWrongOuter, run 1 (roundrobin)
//
//	 step  g1 (the test)                      g2                                 g3
//	    5  starts
//	    6  in errgroup.WithContext ──▶ g3                                                                           wrong.go:15            g, _ := errgroup.WithContext(ctx)
//	   17  in errgroup.(*Group).Go ──▶ g2,g3                                                                        wrong.go:18            g.Go(func() (err error) {
//	   24  g.wg.Wait(): blocks                                                                                      wrong.go:23            if err := g.Wait(); err != nil {
//	   26                                     starts ◀── 17                                                         wrong.go:18            g.Go(func() (err error) {
//	   29                                     <-ctx.Done(): blocks                                                  errgroups_test.go:33   <-ctx.Done()
//	   31                                                                        starts ◀── 17                      wrong.go:18            g.Go(func() (err error) {
//	   32                                                                        g.errOnce.Do()                     errgroup.go:94         g.errOnce.Do(func() {
//	   45                                                                        <-g.sem ◀── 6,17                   errgroup.go:38         <-g.sem
//	   46                                                                        g.wg.Done()                        errgroup.go:40         g.wg.Done()
//	   47                                                                        ends
package errgroups
