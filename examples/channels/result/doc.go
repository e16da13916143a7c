// Package result has a channel for the result of one call, and one for a signal.
//
// A result goes to one receiver, once. A signal has no content and any number of
// receivers, which may come before it or after it: so a signal is a close, and not a
// send.
//
// # Guarantee
//
// The result is received once, and the goroutine ends even if nobody receives it. All
// who wait for a signal receive it, now or later.
//
// # What goes wrong
//
//   - The channel of the result has no buffer. If the caller does not receive, the
//     goroutine blocks in its send forever. The correct channel has a buffer of one.
//   - The signal is a value that is sent. One listener receives it, and the others
//     block forever. The correct signal is a close, which every listener receives.
//
// # What chaosrun shows
//
//	deadlock: the last 3 goroutines of the test are blocked, among them g1 at
//	    “wg.Wait()” (result_test.go:38) and g3 at “<-s” (result_test.go:35)
//	TestWrongGiveOne, run 1 (roundrobin)
//
//	 step  g1 (the test)      g2                 g3                 g4
//	    5  starts
//	    7  go ──▶ g2                                                                   result_test.go:35      wg.Go(func() { <-s })
//	    9  go ──▶ g3                                                                   result_test.go:35      wg.Go(func() { <-s })
//	   11  go ──▶ g2,g4                                                                result_test.go:35      wg.Go(func() { <-s })
//	   13  s <- …: blocks                                                              wrong.go:16            func giveOne(s Signal) { s <- struct{}{} }
//	   15                     starts ◀── 7                                             result_test.go:35      wg.Go(func() { <-s })
//	   16                     <-s ◀── 11 ──▶ g1                                        result_test.go:35      wg.Go(func() { <-s })
//	   18                     ends
//	   20                                        starts ◀── 9                          result_test.go:35      wg.Go(func() { <-s })
//	   22                                        <-s: blocks                           result_test.go:35      wg.Go(func() { <-s })
//	   24                                                           starts ◀── 11      result_test.go:35      wg.Go(func() { <-s })
//	   26                                                           <-s: blocks        result_test.go:35      wg.Go(func() { <-s })
//	   28  resumes ◀── 16
//	   30  wg.Wait(): blocks                                                           result_test.go:38      wg.Wait()
package result
