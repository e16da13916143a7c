// Package stream moves records from a source through some workers to a writer, at a
// limited rate and with a limited number in flight.
//
// The limit on what is in flight is a set of credits that several pipelines may share. A
// record is taken from the source when there is a credit, and the credit comes back when
// the record is written: a slow writer holds up the source.
//
// # Guarantee
//
// What was taken is written before [Pipeline.Run] returns, after a cancel too. Never
// more records are in flight than there are credits, and in the end all credits are
// back.
//
// # What goes wrong
//
// Who waits for a credit and is cancelled leaves the queue. The credit may have been
// given just then, and must be passed on. So Acquire leaves the queue, under the lock,
// and then looks whether it has one: from there on nobody can give it any. The wrong
// version changes Release alone. It takes the next out of the queue, unlocks, and wakes
// it after that, so that it need not run into the lock: a common improvement, and right
// by itself. Who is cancelled in between finds that it is not in the queue and has not
// been given anything. The credit is lost, and the next pipeline that has the same
// credits waits for ever.
//
// The window is some nanoseconds between the unlock and the next statement, and matters
// only to a cancel that is noticed in it, for which the work on a whole record leaves
// plenty of time before:
//
//	go test -tags chaosrun -race -run Wrong -count 10000 ./examples/large/stream
//
// passes, but for one run in some ten thousands where other programs keep the machine
// busy. The test with which chaosrun finds it is the test of the right version.
//
// # What chaosrun shows
//
//	deadlock: nothing can run any more: all 5 goroutines of the test wait
//	TestWrongUnlocking, run 115 of seed 1 (auto), 192 steps
//
//	    …
//	  208  g1    in context.(*cancelCtx).Err                credits.go:33          return ctx.Err()
//	  211        close chan#17 ──▶ g4,g3                    stream.go:63           close(todo)
//	  214        wg.Wait wg#10: waits                       stream.go:64           workers.Wait()
//	  230  g5    close chan#25                              wrong.go:21            close(next)
//	  232        recv chan#18: waits                        stream.go:50           for r := range done {
//	  236  g1    close chan#18 ──▶ g5                       stream.go:65           close(done)
//	  239        wg.Wait wg#11: waits                       stream.go:66           writer.Wait()
//	  249        in context.WithCancel.func1 ◀── 181        stream.go:71           }
//	  252        go ──▶ g12                                 stream_test.go:15      go func() {
//	  253        in context.WithCancel                      stream.go:35           ctx, cancel := context.WithCancel(ctx)
//	  261        go ◀── 181 ──▶ g13                         stream.go:41           workers.Go(func() {
//	  263        go ──▶ g14                                 stream.go:41           workers.Go(func() {
//	  265        go ──▶ g15                                 stream.go:49           writer.Go(func() {
//	  266        Lock mutex#12                              credits.go:59          c.mu.Lock()
//	  267        Unlock mutex#12                            credits.go:68          return given
//	  274        waits: select                              credits.go:23          select {
//	  276  g12   starts ◀── 252                             stream_test.go:15      go func() {
//	  278        send chan#31: waits                        stream_test.go:18      ch <- Record{Seq: i, Body: make([]byte, 1024)}
//	  280  g13   starts ◀── 261                             stream.go:41           workers.Go(func() {
//	  282        recv chan#32: waits                        stream.go:42           for r := range todo {
//	  284  g14   starts ◀── 263                             stream.go:41           workers.Go(func() {
//	  286        recv chan#32: waits                        stream.go:42           for r := range todo {
//	  288  g15   starts ◀── 265                             stream.go:49           writer.Go(func() {
//	  290        recv chan#33: waits                        stream.go:50           for r := range done {
package stream
