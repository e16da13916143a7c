// Package gomaxprocs divides work among as many goroutines as can run at once.
//
// The runtime runs any number of goroutines on a few threads. GOMAXPROCS says on how
// many at the same time, and so how many parts are worth making. It says nothing about
// the order in which goroutines run, and a program whose result depends on it is wrong
// with every setting.
//
// # Guarantee
//
// The result of [Max] is the same whatever GOMAXPROCS is, and in every schedule.
//
// # What goes wrong
//
// One number is shared, and atomic, so that the race detector has nothing to say. But
// "if mine is larger, store it" is a look and a store. With GOMAXPROCS=1 a goroutine
// this short is nearly always done before the next begins, and the test passes for
// years; on a larger machine a smaller number now and then overwrites a larger one.
//
// # What chaosrun shows
//
// One processor is enough. Under control, goroutines change places between any two such
// steps:
//
//	--- FAIL: TestWrongShared
//	    assert: the test failed
//	    found in run 1 of seed 1 (random), 300 steps
//
//	    the test printed:
//	        --- FAIL: TestWrongShared (0.00s)
//	            gomaxprocs_test.go:18: with 4 processors the largest is 7, want 9
//	            gomaxprocs_test.go:18: with 7 processors the largest is 7, want 9
package gomaxprocs
