// Package bridge makes one channel of a sequence of channels.
//
// A source that has its values in pages sends a channel for each page. The reader wants
// the values and not the pages: the bridge reads one page after the other.
//
// # Guarantee
//
// All values arrive, in order: those of the first stream, then those of the second. When
// ctx is done everything ends, also in the middle of a stream that does not.
//
// # What goes wrong
//
//   - A range over each stream. If a stream is not closed, because its sender has
//     failed, no cancel reaches the bridge.
//   - All streams at once, for speed. Nothing is lost but the order.
//
// # What chaosrun shows
//
//	leak: the test has returned and left goroutines: 1 that can never be woken
//	TestWrongRange, the first run of the process (roundrobin), 66 steps
//
//	 step  g1 (the test)                        g2                                   g3
//	    …
//	   45                                                                            in context.(*cancelCtx).Done         wrong.go:25            case <-ctx.Done():
//	   46                                                                            select ──▶ g1                        wrong.go:23            select {
//	   47                                                                            recv chan#9 ──▶ g2                   wrong.go:22            for v := range stream {
//	   48                                                                            in context.(*cancelCtx).Done         wrong.go:25            case <-ctx.Done():
//	   50                                                                            waits: select                        wrong.go:23            select {
//	   55  recv chan#6: waits                                                                                             bridge_test.go:56      for v := range bridge(ctx, pages(ctx, 2, false)) {
//	   58                                       close chan#9 ──▶ g3                                                       bridge_test.go:33      close(stream)
//	   59                                       in context.(*cancelCtx).Done                                              bridge_test.go:22      case <-ctx.Done():
//	   61                                       waits: select                                                             bridge_test.go:20      select {
//	   64                                                                            recv chan#9 ◀── 58                   wrong.go:22            for v := range stream {
//	   65                                                                            in context.(*cancelCtx).Done         wrong.go:29            case <-ctx.Done():
//	   66                                                                            select ──▶ g2                        wrong.go:17            select {
//	   68                                                                            recv chan#10: waits                  wrong.go:22            for v := range stream {
//	   71                                       in context.(*cancelCtx).Done                                              bridge_test.go:28      case <-ctx.Done():
//	   72                                       select ──▶ g3                                                             bridge_test.go:26      select {
//	   73                                       in context.(*cancelCtx).Done                                              bridge_test.go:28      case <-ctx.Done():
//	   75                                       waits: select                                                             bridge_test.go:26      select {
//	   78                                                                            in context.(*cancelCtx).Done         wrong.go:25            case <-ctx.Done():
//	   79                                                                            select ──▶ g1                        wrong.go:23            select {
//	   80                                                                            recv chan#10 ──▶ g2                  wrong.go:22            for v := range stream {
//	   81                                                                            in context.(*cancelCtx).Done         wrong.go:25            case <-ctx.Done():
//	   83                                                                            waits: select                        wrong.go:23            select {
//	   87  in context.WithCancel.func1 ◀── 23                                                                             bridge_test.go:64      }
//	  105                                                                            recv chan#10: waits                  wrong.go:22            for v := range stream {
package bridge
