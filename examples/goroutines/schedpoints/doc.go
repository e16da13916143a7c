// Package schedpoints is about the places at which goroutines change places.
//
// The scheduler may give another goroutine the turn wherever it likes, and mostly does at
// channel operations, locks, sleeps and system calls. Two steps that must not be
// separated need a lock around them. That nothing lies between them is no substitute:
// something soon will, if only a line for the log.
//
// # Guarantee
//
// Of all who call [Seat.Take], one gets the seat, in every schedule.
//
// # What goes wrong
//
// Looking and taking are two steps without a lock, with a little something in between.
// There is a test for each kind of it: a send that has room, a receive, a select, a
// mutex, a Once, an atomic variable, a go statement, Gosched, a sleep, a context, a
// system call.
//
// # What chaosrun shows
//
// Each is found within two runs. So control does change goroutines at each of these
// points, also where the operation does not wait. It does not at plain calls, plain
// memory accesses and runtime.GC; of these, only -race knows:
//
//	--- FAIL: TestWrongSend
//	    assert: the test failed
//	    found in run 1 of seed 1 (random), 66 steps
//
//	    the test printed:
//	        --- FAIL: TestWrongSend (0.00s)
//	            schedpoints_test.go:22: 2 have the one seat
//
//	    the last steps (each column is a goroutine, time runs down):
//	    g1                      g2                      g3
//	    go                                                                      examples/goroutines/schedpoints/schedpoints_test.go:14
//	    wg.Wait wg#4                                                            examples/goroutines/schedpoints/schedpoints_test.go:20
//	                                                    send chan#5             examples/goroutines/schedpoints/wrong_norace_test.go:26
//	                            atomic.Add atomic#6                             examples/goroutines/schedpoints/schedpoints_test.go:16
//	    atomic.CompareAndSwap…                                                  examples/goroutines/schedpoints/schedpoints_test.go:20
//	    waits for wg#4                                                          examples/goroutines/schedpoints/schedpoints_test.go:20
//	                                                    atomic.Add atomic#6     examples/goroutines/schedpoints/schedpoints_test.go:16
//	    atomic.Load atomic#6                                                    examples/goroutines/schedpoints/schedpoints_test.go:21
//	    atomic.Load atomic#6                                                    examples/goroutines/schedpoints/schedpoints_test.go:22
//	    in testing.(*common).…                                                  examples/goroutines/schedpoints/schedpoints_test.go:22
package schedpoints
