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
//	leak: the test has returned, and 2 goroutines are blocked forever
//	TestWrongSimpleRefused, run 1 (roundrobin), 364 steps
//
//	   49  g1    blocks in select                            wrong.go:37            resp, err := client.Get(url)
//	  125  g1    takes recv chan#47 ──▶ g5,g4                wrong.go:37            resp, err := client.Get(url)
//	  132        blocks in select                            wrong.go:37            resp, err := client.Get(url)
//	  191  g1    takes recv chan#69: gets nil ◀── 186        wrong.go:37            resp, err := client.Get(url)
//	  193        blocks in select                            wrong.go:37            resp, err := client.Get(url)
//	  305  ── the clock advances to 0.00001… ──
//	  314        in fmt.Errorf                               wrong.go:42            return nil, fmt.Errorf("%s: %s", url, resp.Status)
//	  316        in httptest.(*Server).Close ◀── 196 ──▶ g6  fetch_test.go:52       }
//	  357        wg#14.Wait(): blocks                        fetch_test.go:52       }
//	  438        ends
package fetch
