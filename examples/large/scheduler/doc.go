// Package scheduler runs jobs that come over HTTP, again when they fail, and shuts down
// without losing one.
//
// # Guarantee
//
// A job that was accepted is done, or has failed as often as it may, when
// [Scheduler.Shutdown] returns nil, the attempts for which it was still waiting
// included. After that nothing runs, and late jobs are refused.
//
// # What goes wrong
//
// The scheduler counts the jobs that are open, and Shutdown waits until there are none.
// A job whose attempt has failed is open too, while it waits for the next. If the worker
// first takes it out, as running, and then puts it in, as waiting, each of the two steps
// is right and locked, and between them there is one job too few. A Shutdown that looks
// just then returns, and the job, promised with 202 Accepted, never has its second
// attempt.
//
// The window is some nanoseconds between an unlock and the lock after it:
//
//	go test -tags chaosrun -race -run TestWrongReleasing -count 10000 ./examples/large/scheduler
//
// passes. The test with which chaosrun finds it is the test of the right version.
//
// # What chaosrun shows
//
//	TestWrongReleasing
package scheduler
