// Package fetch gets something over HTTP within a limit of time.
//
// The limit is a property of the request's context and covers all of it: the connection,
// the header and the body. The body must be closed, whatever else happens, for the
// connection belongs to it until then.
//
// # Guarantee
//
// [Fetch] returns the body, or an error, at the limit at the latest, and leaves no
// connection and no goroutine behind.
//
// # What goes wrong
//
//   - No limit. A server that does not answer holds the client for ever; the default
//     client has no timeout.
//   - A limit for the header only. Servers that send half an answer exist.
//   - The body is closed after the status was looked at. For each answer that is an
//     error, a connection with its two goroutines is left.
//
// # What chaosrun shows
//
// The network is virtual, and so is the slow server:
//
//	--- FAIL: TestWrongSimpleRefused
//	    leak: the test has returned and left goroutines: 2 that can never be woken
//	    found in the first run of the process (roundrobin), 444 steps
//
//	    g4 waits in select on chan#115, chan#33, chan#116, and nothing can ever wake it
//	        at $GOROOT/net/http/transport.go:2450 in http.(*persistConn).readLoop
//	        chan#33 was last used by g1: try-recv at examples/context/fetch/wrong.go:37 in fetch.fetchSimple; it has ended
//	        started by g3 at $GOROOT/net/http/transport.go:1629 in http.(*Transport).startDialConnForLocked.func1
//
//	    g5 waits in select on chan#59, chan#116, and nothing can ever wake it
//	        at $GOROOT/net/http/transport.go:2652 in http.(*persistConn).writeLoop
//	        chan#59 was last used by g1: send at examples/context/fetch/wrong.go:37 in fetch.fetchSimple; it has ended
//	        started by g3 at $GOROOT/net/http/transport.go:1629 in http.(*Transport).startDialConnForLocked.func1
package fetch
