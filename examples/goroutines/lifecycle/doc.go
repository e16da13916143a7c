// Package lifecycle follows a goroutine from its start to its end.
//
// A goroutine is created runnable, runs when the scheduler chooses it, blocks, is
// runnable again, and ends when its function has returned. Nobody can end it from
// outside, except that all goroutines are gone when main returns. Their deferred
// functions do not run then.
//
// # Guarantee
//
// When [Task.Stop] returns, the goroutine has ended, and all its deferred functions
// have run.
//
// # What goes wrong
//
//   - Stop cancels the context and returns at once. The goroutine may still be running
//     its deferred functions when main returns, and then they never finish: the file is
//     incomplete.
//   - Stop waits until the goroutine has noticed the cancel, and not until it has
//     ended. Its deferred functions may not have run. The correct version waits for a
//     channel that is closed when the goroutine has ended.
//
// # What chaosrun shows
//
// A recording shows the states of a goroutine: it starts, makes a step, blocks, resumes
// and ends. Here g2 has been started, and has not run when it is told to end, nor when
// the test looks:
//
//	test failed: lifecycle_test.go:28: stopped, and not flushed
//	TestWrongOrphan, run 1 (roundrobin)
//
//	lifecycle_test.go:28: stopped, and not flushed
//
//	 step  g1 (the test)
//	    5  starts
//	   17  go                           lifecycle.go:16        go func() {
//	   28  flushed.Load(): reads false  lifecycle_test.go:27   if !flushed.Load() {
//	   29  in testing.(*common).Error   lifecycle_test.go:28   t.Error("stopped, and not flushed")
package lifecycle
