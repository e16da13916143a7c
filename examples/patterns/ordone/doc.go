// Package ordone makes a range over a channel end when a context does.
//
// A loop that reads a channel and listens to a context needs a select in it. This is that
// select, written once, so that the loop can be a plain range again.
//
// # Guarantee
//
// The values arrive in order, none twice, until the channel is closed or ctx is done.
// Then the range ends and no goroutine is left, whether or not somebody reads.
//
// # What goes wrong
//
// There are two places to wait at, for a value and for a reader, and ctx must be heard at
// both.
//
//   - It is heard only while waiting for a value: the reader has gone, and its goroutine
//     stands in the send.
//   - It is heard only while waiting for the reader: the writer sends no more and does
//     not close, and the reader waits for the end.
//
// # What chaosrun shows
//
//	leak: the test has returned and left goroutines: 1 that can never be woken
//	TestWrongOuter, run 3 of seed 1 (auto), 43 steps
//
//	   17  g1    go ──▶ g2                                  ordone_test.go:15      go func() {
//	   18        go ──▶ g3                                  wrong.go:10            go func() {
//	   20        recv chan#6: waits                         ordone_test.go:59      for range orDone(ctx, source(ctx, 4, true)) {
//	   22  g2    starts ◀── 17                              ordone_test.go:15      go func() {
//	   23        in context.(*cancelCtx).Done ──▶ g1        ordone_test.go:19      case <-ctx.Done():
//	   29        waits: select                              ordone_test.go:17      select {
//	   31  g3    starts ◀── 18                              wrong.go:10            go func() {
//	   32        in context.(*cancelCtx).Done               wrong.go:19            case <-ctx.Done():
//	   33        select ──▶ g2                              wrong.go:13            select {
//	   34        send chan#6 ──▶ g1                         wrong.go:18            out <- v
//	   35        in context.(*cancelCtx).Done               wrong.go:19            case <-ctx.Done():
//	   37        waits: select                              wrong.go:13            select {
//	   40  g2    in context.(*cancelCtx).Done               ordone_test.go:19      case <-ctx.Done():
//	   41        select ──▶ g3                              ordone_test.go:17      select {
//	   42        in context.(*cancelCtx).Done               ordone_test.go:19      case <-ctx.Done():
//	   44        waits: select                              ordone_test.go:17      select {
//	   48  g3    send chan#6: waits                         wrong.go:18            out <- v
//	   51  g1    in context.WithCancel.func1 ◀── 23 ──▶ g2  ordone_test.go:62      }
//	   64  g2    ends
package ordone
