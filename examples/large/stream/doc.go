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
//	TestWrongUnlocking, run 27 of seed 1 (auto), 176 steps
//
//	the last 6 of 8 choices that lead to it:
//	  - g1 is preempted before “c.mu.Unlock()” (credits.go:68); g4 runs until it
//	    ends
//	  - g4 is preempted before “wg.Go(func() { right = sha256.Sum256(r.Body…”
//	    (stream_test.go:30); g11 runs until it ends
//	  - g1 blocks at “select {” (credits.go:23), and g10 runs next, the choice
//	    among 3
//	  - g10 ends, and g4 runs next, not the other goroutine that could
//	  - g5 is preempted before “close(chan#24)” (wrong.go:21); g2 runs until it
//	    ends
//	  - g2 ends, and g1 runs next, not the other goroutine that could
//
//	    …
//	  205  g1    <-chan#24                                  credits.go:29          case <-given:
//	  209        close(todo#12) ──▶ g3,g4                   stream.go:63           close(todo)
//	  211        workers.Wait(): blocks                     stream.go:64           workers.Wait()
//	  221  g5    close(chan#24)                             wrong.go:21            close(next)
//	  223        <-done#19: blocks                          stream.go:50           for r := range done {
//	  227  g1    close(done#19) ──▶ g5                      stream.go:65           close(done)
//	  229        writer.Wait(): blocks                      stream.go:66           writer.Wait()
//	  237        in context.WithCancel.func1 ◀── 183        stream.go:71           }
//	  240        go ──▶ g12                                 stream_test.go:15      go func() {
//	  241        in context.WithCancel                      stream.go:35           ctx, cancel := context.WithCancel(ctx)
//	  249        go ◀── 183 ──▶ g13                         stream.go:41           workers.Go(func() {
//	  251        go ──▶ g14                                 stream.go:41           workers.Go(func() {
//	  253        go ──▶ g15                                 stream.go:49           writer.Go(func() {
//	  254        c.mu.Lock()                                credits.go:59          c.mu.Lock()
//	  255        c.mu.Unlock()                              credits.go:68          return given
//	  262        blocks in select                           credits.go:23          select {
//	  264  g12   starts ◀── 240                             stream_test.go:15      go func() {
//	  266        ch#31 <- …: blocks                         stream_test.go:18      ch <- Record{Seq: i, Body: make([]byte, 1024)}
//	  268  g13   starts ◀── 249                             stream.go:41           workers.Go(func() {
//	  270        <-todo#32: blocks                          stream.go:42           for r := range todo {
//	  272  g14   starts ◀── 251                             stream.go:41           workers.Go(func() {
//	  274        <-todo#32: blocks                          stream.go:42           for r := range todo {
//	  276  g15   starts ◀── 253                             stream.go:49           writer.Go(func() {
//	  278        <-done#33: blocks                          stream.go:50           for r := range done {
package stream
