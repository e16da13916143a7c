// Package cancellation runs operations at the same time, and calls the others off when
// one fails.
//
// All operations share a context that is derived from the caller's and cancelled at the
// first error. After the cancel the function still has to wait: an operation that is
// cancelled has not ended yet.
//
// # Guarantee
//
// [All] returns the first error. When it returns, no operation is running.
//
// # What goes wrong
//
//   - The errors are sent on a channel without a buffer, and the caller receives the
//     first one only. The operation that fails second blocks in its send forever.
//   - The channel has a buffer, and the function cancels the other operations and
//     returns at once. They are still running when the caller closes the file that they
//     use.
//   - The function waits for all operations and cancels after that. An operation that
//     runs until it is cancelled never ends, and the function blocks forever. The
//     correct version cancels at the first error, and then waits for all.
//
// # What chaosrun shows
//
//	leak: the test has returned, and 1 goroutine is blocked forever: g3 at “errs <-
//	    op(ctx)” (wrong.go:18)
//	TestWrongUnbuffered, run 1 (roundrobin)
//
//	 step  g1 (the test)      g2                 g3
//	    5  starts
//	   17  go ──▶ g2                                                wrong.go:18            go func() { errs <- op(ctx) }()
//	   18  go ──▶ g3                                                wrong.go:18            go func() { errs <- op(ctx) }()
//	   20  <-errs: blocks                                           wrong.go:21            if err := <-errs; err != nil {
//	   22                     starts ◀── 17                         wrong.go:18            go func() { errs <- op(ctx) }()
//	   23                     errs <- … ──▶ g1                      wrong.go:18            go func() { errs <- op(ctx) }()
//	   24                     ends
//	   26                                        starts ◀── 18      wrong.go:18            go func() { errs <- op(ctx) }()
//	   28                                        errs <- …: blocks  wrong.go:18            go func() { errs <- op(ctx) }()
//	   30  resumes ◀── 23
//	   41  ends
package cancellation
