// Package ranging sends a sequence of values over a channel and ends it.
//
// A range over a channel ends when the channel is closed and empty, and for no other
// reason. Somebody has to close it, once, after the last send of the last sender.
//
// # Guarantee
//
// A range over what [Generate] returns sees every value and ends, for any number of
// workers.
//
// # What goes wrong
//
//   - Nobody closes. All values arrive, and the reader waits for more.
//   - Each worker closes when it is done. With one worker that is right. With two, the
//     first closes the channel under the other's feet.
//
// # What chaosrun shows
//
//	--- FAIL: TestWrongOpen
//	    deadlock: nothing can run any more: the test's only goroutine waits
//	    found in the first run of the process (roundrobin), 19 steps
//
//	    g1 waits in chan receive on chan#2, and nothing can ever wake it
//	        at examples/channels/ranging/ranging_test.go:14 in ranging.allAndEnd
//	        chan#2 was last used by g3: send at examples/channels/ranging/wrong.go:14 in ranging.generateOpen.func1; it has ended
//	        chan#2 was last used by g2: send at examples/channels/ranging/wrong.go:14 in ranging.generateOpen.func1; it has ended
//
//	    the last steps (each column is a goroutine, time runs down):
//	    g1                      g2                      g3
//	                            atomic.Add atomic#3                             examples/channels/ranging/wrong.go:13
//	                            send chan#2                                     examples/channels/ranging/wrong.go:14
//	                            waits for chan#2                                examples/channels/ranging/wrong.go:14
//	                                                    atomic.Add atomic#3     examples/channels/ranging/wrong.go:13
//	                                                    ends
//	    recv chan#2                                                             examples/channels/ranging/ranging_test.go:14
//	    waits for chan#2                                                        examples/channels/ranging/ranging_test.go:14
//	                            atomic.Add atomic#3                             examples/channels/ranging/wrong.go:13
//	                            ends
package ranging
