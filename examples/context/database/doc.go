// Package database asks a database, with a limit, and changes it in transactions.
//
// When the context of a call is done, the driver stops the query, and the transaction
// is rolled back. The connection goes back to the pool only if the program closes the
// rows and ends the transaction.
//
// # Guarantee
//
// A query ends at its limit, with [ErrTimeout]. A transfer happens as a whole or not at
// all, whenever it is cancelled. Every call gives its connection back.
//
// # What goes wrong
//
//   - The code compares err == context.DeadlineExceeded. A function in between has
//     wrapped the error, so the comparison is false and the caller gets another error
//     than ErrTimeout. The correct version uses errors.Is.
//   - Rows are not closed. Rows that are read to the end close themselves; after an
//     early return the connection is never given back, and when the pool is empty every
//     caller blocks. The correct version defers Close.
//   - One return path of a transaction forgets to roll back. The transaction keeps its
//     connection. The correct version defers Rollback, which does nothing after a
//     Commit.
//   - Two changes are made without a transaction. If the cancel comes between them, one
//     is made and the other is not.
//
// # What chaosrun shows
//
// The database is a real one that is compiled into the test. The pool has one
// connection:
//
//	deadlock: the last 3 goroutines of the test are blocked, among them g1 at “rows,
//	    err := s.db.QueryContext(ctx, "SELECT…” (wrong_versions_test.go:33)
//	TestWrongKeepingRows, run 1 (roundrobin)
//
//	 step  g1 (the test)                   g3
//	    5  starts ──▶ g3
//	 1885  blocks in select                                                wrong_versions_test.go:33 rows, err := s.db.QueryContext(ctx, "SELECT owner FROM acco…
//	 1896                                  starts ◀── 5                    wrong_versions_test.go:33 rows, err := s.db.QueryContext(ctx, "SELECT owner FROM acco…
//	 1899                                  takes case <-donech: is closed  sqlite.go:94           select {
//	 1900                                  ends
package database
