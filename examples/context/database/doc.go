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
//	--- FAIL: TestWrongKeepingRows
//	    deadlock: nothing can run any more: all 3 goroutines of the test wait
//	    found in the first run of the process (roundrobin), 1904 steps
//
//	    g1 waits in select on chan#52, chan#43, and nothing can ever wake it
//	        at examples/context/database/wrong.go:33 in database.keeping.First
//
//	    g2 waits in select on chan#53, chan#54, and nothing can ever wake it
//	        at $GOROOT/database/sql/sql.go:1261 in sql.(*DB).connectionOpener
//	        started by g1 at examples/context/database/database_test.go:45 in database.open
//
//	    g4 waits in select on chan#43, chan#55, and nothing can ever wake it
//	        at $GOROOT/database/sql/sql.go:3009 in sql.(*Rows).awaitDone
//	        chan#43 was last used by g1: try-recv at examples/context/database/wrong.go:33 in database.keeping.First
//	        started by g1 at examples/context/database/wrong.go:33 in database.keeping.First
package database
