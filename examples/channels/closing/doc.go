// Package closing is a channel that may be closed while others send.
//
// A close says that nothing more comes. A single sender knows when that is so; one of
// several does not. A send on a closed channel panics, and so does a second close.
//
// # Guarantee
//
// Any number of goroutines may send on and close a [Stream]. Nothing panics, Send
// reports whether its value will be received, and values that were sent before the
// close are received before the end.
//
// # What goes wrong
//
// A flag says whether the channel is closed, and the check of the flag and what follows
// are two steps. Two goroutines that close the channel both see that it is open, and
// the second close panics. A sender sees that it is open, and sends when it has been
// closed in between, which panics too. The flag is atomic, so the race detector reports
// nothing. The correct version holds a lock over the check and the operation, and so
// makes them one step.
//
// # What chaosrun shows
//
//	panic: send on closed channel, in g3 at “s.ch <- v” (wrong.go:22); g4 closed
//	    s.ch at “close(s.ch)” (wrong.go:29)
//	TestWrongFlaggedWhileSending, run 4 of seed 1 (auto)
//
//	the choice that leads to it:
//	  - g3 is preempted before “s.ch <- v” (wrong.go:22); g4 runs, and then g1
//	    until it blocks at “wg.Wait()” (closing_test.go:41)
//
//	the test passes in a schedule with these two steps in the other order:
//	  - g4 does “close(s.ch)” (wrong.go:29)
//	  - g3 does “s.ch <- v” (wrong.go:22)
//
//	 step  g1 (the test)                 g2                            g3                            g4
//	    5  starts
//	    7  go ──▶ g2                                                                                                               closing_test.go:34     wg.Go(func() { sent[i] = s.Send(i) })
//	    9  go ──▶ g3                                                                                                               closing_test.go:34     wg.Go(func() { sent[i] = s.Send(i) })
//	   11  go ──▶ g4                                                                                                               closing_test.go:36     wg.Go(s.Close)
//	   13  <-s.ch: blocks                                                                                                          closing_test.go:38     for v := range s.C() {
//	   15                                starts ◀── 7                                                                              closing_test.go:34     wg.Go(func() { sent[i] = s.Send(i) })
//	   16                                s.closed.Load(): reads false                                                              wrong.go:19            if s.closed.Load() {
//	   17                                s.ch <- 0 ──▶ g1                                                                          wrong.go:22            s.ch <- v
//	   19                                ends
//	   21                                                              starts ◀── 9                                                closing_test.go:34     wg.Go(func() { sent[i] = s.Send(i) })
//	   22                                                              s.closed.Load(): reads false                                wrong.go:19            if s.closed.Load() {
//	   23                                                                                            starts ◀── 11                 closing_test.go:36     wg.Go(s.Close)
//	   24                                                                                            s.closed.Load(): reads false  wrong.go:27            if !s.closed.Load() {
//	   25                                                                                            s.closed.Store()              wrong.go:28            s.closed.Store(true)
//	   26                                                                                            close(s.ch) ──▶ g1            wrong.go:29            close(s.ch)
//	   28                                                                                            ends
//	   30  resumes: gets 0 ◀── 17
//	   31  <-s.ch: is closed ◀── 26                                                                                                closing_test.go:38     for v := range s.C() {
//	   33  wg.Wait(): blocks                                                                                                       closing_test.go:41     wg.Wait()
//	   35                                                              s.ch <- 1                                                   wrong.go:22            s.ch <- v
//	   36                                                              PANICS                                                      wrong.go:22            s.ch <- v
package closing
