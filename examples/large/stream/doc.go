// Package stream moves records from a source through some workers to a writer, at a
// limited rate and with a limited number in flight.
//
// The limit on what is in flight is a set of credits that several pipelines may share. A
// record is taken from the source when there is a credit, and the credit comes back when
// the record is written: a slow writer holds up the source.
//
// # Guarantee
//
// What was taken is written before [Pipeline.Run] returns, after a cancel too. Never
// more records are in flight than there are credits, and in the end all credits are
// back.
//
// # What goes wrong
//
// Who waits for a credit and is cancelled leaves the queue. The credit may have been
// given just then; it must be passed on. The wrong version knows that, and looks whether
// it has one before it takes the lock to leave. A credit that comes in between is lost,
// and another pipeline, with which this one shares no more than the credits, waits for
// ever.
//
// Here the cancel and the release come from one goroutine, right after each other. So
// stress meets it too: -race -count hung within the first thousand runs.
//
// # What chaosrun shows
//
//	TestWrongPeeking
package stream
