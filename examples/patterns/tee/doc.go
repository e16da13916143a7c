// Package tee gives every value of one channel to two readers.
//
// Each value is sent to both before the next is taken, so that the slower reader sets the
// pace, and whichever is ready first is served first.
//
// # Guarantee
//
// Both outputs equal the input, in order. If one of them is not read, the other stalls,
// until ctx is done: then everything ends.
//
// # What goes wrong
//
//   - The outputs are served in turn. One goroutine that reads both, the second first,
//     stops at once.
//   - Both sends are one select, twice. Nothing keeps it from choosing the same output
//     both times.
//   - ctx is not asked. A reader that leaves stops the other for good.
//
// # What chaosrun shows
//
//	assert: the test failed
//	TestWrongTwice, the first run of the process (roundrobin), 87 steps
//
//	tee_test.go:45: received [1 2 2] and [1 3 3], want [1 2 3] twice
//
//	 step  g1 (the test)                 g2                            g3                            g4
//	    …
//	   41                                waits: select                                                                             tee_test.go:18         select {
//	   44                                                              recv chan#5 ──▶ g2                                          wrong.go:33            for v := range in {
//	   45                                                              in context.(*cancelCtx).Done                                wrong.go:38            case <-ctx.Done():
//	   46                                                              select ──▶ g1                                               wrong.go:35            select {
//	   50  recv chan#2: waits                                                                                                      tee_test.go:40         for v := range a {
//	   53                                in context.(*cancelCtx).Done                                                              tee_test.go:20         case <-ctx.Done():
//	   55                                waits: select                                                                             tee_test.go:18         select {
//	   57                                                              in context.(*cancelCtx).Done                                wrong.go:38            case <-ctx.Done():
//	   58                                                              select ──▶ g1                                               wrong.go:35            select {
//	   60                                                              recv chan#5 ──▶ g2                                          wrong.go:33            for v := range in {
//	   61                                                              in context.(*cancelCtx).Done                                wrong.go:38            case <-ctx.Done():
//	   62                                                              select ──▶ g4                                               wrong.go:35            select {
//	   63                                                              in context.(*cancelCtx).Done                                wrong.go:38            case <-ctx.Done():
//	   65                                                              waits: select                                               wrong.go:35            select {
//	   68                                                                                            recv chan#6 ──▶ g3            tee_test.go:34         for v := range b {
//	   70                                                                                            recv chan#6: waits            tee_test.go:34         for v := range b {
//	   74  recv chan#2: waits                                                                                                      tee_test.go:40         for v := range a {
//	   77                                close chan#5 ──▶ g3                                                                       tee_test.go:24         }()
//	   81                                                              recv chan#5 ◀── 77                                          wrong.go:33            for v := range in {
//	   82                                                              close chan#6 ──▶ g4                                         wrong.go:43            }()
//	   83                                                              close chan#2 ──▶ g1                                         wrong.go:43            }()
//	   88                                                                                            send chan#7: waits            tee_test.go:37         other <- got
//	   91  recv chan#7 ◀── 86 ──▶ g4                                                                                               tee_test.go:43         gotB := <-other
//	  135                                                                                            ends
package tee
