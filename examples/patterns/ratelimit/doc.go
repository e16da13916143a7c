// Package ratelimit limits how often something may be done.
//
// Tokens come in at a steady rate, up to a number of them, and each pass takes one. So a
// pause is followed by a burst, and a burst by the steady rate.
//
// # Guarantee
//
// In any stretch of time, however placed, no more pass than the burst and what comes in
// during that time; and nobody waits longer than that needs.
//
// # What goes wrong
//
//   - A goroutine fills the bucket and has no end. So does the version usually shown,
//     with time.Tick.
//   - The goroutine waits when the bucket is full, with a token in its hand: the burst is
//     one larger than it should be.
//   - Passes are counted for each second by the clock. At the end of one second and the
//     beginning of the next, twice as many pass.
//
// # What chaosrun shows
//
// Half a minute of virtual time takes no time, and every run has the same:
//
//	--- FAIL: TestWrongWaiting
//	    assert: the test failed
//	    found in the first run of the process (roundrobin), 234 steps
//
//	    the test printed:
//	        --- FAIL: TestWrongWaiting (21.00s)
//	            virtual_test.go:44: 4 passed within 0s, want at most 3
//
//	    the last steps (each column is a goroutine, time runs down):
//	    g1                      g2                      g5
//	                            waits: select                                   examples/patterns/ratelimit/wrong.go:50
//	                                                    select                  examples/patterns/ratelimit/wrong.go:15
//	                                                    Lock mutex#12           examples/patterns/ratelimit/virtual_test.go:32
//	                                                    Unlock mutex#12         examples/patterns/ratelimit/virtual_test.go:34
//	                                                    in context.(*cancelCt…  examples/patterns/ratelimit/wrong.go:18
//	                                                    select                  examples/patterns/ratelimit/wrong.go:15
//	                                                    Lock mutex#12           examples/patterns/ratelimit/virtual_test.go:32
//	                                                    Unlock mutex#12         examples/patterns/ratelimit/virtual_test.go:34
//	    atomic.Load wg#7                                                        examples/patterns/ratelimit/virtual_test.go:38
//	    in testing.(*common).…                                                  examples/patterns/ratelimit/virtual_test.go:44
package ratelimit
