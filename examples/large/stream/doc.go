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
//	deadlock: all 5 goroutines of the test are blocked
//	TestWrongUnlocking, run 35 of seed 1 (auto), 177 steps
//
//	the last 6 of 10 choices that lead to it:
//	  - g1 blocks at “select {” (credits.go:23), and g4 runs next, though
//	    another goroutine is ready too
//	  - g7 ends, and g4 runs next, though another goroutine is ready too
//	  - g1 blocks at “select {” (credits.go:23), and g3 runs next, though
//	    another goroutine is ready too
//	  - g11 ends, and g3 runs next, though another goroutine is ready too
//	  - g5 is preempted before close(chan#24) (wrong.go:21); g2 runs, and then
//	    g4 until it ends
//	  - g2 is preempted before “cancel() // and ch stays open”
//	    (stream_test.go:57); g1 runs until it blocks at “workers.Wait()”
//	    (stream.go:64)
//
//	swap these two steps, and the test passes:
//	  - g1 does “case <-given:” (credits.go:29)
//	  - g5 does close(chan#24) (wrong.go:21)
//
//	    …
//	  206  g1    close(todo#14) ──▶ g3,g4                   stream.go:63           close(todo)
//	  208        workers.Wait(): blocks                     stream.go:64           workers.Wait()
//	  210  g2    in context.WithCancel.func1 ◀── 49 ──▶ g1  stream_test.go:57      cancel() // and ch stays open
//	  225  g5    close(chan#24)                             wrong.go:21            close(next)
//	  227        <-done#15: blocks                          stream.go:50           for r := range done {
//	  231  g1    close(done#15) ──▶ g5                      stream.go:65           close(done)
//	  233        writer.Wait(): blocks                      stream.go:66           writer.Wait()
//	  241        in context.WithCancel.func1 ◀── 187        stream.go:71           }
//	  244        go ──▶ g12                                 stream_test.go:15      go func() {
//	  245        in context.WithCancel                      stream.go:35           ctx, cancel := context.WithCancel(ctx)
//	  253        go ◀── 210 ──▶ g13                         stream.go:41           workers.Go(func() {
//	  255        go ──▶ g14                                 stream.go:41           workers.Go(func() {
//	  257        go ──▶ g15                                 stream.go:49           writer.Go(func() {
//	  258        c.mu.Lock()                                credits.go:59          c.mu.Lock()
//	  259        c.mu.Unlock()                              credits.go:68          return given
//	  266        blocks in select                           credits.go:23          select {
//	  268  g12   starts ◀── 244                             stream_test.go:15      go func() {
//	  270        ch#31 <- …: blocks                         stream_test.go:18      ch <- Record{Seq: i, Body: make([]byte, 1024)}
//	  272  g13   starts ◀── 253                             stream.go:41           workers.Go(func() {
//	  274        <-todo#32: blocks                          stream.go:42           for r := range todo {
//	  276  g14   starts ◀── 255                             stream.go:41           workers.Go(func() {
//	  278        <-todo#32: blocks                          stream.go:42           for r := range todo {
//	  280  g15   starts ◀── 257                             stream.go:49           writer.Go(func() {
//	  282        <-done#33: blocks                          stream.go:50           for r := range done {
package stream
