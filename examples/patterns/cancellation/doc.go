// Package cancellation runs operations at the same time, and calls the others off when
// one fails.
//
// A context for all of them, derived from the caller's, is cancelled at the first error.
// What is left then is to wait: an operation that was told to end has not ended yet.
//
// # Guarantee
//
// [All] returns the first error. When it returns, no operation is running.
//
// # What goes wrong
//
//   - The errors come through a channel without a buffer, and the first is returned. The
//     second is sent to nobody.
//   - There is a buffer. The others are cancelled as the function returns, and still
//     run afterwards, with a file, say, that the caller closes now.
//   - All are waited for, and the cancel comes after that. An operation that would go on
//     until it is cancelled goes on for ever.
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
