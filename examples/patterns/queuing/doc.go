// Package queuing puts a queue between those who bring work and the one who does it.
//
// A queue evens out bursts. When it is full, the work does not keep up, and there are two
// answers: let those who bring it wait, which slows them down, or refuse. A larger queue
// is not a third one.
//
// # Guarantee
//
// Try never waits. Put waits for room, and gives up at its limit exactly. Every job that
// was taken is done before Close returns, and a job that was refused is not.
//
// # What goes wrong
//
// The worker ends when it is told to, with jobs still in the buffer. A test that lets
// the queue run empty before it closes does not see it. In operation, each restart loses
// a few jobs that were acknowledged.
//
// # What chaosrun shows
//
//	--- FAIL: TestWrongDropping
//	    assert: the test failed
//	    found in the first run of the process (roundrobin), 104 steps
//
//	    the test printed:
//	        --- FAIL: TestWrongDropping (0.00s)
//	            queuing_test.go:44: job 0: taken: true, done: false
//
//	    the last steps (each column is a goroutine, time runs down):
//	    g1                      g4                      g6
//	    atomic.CompareAndSwap…                                                  examples/patterns/queuing/queuing_test.go:41
//	    waits for wg#3                                                          examples/patterns/queuing/queuing_test.go:41
//	                            select                                          examples/patterns/queuing/wrong.go:45
//	                            atomic.Store atomic#11                          examples/patterns/queuing/queuing_test.go:37
//	                                                    in time.After           examples/patterns/queuing/wrong.go:50
//	                                                    select                  examples/patterns/queuing/wrong.go:45
//	                                                    atomic.Store atomic#12  examples/patterns/queuing/queuing_test.go:37
//	    atomic.Load atomic#5                                                    examples/patterns/queuing/queuing_test.go:44
//	    atomic.Load atomic#13                                                   examples/patterns/queuing/queuing_test.go:44
//	    in testing.(*common).…                                                  examples/patterns/queuing/queuing_test.go:44
package queuing
