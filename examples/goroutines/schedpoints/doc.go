// Package schedpoints is about the places at which goroutines change places.
//
// The scheduler may switch to another goroutine anywhere, and mostly does at channel
// operations, locks, sleeps and system calls. Two steps that must not be separated need
// a lock, even if nothing lies between them today.
//
// # Guarantee
//
// Of all goroutines that call [Seat.Take], one gets the seat, in every schedule.
//
// # What goes wrong
//
// The check whether the seat is free and the taking of it are two steps without a lock.
// If another goroutine runs in between, both get the seat. There is a test for each
// kind of operation at which the scheduler may switch to another goroutine: a send that
// has room, a receive, a select, a mutex, a Once, an atomic variable, a go statement,
// Gosched, a sleep, a context and a system call. The correct version holds a lock over
// both steps.
//
// # What chaosrun shows
//
// Each is found within ten runs. So chaosrun switches goroutines at each of these
// operations, also where the operation does not block. It does not switch at plain
// calls, at plain reads and writes, and at runtime.GC; mistakes there are found with
// -race only:
//
//	test failed: schedpoints_test.go:22: 2 have the one seat
//	TestWrongSend, run 3 of seed 1 (auto)
//
//	the choice that leads to it:
//	  - g2 is preempted before “ch <- 1” (wrong_norace_test.go:26); g3 runs
//	    until it ends
//
//	schedpoints_test.go:22: 2 have the one seat
//
//	 step  g1 (the test)                g2                           g3
//	    5  starts
//	   11  go ──▶ g2                                                                              schedpoints_test.go:14 wg.Go(func() {
//	   13  go ──▶ g3                                                                              schedpoints_test.go:14 wg.Go(func() {
//	   15  wg.Wait(): blocks                                                                      schedpoints_test.go:20 wg.Wait()
//	   17                               starts ◀── 11                                             schedpoints_test.go:14 wg.Go(func() {
//	   18                                                            starts ◀── 13                schedpoints_test.go:14 wg.Go(func() {
//	   19                                                            ch <- 1                      wrong_norace_test.go:26 between(t, func() { ch <- 1 }) // has room: it does not blo…
//	   20                                                            got.Add(): 0 → 1             schedpoints_test.go:16 got.Add(1)
//	   22                                                            ends
//	   24                               ch <- 1                                                   wrong_norace_test.go:26 between(t, func() { ch <- 1 }) // has room: it does not blo…
//	   25                               got.Add(): 1 → 2 ──▶ g1                                   schedpoints_test.go:16 got.Add(1)
//	   27                               ends
//	   29  resumes ◀── 25
//	   31  got.Load(): reads 2                                                                    schedpoints_test.go:21 if got.Load() != 1 {
//	   32  got.Load(): reads 2                                                                    schedpoints_test.go:22 t.Errorf("%d have the one seat", got.Load())
//	   33  in testing.(*common).Errorf                                                            schedpoints_test.go:22 t.Errorf("%d have the one seat", got.Load())
package schedpoints
