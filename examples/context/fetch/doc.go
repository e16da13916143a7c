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
//	TestWrongSimpleRefused, the first run of the process (roundrobin), 449 steps
//
//	    6  g1    in httptest.NewServer                       fetch_test.go:19       func serve(handler http.HandlerFunc) *httptest.Server { ret…
//	   70        waits: select                               wrong.go:37            resp, err := client.Get(url)
//	  168        waits: select                               wrong.go:37            resp, err := client.Get(url)
//	  235        waits: select                               wrong.go:37            resp, err := client.Get(url)
//	  348        in fmt.Errorf                               wrong.go:42            return nil, fmt.Errorf("%s: %s", url, resp.Status)
//	  350        in httptest.(*Server).Close ◀── 270 ──▶ g6  fetch_test.go:52       }
//	  399        wg.Wait wg#18: waits                        fetch_test.go:52       }
//	  423  ── the clock advances to 0s ──
//	  510  ── the clock advances to 5s ──
package fetch
