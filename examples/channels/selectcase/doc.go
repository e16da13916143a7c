// Package selectcase takes urgent messages before normal ones.
//
// Among the cases of a select that are ready, one is taken at random, on purpose, so
// that no case starves. The order in which they are written means nothing. Who wants
// priority must ask for it, in a select of its own.
//
// # Guarantee
//
// An urgent message that was there when [Next] was called is returned before any normal
// one. No message is lost or doubled, and each of two ready cases is taken in some
// schedule: that is why the promise says no more.
//
// # What goes wrong
//
//   - One select, with the urgent case first.
//   - A second look at the urgent channel when a normal message has already been
//     taken. If there is an urgent one, the normal one is dropped.
//
// # What chaosrun shows
//
// The choice among ready cases is a choice of the schedule, so the first is found at
// once. The second loses a message, and whoever waits for that waits for ever:
//
//	--- FAIL: TestWrongLateLook
//	    deadlock: nothing can run any more: the test's only goroutine waits
//	    found in run 3 of seed 1 (random), 15 steps
//
//	    g1 waits in select on chan#1, chan#2, chan#6, and nothing can ever wake it
//	        at examples/channels/selectcase/wrong.go:24 in selectcase.nextLateLook[...]
//	        chan#1 was last used by g2: send at examples/channels/selectcase/selectcase_test.go:36 in selectcase.eachOnce.func1; it has ended
//	        chan#2 was last used by g3: send at examples/channels/selectcase/selectcase_test.go:37 in selectcase.eachOnce.func2; it has ended
//
//	    the last steps (each column is a goroutine, time runs down):
//	    g1                      g2                      g3
//	                                                    waits for chan#2        examples/channels/selectcase/selectcase_test.go:37
//	                            waits for chan#1                                examples/channels/selectcase/selectcase_test.go:36
//	    select                                                                  examples/channels/selectcase/wrong.go:24
//	    try-recv chan#1                                                         examples/channels/selectcase/wrong.go:29
//	    select                                                                  examples/channels/selectcase/wrong.go:24
//	    waits: select                                                           examples/channels/selectcase/wrong.go:24
//	                                                    ends
//	                            ends
package selectcase
