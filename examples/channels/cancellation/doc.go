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
//	deadlock: nothing can run any more: all 3 goroutines of the test wait
//	TestWrongDeaf, the first run of the process (roundrobin), 24 steps
//
//	 step  g1 (the test)        g2                   g3                   g4
//	    5  starts
//	    6  wg.Add wg#2                                                                         cancellation.go:16     w.wg.Go(func() {
//	    7  go ──▶ g2                                                                           cancellation.go:16     w.wg.Go(func() {
//	    8  wg.Add wg#3                                                                         cancellation_test.go:23 wg.Go(func() {
//	    9  go ──▶ g3                                                                           cancellation_test.go:23 wg.Go(func() {
//	   10  wg.Add wg#3                                                                         cancellation_test.go:23 wg.Go(func() {
//	   11  go ──▶ g4                                                                           cancellation_test.go:23 wg.Go(func() {
//	   20  wg.Wait wg#2: waits                                                                 cancellation.go:44     w.wg.Wait()
//	   22                       starts ◀── 7                                                   cancellation.go:16     w.wg.Go(func() {
//	   23                       select                                                         cancellation.go:18     select {
//	   24                       wg.Done wg#2 ──▶ g1
//	   27                       ends
//	   29                                            starts ◀── 9                              cancellation_test.go:23 wg.Go(func() {
//	   31                                            send chan#7: waits                        wrong_versions_test.go:11 w.jobs <- job
//	   33                                                                 starts ◀── 11        cancellation_test.go:23 wg.Go(func() {
//	   35                                                                 send chan#7: waits   wrong_versions_test.go:11 w.jobs <- job
//	   37  goes on ◀── 24
//	   41  wg.Wait wg#3: waits                                                                 cancellation_test.go:30 wg.Wait()
package cancellation
