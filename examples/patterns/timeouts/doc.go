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
//   - The result goes through a channel without a buffer. Once the caller has given
//     up, nobody receives, and the slow worker is left in its send.
//   - time.After in the loop over the values starts anew with each of them. It limits
//     the pause between two values; if they come steadily, nothing limits the whole.
//
// # What chaosrun shows
//
// Both in the first run, without waiting: time is virtual and moves on when nothing else
// can. The worker that was too slow by a moment is left for good:
//
//	--- FAIL: TestWrongUnbuffered
//	    leak: the test has returned and left goroutines: 1 that can never be woken
//	    found in the first run of the process (roundrobin), 14 steps
//
//	    g2 waits in chan send on chan#6, and nothing can ever wake it
//	        at examples/patterns/timeouts/wrong.go:11 in timeouts.doUnbuffered.func1
//	        started by g1 at examples/patterns/timeouts/wrong.go:11 in timeouts.doUnbuffered
//
//	    the last steps (each column is a goroutine, time runs down):
//	    g1                      g2
//	    in time.After                                   examples/patterns/timeouts/wrong.go:15
//	    select                                          examples/patterns/timeouts/wrong.go:12
//	    waits: select                                   examples/patterns/timeouts/wrong.go:12
//	                            recv chan#5             examples/patterns/timeouts/timeouts_test.go:21
//	                            waits for chan#5        examples/patterns/timeouts/timeouts_test.go:21
//	    -- the clock advances to 0.001s --
//	    close chan#5                                    examples/patterns/timeouts/timeouts_test.go:27
//	    ends
//	                            send chan#6             examples/patterns/timeouts/wrong.go:11
//	                            waits for chan#6        examples/patterns/timeouts/wrong.go:11
package timeouts
