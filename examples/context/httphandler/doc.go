// Package httphandler answers a request with the result of work that takes its time, and
// stops waiting when the client is gone.
//
// The context of a request is cancelled when its client disconnects. The handler can
// return then. The work often cannot stop: it may be a computation, or a library call
// without a context.
//
// # Guarantee
//
// A client that stays gets the result. When the client disconnects, the handler returns
// at once, and the worker ends when the work is done, because the channel of the result
// has a buffer of one.
//
// # What goes wrong
//
//   - The channel of the result has no buffer. If the client disconnects, the handler
//     returns and the worker blocks in its send forever. Tests without a disconnect
//     pass. The correct channel has a buffer of one.
//   - The handler waits for the work alone. If the client disconnects, the handler and
//     all that it refers to stay until the work is done. The correct handler also
//     selects on the context of the request.
//   - The worker writes the response itself. If the handler has returned because the
//     client disconnected, the server uses the ResponseWriter again, and the worker's
//     write is a data race. In the correct version only the handler writes.
//
// # What chaosrun shows
//
// The network is virtual, so the server, the client and the disconnect are part of the
// schedule. The first run finds the channel without a buffer, the handler that waits
// (as a deadlock), and with -race the worker that writes:
//
//	leak: the test has returned, and 1 goroutine is blocked forever: g9 at “result
//	    <- work()” (wrong.go:15)
//	TestWrongUnbuffered, run 1 (roundrobin)
//
//	the choice that leads to it:
//	  - g1 is preempted before “if resp, err := server.Client().Do(req); er…”
//	    (httphandler_test.go:53); g5 and g6 run, and then g8 until it ends
//
//	    …
//	   40  g1    go ──▶ g3                            httphandler_test.go:45 go func() {
//	   72        blocks in select                     httphandler_test.go:53 if resp, err := server.Client().Do(req); err == nil {
//	   88  g3    starts ◀── 40                        httphandler_test.go:45 go func() {
//	   90        <-started: blocks                    httphandler_test.go:46 <-started
//	  152  g1    takes recv chan#56                   httphandler_test.go:53 if resp, err := server.Client().Do(req); err == nil {
//	  159        blocks in select                     httphandler_test.go:53 if resp, err := server.Client().Do(req); err == nil {
//	  218  g1    takes recv chan#78: gets nil         httphandler_test.go:53 if resp, err := server.Client().Do(req); err == nil {
//	  220        blocks in select                     httphandler_test.go:53 if resp, err := server.Client().Do(req); err == nil {
//	  262  g7    go ──▶ g9                            wrong.go:15            go func() { result <- work() }()
//	  269        blocks in select                     wrong.go:16            select {
//	  276  g9    starts ◀── 262                       wrong.go:15            go func() { result <- work() }()
//	  277        close(started) ──▶ g3                httphandler_test.go:34 close(started)
//	  279        <-release: blocks                    httphandler_test.go:35 <-release
//	  282  g3    cancel() ◀── 40 ──▶ g1               httphandler_test.go:47 leave()
//	  302  g1    in http.(*Client).Do                 httphandler_test.go:53 if resp, err := server.Client().Do(req); err == nil {
//	  399        in http.(*Client).Do ◀── 282         httphandler_test.go:53 if resp, err := server.Client().Do(req); err == nil {
//	  412        <-returned: blocks                   httphandler_test.go:57 <-returned
//	  415  g7    takes case <-r.Con…: is closed       wrong.go:16            select {
//	  416        close(returned) ──▶ g1               httphandler_test.go:39 defer close(returned)
//	  509  g1    close(release) ──▶ g9                httphandler_test.go:58 close(release)
//	  510        in httptest.(*Server).Close ◀── 416  httphandler_test.go:59 }
//	  550        wg#14.Wait(): blocks ◀── 416         httphandler_test.go:59 }
//	  566  g9    result <- …: blocks                  wrong.go:15            go func() { result <- work() }()
//	  571  g1    ends
package httphandler
