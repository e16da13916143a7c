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
// Each is found within ten runs. So control does change goroutines at each of these
// points, also where the operation does not wait. It does not at plain calls, plain
// memory accesses and runtime.GC; of these, only -race knows:
//
//	assert: the test failed
//	TestWrongSend, run 6 of seed 1 (auto), 66 steps
//
//	schedpoints_test.go:22: 2 have the one seat
//
//	 step  g1 (the test)         g2                    g3
//	    5  starts
//	   11  wg.Add wg#4                                                       schedpoints_test.go:14 wg.Go(func() {
//	   12  go ──▶ g2                                                         schedpoints_test.go:14 wg.Go(func() {
//	   13  wg.Add wg#4                                                       schedpoints_test.go:14 wg.Go(func() {
//	   14  go ──▶ g3                                                         schedpoints_test.go:14 wg.Go(func() {
//	   17  wg.Wait wg#4: waits                                               schedpoints_test.go:20 wg.Wait()
//	   19                        starts ◀── 12                               schedpoints_test.go:14 wg.Go(func() {
//	   20                                              starts ◀── 14         schedpoints_test.go:14 wg.Go(func() {
//	   21                                              send chan#5           wrong_norace_test.go:26 between(t, func() { ch <- 1 }) // has room: it does not blo…
//	   22                                              atomic.Add atomic#6   schedpoints_test.go:16 got.Add(1)
//	   23                                              wg.Done wg#4 ──▶ g1
//	   24                                              ends
//	   26                        send chan#5                                 wrong_norace_test.go:26 between(t, func() { ch <- 1 }) // has room: it does not blo…
//	   27                        atomic.Add atomic#6                         schedpoints_test.go:16 got.Add(1)
//	   28                        wg.Done wg#4 ──▶ g1
//	   31                        ends
//	   33  goes on ◀── 23,28
//	   35  atomic.Load atomic#6                                              schedpoints_test.go:21 if got.Load() != 1 {
//	   36  atomic.Load atomic#6                                              schedpoints_test.go:22 t.Errorf("%d have the one seat", got.Load())
//	   77  ends
package schedpoints
