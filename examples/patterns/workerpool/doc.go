// Package workerpool has a number of workers take jobs from one channel and put results
// on another.
//
// The channel of jobs is the queue and the number of workers is the limit. The pool ends
// when the jobs do: the workers run out of them, and when the last has gone the results
// are closed.
//
// # Guarantee
//
// Every job has exactly one result, be it an error or a panic of the job, which is
// turned into an error. Results are closed after the last. Jobs and results need no
// buffers, provided that somebody reads while jobs are fed; [Do] does both.
//
// # What goes wrong
//
//   - All jobs are fed first, and then the results are read. As long as the buffers
//     are larger than the list of jobs that works; then comes a longer list. Two
//     workers and two buffers of two have room for six jobs, and the seventh is waited
//     with for ever.
//   - A worker recovers from a panic around its loop instead of around each job. It
//     survives the panic and is gone all the same; its Done, which is not deferred, is
//     never called, and the results are never closed.
//
// # What chaosrun shows
//
// Each in the first run, and neither with few jobs or jobs that do not panic. Of the
// worker that is gone, PANICS is the last that is seen of it:
//
//	--- FAIL: TestWrongRecover
//	    deadlock: nothing can run any more: all 2 goroutines of the test wait
//	    found in the first run of the process (roundrobin), 28 steps
//
//	    g1 waits in chan receive on chan#2, and nothing can ever wake it
//	        at examples/patterns/workerpool/wrongpool_test.go:62 in workerpool.doRecover
//
//	    g4 waits in sync.WaitGroup.Wait on wg#1, and nothing can ever wake it
//	        at examples/patterns/workerpool/wrongpool_test.go:53 in workerpool.doRecover.func2
//
//	    the last steps (each column is a goroutine, time runs down):
//	    g1                      g2                      g3                      g5
//	                            recv chan#3                                                             examples/patterns/workerpool/wrongpool_test.go:45
//	    recv chan#2                                                                                     examples/patterns/workerpool/wrongpool_test.go:62
//	    waits for chan#2                                                                                examples/patterns/workerpool/wrongpool_test.go:62
//	                            recv chan#3                                                             examples/patterns/workerpool/wrongpool_test.go:45
//	                                                    PANICS                                          examples/patterns/workerpool/workerpool_test.go:38
//	                                                    ends
//	    recv chan#2                                                                                     examples/patterns/workerpool/wrongpool_test.go:62
//	    recv chan#2                                                                                     examples/patterns/workerpool/wrongpool_test.go:62
//	    waits for chan#2                                                                                examples/patterns/workerpool/wrongpool_test.go:62
//	                            recv chan#3                                                             examples/patterns/workerpool/wrongpool_test.go:45
package workerpool
