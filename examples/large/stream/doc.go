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
//	deadlock: nothing can run any more: the test's only goroutine waits
//	TestWrongUnlocking, run 1 of seed 1 (auto), 269 steps
//
//	    …
//	  317  g8    send chan#21 ──▶ g9                           stream.go:43           done <- p.Work(r) // the writer reads to the end
//	  319        recv chan#20: waits                           stream.go:42           for r := range todo {
//	  322  g9    in context.WithCancel.func1 ◀── 41 ──▶ g3,g1  stream_test.go:54      cancel() // the caller has seen enough
//	  337  g3    try-recv chan#36                              wrong.go:19            case <-given:
//	  340  g9    Lock mutex#10 ◀── 22,108,301                  credits.go:36          c.mu.Lock()
//	  341        close chan#36                                 credits.go:42          close(c.waiters[0])
//	  342        Unlock mutex#10 ──▶ g3                        credits.go:44          }
//	  344        recv chan#21: waits                           stream.go:50           for r := range done {
//	  348  g1    close chan#19 ──▶ g7                          stream.go:65           close(done)
//	  351        wg.Wait wg#8: waits                           stream.go:66           writer.Wait()
//	  355  g2    waits: select                                 stream_test.go:43      select {
//	  357  g3    Lock mutex#10 ◀── 342                         credits.go:70          c.mu.Lock()
//	  358        Unlock mutex#10 ──▶ g1                        credits.go:74          return false
//	  359        in context.(*cancelCtx).Err                   wrong.go:24            return ctx.Err()
//	  362        close chan#20 ──▶ g8                          stream.go:63           close(todo)
//	  365        wg.Wait wg#16: waits                          stream.go:64           workers.Wait()
//	  393  g1    wg.Wait wg#6: waits ◀── 322                   stream_test.go:68      wg.Wait()
//	  397  g3    close chan#21 ──▶ g9                          stream.go:65           close(done)
//	  400        wg.Wait wg#17: waits                          stream.go:66           writer.Wait()
//	  410        in context.WithCancel.func1 ◀── 322 ──▶ g2    stream.go:71           }
//	  425  g1    Lock mutex#10 ◀── 358                         credits.go:55          c.mu.Lock()
//	  426        Unlock mutex#10                               credits.go:64          return given
//	  427        in context.(*cancelCtx).Done                  wrong.go:17            case <-ctx.Done():
//	  429        waits: select                                 wrong.go:14            select {
package stream
