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
//	TestWrongUnbuffered, the first run of the process (roundrobin), 10505 steps
//
//	    6  g1    in httptest.NewServer                      httphandler_test.go:38 server := httptest.NewServer(http.HandlerFunc(func(w http.R…
//	   39        in context.WithCancel ──▶ g3               httphandler_test.go:44 ctx, leave := context.WithCancel(t.Context())
//	   50        go ──▶ g3                                  httphandler_test.go:45 go func() {
//	   93        waits: select                              httphandler_test.go:53 if resp, err := server.Client().Do(req); err == nil {
//	  122  g3    starts ◀── 50                              httphandler_test.go:45 go func() {
//	  124        recv chan#47: waits                        httphandler_test.go:46 <-started
//	  195  g1    waits: select                              httphandler_test.go:53 if resp, err := server.Client().Do(req); err == nil {
//	  261        waits: select                              httphandler_test.go:53 if resp, err := server.Client().Do(req); err == nil {
//	  305  g7    go ──▶ g9                                  wrong.go:15            go func() { result <- work() }()
//	  306        in context.(*cancelCtx).Done               wrong.go:19            case <-r.Context().Done():
//	  312        waits: select                              wrong.go:16            select {
//	  319  g9    starts ◀── 305                             wrong.go:15            go func() { result <- work() }()
//	  320        close chan#47 ──▶ g3                       httphandler_test.go:34 close(started)
//	  322        recv chan#101: waits                       httphandler_test.go:35 <-release
//	  325  g3    in context.WithCancel.func1 ◀── 50 ──▶ g1  httphandler_test.go:47 leave()
//	11514  g1    recv chan#112: waits ◀── 325               httphandler_test.go:57 <-returned
//	11517  g7    close chan#112 ──▶ g1                      httphandler_test.go:41 }))
//	11603  g1    close chan#101 ──▶ g9                      httphandler_test.go:58 close(release)
//	11604        in httptest.(*Server).Close ◀── 11591      httphandler_test.go:59 }
//	11652        wg.Wait wg#18: waits ◀── 11587             httphandler_test.go:59 }
//	11681  g9    send chan#132: waits                       wrong.go:15            go func() { result <- work() }()
//	11689  ── the clock advances to 5s ──
package httphandler
