// Package httphandler answers a request with the result of work that takes its time, and
// stops waiting when the client is gone.
//
// The context of a request is cancelled when its client disconnects. The handler can
// leave then. The work often cannot: a library call, a computation, an old interface
// without a context.
//
// # Guarantee
//
// A client that stays gets the result. When the client leaves, the handler returns at
// once, and the goroutine that works ends when the work does, because its result has a
// place to go: the one slot of the buffer.
//
// # What goes wrong
//
//   - The channel has no buffer. Without a disconnect all is well, so the tests pass;
//     with one, the worker waits in its send for a handler that has gone. Each
//     impatient client costs a goroutine.
//   - The handler just waits for the work. The client has gone, and the handler and
//     all it holds stay.
//   - The worker writes the answer itself. When the handler has returned, the server
//     takes the ResponseWriter back, and the worker writes to what may be another
//     answer by now.
//
// # What chaosrun shows
//
// The network is virtual, so that the server, the client and the disconnect are part of
// the schedule. The unbuffered channel is found in the first run; so is the handler that
// waits, as a deadlock, and with -race the worker that writes:
//
//	leak: the test has returned and left goroutines: 1 that can never be woken
//	TestWrongUnbuffered, the first run of the process (roundrobin), 507 steps
//
//	   28  g1    in context.WithCancel ──▶ g3               httphandler_test.go:44 ctx, leave := context.WithCancel(t.Context())
//	   39        go ──▶ g3                                  httphandler_test.go:45 go func() {
//	   73        waits: select                              httphandler_test.go:53 if resp, err := server.Client().Do(req); err == nil {
//	   91  g3    starts ◀── 39                              httphandler_test.go:45 go func() {
//	   93        recv chan#37: waits                        httphandler_test.go:46 <-started
//	  161  g1    waits: select                              httphandler_test.go:53 if resp, err := server.Client().Do(req); err == nil {
//	  226        waits: select                              httphandler_test.go:53 if resp, err := server.Client().Do(req); err == nil {
//	  270  g7    go ──▶ g9                                  wrong.go:15            go func() { result <- work() }()
//	  271        in context.(*cancelCtx).Done               wrong.go:19            case <-r.Context().Done():
//	  277        waits: select                              wrong.go:16            select {
//	  284  g9    starts ◀── 270                             wrong.go:15            go func() { result <- work() }()
//	  285        close chan#37 ──▶ g3                       httphandler_test.go:34 close(started)
//	  287        recv chan#92: waits                        httphandler_test.go:35 <-release
//	  290  g3    in context.WithCancel.func1 ◀── 39 ──▶ g1  httphandler_test.go:47 leave()
//	  410  g1    recv chan#104: waits ◀── 290               httphandler_test.go:57 <-returned
//	  413  g7    close chan#104 ──▶ g1                      httphandler_test.go:41 }))
//	  501  g1    close chan#92 ──▶ g9                       httphandler_test.go:58 close(release)
//	  502        in httptest.(*Server).Close ◀── 489        httphandler_test.go:59 }
//	  546        wg.Wait wg#14: waits ◀── 485               httphandler_test.go:59 }
//	  575  g9    send chan#126: waits                       wrong.go:15            go func() { result <- work() }()
//	  584  ── the clock advances to 5s ──
package httphandler
