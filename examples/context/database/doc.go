// Package database asks a database, with a limit, and changes it in transactions.
//
// The context of a call is its limit: when it is done, the driver stops the query, the
// transaction is rolled back and the connection goes back to the pool. The last only if
// the program has done its part.
//
// # Guarantee
//
// A query ends at its limit, with [ErrTimeout]. A transfer happens as a whole or not at
// all, whenever it is cancelled. Every call gives its connection back.
//
// # What goes wrong
//
//   - err == context.DeadlineExceeded. Somebody on the way has added the number of the
//     account to the error, and it is equal to nothing any more.
//   - Rows that are not closed. Read to the end they close themselves; after an early
//     return the connection is gone, and when the pool is empty everybody waits.
//   - A transaction that is not rolled back, in the one return that was forgotten.
//   - Two changes without a transaction, and a cancel between them.
//
// # What chaosrun shows
//
// The database is a real one, compiled into the test. The pool has one connection:
//
//	deadlock: nothing can run any more: all 3 goroutines of the test wait
//	TestWrongKeepingRows, the first run of the process (roundrobin), 1901 steps
//
//	 step  g1 (the test)                 g2                            g3                            g4
//	    5  starts ──▶ g2
//	 1814  in context.(*cancelCtx).Done                                                                                            stmt.go:289
//	 1815  try-recv chan#37                                                                                                        stmt.go:291
//	 1816  go ──▶ g3,g4                                                                                                            sqlite.go:93
//	 1891  waits: select                                                                                                           wrong_versions_test.go:33 rows, err := s.db.QueryContext(ctx, "SELECT owner FROM acco…
//	 1893                                starts ◀── 5                                                                              database_test.go:45    db, err := sql.Open("sqlite", "file:"+file+"?_pragma=synchr…
//	 1900                                waits: select
//	 1902                                                              starts ◀── 1816                                             sqlite.go:93
//	 1903                                                              in context.(*cancelCtx).Done                                sqlite.go:95
//	 1904                                                              select                                                      sqlite.go:94
//	 1905                                                              ends
//	 1907                                                                                            starts ◀── 1816               wrong_versions_test.go:33 rows, err := s.db.QueryContext(ctx, "SELECT owner FROM acco…
//	 1908                                                                                            atomic.Load atomic#35
//	 1915                                                                                            waits: select
package database
