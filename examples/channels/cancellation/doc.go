// Package cancellation stops a worker with a channel that is closed.
//
// Any number of goroutines notice that a channel is closed, whether they block on it
// already or receive from it later. A value that is sent reaches one of them. Contexts
// are built on such a channel, and are better if there is more than one thing to stop.
//
// # Guarantee
//
// After Stop the worker has ended. Nobody is left blocked in Submit, and the result of
// Submit is true if and only if the job was done.
//
// # What goes wrong
//
//   - The worker listens to done, and Submit does not. A goroutine that submits a job
//     after the worker has ended blocks forever. The usual demonstration ends before
//     anybody submits a job after the stop. The correct Submit selects on done too.
//   - Stop sends one value on done instead of closing it. Of several listeners one
//     receives the value, which may be a goroutine in Submit, and the worker never
//     ends. A close reaches all listeners.
//
// # What chaosrun shows
//
//	deadlock: the last 3 goroutines of the test are blocked, among them g1 at
//	    “wg.Wait()” (cancellation_test.go:30) and g3 at “w.jobs <- job”
//	    (wrong_versions_test.go:11)
//	TestWrongDeaf, run 1 (roundrobin)
//
//	    5  g1    starts
//	    7        go ──▶ g2                              cancellation.go:16     w.wg.Go(func() {
//	    9        go ──▶ g3                              cancellation_test.go:23 wg.Go(func() {
//	   11        go ──▶ g4                              cancellation_test.go:23 wg.Go(func() {
//	   12        w.once.Do()                            cancellation.go:43     w.once.Do(func() { close(w.done) })
//	   14        close(w.done)                          cancellation.go:43     w.once.Do(func() { close(w.done) })
//	   17        w.wg.Wait(): blocks                    cancellation.go:44     w.wg.Wait()
//	   19  g2    starts ◀── 7                           cancellation.go:16     w.wg.Go(func() {
//	   21        takes case <-w.done: is closed ──▶ g1  cancellation.go:18     select {
//	   23        ends
//	   25  g3    starts ◀── 9                           cancellation_test.go:23 wg.Go(func() {
//	   27        w.jobs <- …: blocks                    wrong_versions_test.go:11 w.jobs <- job
//	   29  g4    starts ◀── 11                          cancellation_test.go:23 wg.Go(func() {
//	   31        w.jobs <- …: blocks                    wrong_versions_test.go:11 w.jobs <- job
//	   33  g1    resumes ◀── 21
//	   36        wg.Wait(): blocks                      cancellation_test.go:30 wg.Wait()
package cancellation
