// Package closing is a channel that may be closed while others send.
//
// A close says that nothing more comes. The one who sends knows that; with several
// senders no single one does, and the others do not survive a guess: a send on a closed
// channel panics, and so does a second close.
//
// # Guarantee
//
// Any number of goroutines may send and close a [Stream]. Nothing panics, Send says
// whether its value will be received, and what was sent before the end is received
// before the end is seen.
//
// # What goes wrong
//
// A flag says whether the channel is closed. Two who want to close see that it is not,
// and both do; a sender sees that it is not, and sends when it is. That the flag is
// atomic keeps the race detector quiet and changes nothing.
//
// # What chaosrun shows
//
//	panic: send on closed channel
//	TestWrongFlaggedWhileSending, the first run of the process (roundrobin), 21 steps
//
//	 step  g1 (the test)          g2                     g3                     g4
//	    6  wg.Add wg#2                                                                                 closing_test.go:34     wg.Go(func() { sent[i] = s.Send(i) })
//	    7  go ──▶ g2                                                                                   closing_test.go:34     wg.Go(func() { sent[i] = s.Send(i) })
//	    8  wg.Add wg#2                                                                                 closing_test.go:34     wg.Go(func() { sent[i] = s.Send(i) })
//	    9  go ──▶ g3                                                                                   closing_test.go:34     wg.Go(func() { sent[i] = s.Send(i) })
//	   10  wg.Add wg#2                                                                                 closing_test.go:36     wg.Go(s.Close)
//	   11  go ──▶ g4                                                                                   closing_test.go:36     wg.Go(s.Close)
//	   13  recv chan#3: waits                                                                          closing_test.go:38     for v := range s.C() {
//	   15                         starts ◀── 7                                                         closing_test.go:34     wg.Go(func() { sent[i] = s.Send(i) })
//	   16                         atomic.Load atomic#4                                                 wrong.go:19            if s.closed.Load() {
//	   17                         send chan#3 ──▶ g1                                                   wrong.go:22            s.ch <- v
//	   21                                                starts ◀── 9                                  closing_test.go:34     wg.Go(func() { sent[i] = s.Send(i) })
//	   22                                                atomic.Load atomic#4                          wrong.go:19            if s.closed.Load() {
//	   23                                                                       starts ◀── 11          closing_test.go:36     wg.Go(s.Close)
//	   24                                                                       atomic.Load atomic#4   wrong.go:27            if !s.closed.Load() {
//	   25                                                                       atomic.Store atomic#4  wrong.go:28            s.closed.Store(true)
//	   26                                                                       close chan#3 ──▶ g1    wrong.go:29            close(s.ch)
//	   31  recv chan#3 ◀── 26                                                                          closing_test.go:38     for v := range s.C() {
//	   34  wg.Wait wg#2: waits                                                                         closing_test.go:41     wg.Wait()
//	   36                                                send chan#3                                   wrong.go:22            s.ch <- v
//	   37                                                PANICS                                        wrong.go:22            s.ch <- v
package closing
