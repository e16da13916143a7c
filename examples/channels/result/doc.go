// Package result has a channel for the result of one call, and one for a signal.
//
// A result is sent to one receiver, once. A signal has no content and any number of
// listeners, who may come before it or after it: for that a channel is closed, not sent
// on.
//
// # Guarantee
//
// The result is received once, by whoever asks, and the goroutine ends with its function
// even if nobody does. A signal is heard by all who wait for it, then or later.
//
// # What goes wrong
//
//   - The channel of the result has no buffer, and the receiver does not wait, because it
//     found something better to do.
//   - The signal is sent. It works as long as there is one listener.
//
// # What chaosrun shows
//
//	deadlock: nothing can run any more: all 3 goroutines of the test wait
//	TestWrongGiveOne, the first run of the process (roundrobin), 14 steps
//
//	 step  g1 (the test)              g2                         g3                         g4
//	    5  starts
//	    6  wg.Add wg#2                                                                                                 result_test.go:35      wg.Go(func() { <-s })
//	    7  go ──▶ g2                                                                                                   result_test.go:35      wg.Go(func() { <-s })
//	    8  wg.Add wg#2                                                                                                 result_test.go:35      wg.Go(func() { <-s })
//	    9  go ──▶ g3                                                                                                   result_test.go:35      wg.Go(func() { <-s })
//	   10  wg.Add wg#2                                                                                                 result_test.go:35      wg.Go(func() { <-s })
//	   11  go ──▶ g2,g4                                                                                                result_test.go:35      wg.Go(func() { <-s })
//	   13  send chan#3: waits                                                                                          wrong.go:16            func giveOne(s Signal) { s <- struct{}{} }
//	   15                             starts ◀── 7                                                                     result_test.go:35      wg.Go(func() { <-s })
//	   16                             recv chan#3 ◀── 11 ──▶ g1                                                        result_test.go:35      wg.Go(func() { <-s })
//	   17                             wg.Done wg#2
//	   18                             ends
//	   20                                                        starts ◀── 9                                          result_test.go:35      wg.Go(func() { <-s })
//	   22                                                        recv chan#3: waits                                    result_test.go:35      wg.Go(func() { <-s })
//	   24                                                                                   starts ◀── 11              result_test.go:35      wg.Go(func() { <-s })
//	   26                                                                                   recv chan#3: waits         result_test.go:35      wg.Go(func() { <-s })
//	   28  goes on ◀── 16
//	   31  wg.Wait wg#2: waits                                                                                         result_test.go:38      wg.Wait()
package result
