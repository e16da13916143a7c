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
//	leak: the test has returned and left goroutines: 2 that can never be woken
//	TestWrongSimpleRefused, the first run of the process (roundrobin), 409 steps
//
//	   50  g1    waits: select                               wrong.go:37            resp, err := client.Get(url)
//	  134        waits: select                               wrong.go:37            resp, err := client.Get(url)
//	  199        waits: select                               wrong.go:37            resp, err := client.Get(url)
//	  312        in fmt.Errorf                               wrong.go:42            return nil, fmt.Errorf("%s: %s", url, resp.Status)
//	  314        in httptest.(*Server).Close ◀── 234 ──▶ g6  fetch_test.go:52       }
//	  359        wg.Wait wg#14: waits                        fetch_test.go:52       }
//	  383  ── the clock advances to 0s ──
//	  470  ── the clock advances to 5s ──
package fetch
