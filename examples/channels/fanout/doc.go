// Package fanout has several workers take items from one channel, each with an output of
// its own.
//
// The workers share the input, so that a free worker takes the next item, and each item
// is taken once. Nobody decides who gets what.
//
// # Guarantee
//
// Each item has one result, on one of the outputs, and all outputs are closed in the end.
// An output that is not read holds up its own worker only. When ctx is done, all workers
// end.
//
// # What goes wrong
//
//   - Items are dealt in turn, for fairness. An output that is not read stops the dealer,
//     and with it everything.
//   - No worker listens to ctx. The outputs that are not read to the end keep their
//     workers, each with the item that it had.
//
// # What chaosrun shows
//
//	deadlock: nothing can run any more: all 3 goroutines of the test wait
//	TestWrongDealt, the first run of the process (roundrobin), 20 steps
//
//	 step  g1 (the test)                 g2                            g3
//	    5  starts
//	    6  go ──▶ g2                                                                                 fanout_test.go:16      go func() {
//	    7  go ──▶ g3                                                                                 wrong.go:16            go func() {
//	    9  recv chan#2: waits                                                                        fanout_test.go:56      for range out {
//	   11                                starts ◀── 6                                                fanout_test.go:16      go func() {
//	   12                                in context.(*cancelCtx).Done                                fanout_test.go:21      case <-ctx.Done():
//	   18                                waits: select                                               fanout_test.go:19      select {
//	   20                                                              starts ◀── 7                  wrong.go:16            go func() {
//	   21                                                              recv chan#5 ──▶ g2            wrong.go:21            v, ok := <-in
//	   22                                                              in context.(*cancelCtx).Done  wrong.go:27            case <-ctx.Done():
//	   23                                                              select ──▶ g1                 wrong.go:25            select {
//	   25                                                              recv chan#5: waits            wrong.go:21            v, ok := <-in
//	   27  goes on ◀── 23
//	   29  recv chan#2: waits                                                                        fanout_test.go:56      for range out {
//	   31                                goes on ◀── 21
//	   32                                in context.(*cancelCtx).Done                                fanout_test.go:21      case <-ctx.Done():
//	   33                                select ──▶ g3                                               fanout_test.go:19      select {
//	   34                                in context.(*cancelCtx).Done                                fanout_test.go:21      case <-ctx.Done():
//	   36                                waits: select                                               fanout_test.go:19      select {
//	   38                                                              goes on ◀── 33
//	   39                                                              in context.(*cancelCtx).Done  wrong.go:27            case <-ctx.Done():
//	   41                                                              waits: select                 wrong.go:25            select {
package fanout
