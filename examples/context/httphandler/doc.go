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
//	--- FAIL: TestWrongUnbuffered
//	    leak: the test has returned and left goroutines: 1 that can never be woken
//	    found in the first run of the process (roundrobin), 552 steps
//
//	    g9 waits in chan send on chan#116, and nothing can ever wake it
//	        at examples/context/httphandler/wrong.go:15 in httphandler.handlerUnbuffered.func1.1
//	        started by g7 at examples/context/httphandler/wrong.go:15 in httphandler.handlerUnbuffered.func1
package httphandler
