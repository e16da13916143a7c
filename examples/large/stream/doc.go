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
// A goroutine that waits for a credit and is cancelled leaves the queue. It may have
// been given the credit at that moment, and must then pass it on. So Acquire leaves the
// queue under the lock, and then checks whether it was given a credit.
//
// The wrong version changes Release alone. It removes the next goroutine from the queue
// under the lock, releases the lock, and only then gives the credit, so that the
// goroutine that wakes up does not block on the lock. A goroutine that is cancelled in
// between finds that it is not in the queue and has no credit, and returns. Then the
// credit is given to a goroutine that has left: it is lost, and the next pipeline that
// needs it blocks forever. The correct Release gives the credit under the lock.
//
// The lock is free for some nanoseconds before the credit is given, and the cancel must
// be noticed just then:
//
//	go test -tags chaosrun -race -run Wrong -count 10000 ./examples/large/stream
//
// passes, but for one run in some ten thousands on a machine that is busy with other
// programs. chaosrun finds it with the test of the correct version.
//
// # What chaosrun shows
//
//	deadlock: the last 5 goroutines of the test are blocked, among them g1 at
//	    “select {” (credits.go:23) and g12 at “ch <- Record{Seq: i, Body:
//	    make([]byte, 102…” (stream_test.go:18)
//	TestWrongUnlocking, run 67 of seed 1 (auto)
//
//	of 6 choices that lead to it, the one that concerns the failure:
//	  - g5 is preempted before close(next#26) (wrong.go:21); g1 and g3 run, and
//	    then g4 until it ends
//
//	the test passes in a schedule with these two steps in the other order:
//	  - g1 does “case <-given:” (credits.go:29)
//	  - g5 does close(next#26) (wrong.go:21)
//
//	    …
//	  212  g1    <-next#26: not ready: default                 credits.go:29          case <-given:
//	  216        close(todo#12) ──▶ g3,g4                      stream.go:63           close(todo)
//	  218        workers#11.Wait(): blocks                     stream.go:64           workers.Wait()
//	  228  g5    close(next#26)                                wrong.go:21            close(next)
//	  230        <-done#19: blocks                             stream.go:50           for r := range done {
//	  234  g1    close(done#19) ──▶ g5                         stream.go:65           close(done)
//	  236        writer#13.Wait(): blocks                      stream.go:66           writer.Wait()
//	  244        cancel() ◀── 181                              stream.go:71           }
//	  247        go ──▶ g12                                    stream_test.go:15      go func() {
//	  248        in context.WithCancel                         stream.go:35           ctx, cancel := context.WithCancel(ctx)
//	  256        go ◀── 181 ──▶ g13                            stream.go:41           workers.Go(func() {
//	  258        go ──▶ g14                                    stream.go:41           workers.Go(func() {
//	  260        go ──▶ g15                                    stream.go:49           writer.Go(func() {
//	  261        c.mu.Lock()                                   credits.go:59          c.mu.Lock()
//	  262        c.mu.Unlock()                                 credits.go:60          defer c.mu.Unlock()
//	  269        blocks in select                              credits.go:23          select {
//	  271  g12   starts ◀── 247                                stream_test.go:15      go func() {
//	  273        ch#31 <- …: blocks                            stream_test.go:18      ch <- Record{Seq: i, Body: make([]byte, 1024)}
//	  275  g13   starts ◀── 256                                stream.go:41           workers.Go(func() {
//	  277        <-todo#32: blocks                             stream.go:42           for r := range todo {
//	  279  g14   starts ◀── 258                                stream.go:41           workers.Go(func() {
//	  281        <-todo#32: blocks                             stream.go:42           for r := range todo {
//	  283  g15   starts ◀── 260                                stream.go:49           writer.Go(func() {
//	  285        <-done#33: blocks                             stream.go:50           for r := range done {
package stream
