// Package cancellation stops a worker with a channel that is closed.
//
// A close is heard by any number of goroutines, whether they wait already or come later,
// which no send can do. This is what contexts are made of, and what they are better at
// when there is more than one thing to stop.
//
// # Guarantee
//
// After Stop the worker has ended. Nobody is left waiting in Submit, and Submit says
// truly whether the job was done.
//
// # What goes wrong
//
//   - The worker looks at done, and those who bring it jobs do not. They wait for a
//     worker that has gone. The usual demonstration ends before anybody brings a job
//     after the stop.
//   - Stop sends instead of closing. One of the listeners takes the message, and it may
//     be the wrong one.
//
// # What chaosrun shows
//
//	--- FAIL: TestWrongDeaf
//	    deadlock: nothing can run any more: all 3 goroutines of the test wait
//	    found in the first run of the process (roundrobin), 22 steps
//
//	    g1 waits in sync.WaitGroup.Wait on wg#3, and nothing can ever wake it
//	        at examples/channels/cancellation/cancellation_test.go:30 in cancellation.stoppedWhileSubmitting
//
//	    g3 waits in chan send on chan#7, and nothing can ever wake it
//	        at examples/channels/cancellation/wrong.go:11 in cancellation.deaf.Submit
//	        chan#7 was last used by g4: send at examples/channels/cancellation/wrong.go:11 in cancellation.deaf.Submit
//	        started by g1 at examples/channels/cancellation/cancellation_test.go:23 in cancellation.stoppedWhileSubmitting
//
//	    g4 waits in chan send on chan#7, and nothing can ever wake it
//	        at examples/channels/cancellation/wrong.go:11 in cancellation.deaf.Submit
//	        chan#7 was last used by g3: send at examples/channels/cancellation/wrong.go:11 in cancellation.deaf.Submit
//	        started by g1 at examples/channels/cancellation/cancellation_test.go:23 in cancellation.stoppedWhileSubmitting
package cancellation
