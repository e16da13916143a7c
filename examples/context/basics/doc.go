// Package basics sleeps for some time, or less, if a context says so.
//
// A context has a channel that is closed when the context is done, and an error that
// says why. Background and TODO are never done: their channel is nil, and a receive
// from it blocks forever, which in a select is what one wants.
//
// # Guarantee
//
// [Sleep] returns nil after the whole time, and otherwise the cause of the cancellation,
// as soon as it happens.
//
// # What goes wrong
//
//   - The error of ctx is read before the wait and returned after it. It was nil at
//     that time, so a sleep that was cancelled returns nil. The correct version reads
//     the error after the wait.
//   - The function checks ctx before the sleep and after it. The error is correct, but
//     the function returns only when the whole time is over. The correct version waits
//     for ctx.Done and for the timer in one select.
//
// # What chaosrun shows
//
// The first mistake needs a cancel between two lines. The second one takes an hour of
// virtual time, which passes at once:
//
//	test failed: basics_test.go:19: cancelled, and the error is <nil>
//	TestWrongOldErr, run 1 (roundrobin)
//
//	basics_test.go:19: cancelled, and the error is <nil>
//
//	 step  g1 (the test)                          g2
//	    5  starts
//	    6  in context.WithCancel ──▶ g2                                                  basics_test.go:16      ctx, cancel := context.WithCancel(t.Context())
//	   17  go ──▶ g2                                                                     basics_test.go:17      go cancel()
//	   25  blocks in select                                                              wrong.go:16            select {
//	   27                                         starts ◀── 17                          basics_test.go:17      go cancel()
//	   28                                         cancel() ◀── 17 ──▶ g1
//	   38                                         ends ◀── 6
//	   41  takes case <-ctx.D…: is closed ◀── 28                                         wrong.go:16            select {
//	   42  in testing.(*common).Errorf                                                   basics_test.go:19      t.Errorf("cancelled, and the error is %v", err)
package basics
