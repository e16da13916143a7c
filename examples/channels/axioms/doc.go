// Package axioms is the table of what sending, receiving and closing do to a channel
// that is nil, open or closed, as data and as code.
//
// Each of the nine cells has its use: a nil channel disables a case of a select; a
// closed channel tells any number of receivers that nothing more comes; a panic shows
// that two goroutines both act as the owner of a channel.
//
// # Guarantee
//
// [Table] is what the language defines; [Try] finds out without blocking or panicking.
// A close wakes all receivers, and values that were sent before the close are received
// before the first zero value.
//
// # What goes wrong
//
// Three cells panic, and four block if no other goroutine helps. The first tests of
// wrong_test.go reach each of these seven cells in one line. In real programs the same
// cells are reached in some schedules only:
//
//   - The receiver closes the channel while the sender still has a value. The send
//     panics. In a correct program the sender closes.
//   - Both ends close the channel, each after it has checked that the channel is not
//     closed yet. The other end closes between the check and the close, and the second
//     close panics. A correct program has one owner that closes, or a sync.Once.
//
// # What chaosrun shows
//
// chaosrun finds all seven cells in the first run. Of the two ends that both close it
// shows:
//
//	panic: close of closed channel, in g1 at “close(ch)” (wrong_test.go:42); g2
//	    closed ch at “close(ch)” (wrong_test.go:42)
//	TestWrongCloseIfOpen, run 1 of seed 1 (auto)
//
//	the choice that leads to it:
//	  - g1 is preempted before “close(ch)” (wrong_test.go:42); g2 runs until it
//	    ends
//
//	the test passes in a schedule with these two steps in the other order:
//	  - g2 does “case <-ch:” (wrong_test.go:40)
//	  - g1 does “close(ch)” (wrong_test.go:42)
//
//	 step  g1 (the test)             g2
//	    5  starts
//	    6  go ──▶ g2                                           wrong_test.go:45       go closeIfOpen()
//	    7  <-ch: not ready: default                            wrong_test.go:40       case <-ch:
//	    8                            starts ◀── 6              wrong_test.go:45       go closeIfOpen()
//	    9                            <-ch: not ready: default  wrong_test.go:40       case <-ch:
//	   10                            close(ch)                 wrong_test.go:42       close(ch)
//	   11                            ends
//	   13  close(ch)                                           wrong_test.go:42       close(ch)
//	   14  PANICS                                              wrong_test.go:42       close(ch)
package axioms
