// Package timeouts limits how long to wait for something that has no context.
//
// The wait ends at the limit. The work does not: it cannot be stopped from outside, so
// it needs a way to end by itself when nobody is interested in its result any more.
//
// # Guarantee
//
// [Do] returns when the result is there or when the limit is over, never later, and the
// goroutine that works ends when the work does. [Collect] returns at the limit, however
// many values still come.
//
// # What goes wrong
//
//   - The result is sent on a channel without a buffer. If the caller has given up,
//     nobody receives, and the worker blocks forever. The correct channel has a buffer
//     of one.
//   - The loop over the values calls time.After for each of them. That limits the pause
//     between two values, and not the whole: if the values keep coming, the loop never
//     ends. The correct version makes one timer before the loop.
//
// # What chaosrun shows
//
// Both are found in the first run and without waiting, because virtual time advances
// when no goroutine is runnable. The worker that is too slow is blocked forever:
//
//	leak: the test has returned, and 1 goroutine is blocked forever: g2 at “result
//	    <- f()” (wrong.go:11)
//	TestWrongUnbuffered, run 1 (roundrobin)
//
//	 step  g1 (the test)                   g2
//	    5  starts
//	    6  go ──▶ g2                                                       wrong.go:11            go func() { result <- f() }()
//	    8  blocks in select                                                wrong.go:12            select {
//	   10                                  starts ◀── 6                    wrong.go:11            go func() { result <- f() }()
//	   12                                  <-release: blocks               timeouts_test.go:21    <-release
//	   14  ── the clock advances to 0.00105… ──
//	   17  takes case <-time.After(limit)                                  wrong.go:12            select {
//	   18  close(release) ──▶ g2                                           timeouts_test.go:27    close(release)
//	   19  ends
//	   21                                  resumes: is closed ◀── 18
//	   23                                  result <- …: blocks             wrong.go:11            go func() { result <- f() }()
package timeouts
