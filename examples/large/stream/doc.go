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
//	TestWrongUnlocking, run 115 of seed 1 (auto), 184 steps
//
//	    …
//	  194  g1    close chan#12 ──▶ g4                       stream.go:63           close(todo)
//	  197        wg.Wait wg#11: waits                       stream.go:64           workers.Wait()
//	  203  g3    recv chan#12                               stream.go:42           for r := range todo {
//	  213  g5    close chan#26                              wrong.go:21            close(next)
//	  215        recv chan#18: waits                        stream.go:50           for r := range done {
//	  219  g1    close chan#18 ──▶ g5                       stream.go:65           close(done)
//	  222        wg.Wait wg#13: waits                       stream.go:66           writer.Wait()
//	  232        in context.WithCancel.func1 ◀── 168        stream.go:71           }
//	  235        go ──▶ g12                                 stream_test.go:15      go func() {
//	  236        in context.WithCancel                      stream.go:35           ctx, cancel := context.WithCancel(ctx)
//	  244        go ◀── 168 ──▶ g13                         stream.go:41           workers.Go(func() {
//	  246        go ──▶ g14                                 stream.go:41           workers.Go(func() {
//	  248        go ──▶ g15                                 stream.go:49           writer.Go(func() {
//	  249        Lock mutex#14                              credits.go:59          c.mu.Lock()
//	  250        Unlock mutex#14                            credits.go:68          return given
//	  257        waits: select                              credits.go:23          select {
//	  259  g12   starts ◀── 235                             stream_test.go:15      go func() {
//	  261        send chan#31: waits                        stream_test.go:18      ch <- Record{Seq: i, Body: make([]byte, 1024)}
//	  263  g13   starts ◀── 244                             stream.go:41           workers.Go(func() {
//	  265        recv chan#32: waits                        stream.go:42           for r := range todo {
//	  267  g14   starts ◀── 246                             stream.go:41           workers.Go(func() {
//	  269        recv chan#32: waits                        stream.go:42           for r := range todo {
//	  271  g15   starts ◀── 248                             stream.go:49           writer.Go(func() {
//	  273        recv chan#33: waits                        stream.go:50           for r := range done {
package stream
