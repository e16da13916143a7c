// Package fetch gets something over HTTP within a limit of time.
//
// The limit belongs to the context of the request and covers all of it: the connection,
// the header and the body. The body has to be closed on every path: until then it holds
// the connection.
//
// # Guarantee
//
// [Fetch] returns the body or an error, at the limit at the latest, and leaves no
// connection and no goroutine behind.
//
// # What goes wrong
//
//   - The request has no limit. If the server does not answer, the client blocks
//     forever: the default client has no timeout. The correct version gives the request
//     a context with a deadline.
//   - The limit covers the header only. If the server sends half of the body, the
//     client blocks while it reads the rest. The deadline of the correct version covers
//     the body too.
//   - The body is closed only if the status is OK. Each answer with an error status
//     leaks a connection and its two goroutines. The correct version defers the close
//     right after the error check.
//
// # What chaosrun shows
//
// The network and the slow server are virtual:
//
//	leak: the test has returned, and 2 goroutines are blocked forever: the body of
//	    the response at “resp, err := client.Get(url)” (wrong.go:37) was not closed
//	TestWrongSimpleRefused, run 1 (roundrobin)
//
//	 step  g1 (the test)                               g6
//	    5  starts
//	   49  blocks in select                                                                        wrong.go:37            resp, err := client.Get(url)
//	  125  takes recv chan#47                                                                      wrong.go:37            resp, err := client.Get(url)
//	  132  blocks in select                                                                        wrong.go:37            resp, err := client.Get(url)
//	  149                                              starts ──▶ g1
//	  191  takes recv chan#69: gets nil                                                            wrong.go:37            resp, err := client.Get(url)
//	  193  blocks in select                                                                        wrong.go:37            resp, err := client.Get(url)
//	  305  ── the clock advances to 0.00001… ──
//	  311  resumes
//	  314  in fmt.Errorf                                                                           wrong.go:42            return nil, fmt.Errorf("%s: %s", url, resp.Status)
//	  316  in httptest.(*Server).Close ◀── 149 ──▶ g6                                              fetch_test.go:52       }
//	  357  wg#14.Wait(): blocks                                                                    fetch_test.go:52       }
//	  375                                              cond#71.Wait(): blocks
//	  384                                              resumes ──▶ g1
//	  433                                              ends ◀── 316
//	  435  resumes ◀── 384
//	  438  ends
package fetch
