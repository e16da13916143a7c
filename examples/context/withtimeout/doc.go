// Package withtimeout waits for a value, but not for ever.
//
// A derived context has the earlier of two deadlines: its own and its parent's. So a
// function can limit how long it waits without knowing how much time its caller has
// left. The cancel function has to be called in any case: it frees the timer.
//
// # Guarantee
//
// [Receive] returns when there is a value, when its limit is over, or when the caller's
// context is done, whichever is first, and at the very moment: virtual_test.go checks
// that to the nanosecond. A value that is there is returned, even when the time is over
// as well, and a value that is not returned is still in the channel.
//
// # What goes wrong
//
//   - One select waits for the value and for ctx.Done. If both are ready, the select
//     takes either, and a value that came in time is reported as a timeout. The correct
//     version looks for the value once more after ctx is done.
//   - The timeout is derived from context.Background instead of the caller's context.
//     The caller's cancel has no effect, and the function returns only at its own
//     limit.
//
// # What chaosrun shows
//
// A value that comes exactly at the deadline may be received or not. Both outcomes are
// reached: two tests expect one of them each, and both fail. In the code with one
// select the value is there first, and is lost all the same:
//
//	test failed: withtimeout_test.go:19: got 0, context deadline exceeded for a
//	    value that was there
//	TestWrongEither, run 1 (roundrobin)
//
//	a select has several ready cases:
//	  - g1's select (wrong.go:15) takes “case <-ctx.Done()”; “case v := <-ch” is
//	    ready too; nobody receives what g1 sent to ch at withtimeout_test.go:17
//
//	withtimeout_test.go:19: got 0, context deadline exceeded for a value that was there
//
//	 step  g1 (the test)
//	    5  starts
//	    6  ch <- 42                        withtimeout_test.go:17 ch <- 42
//	   33  takes case <-ctx.D…: is closed  wrong.go:15            select {
//	   42  in testing.(*common).Errorf     withtimeout_test.go:19 t.Errorf("got %d, %v for a value that was there", v, err)
package withtimeout
