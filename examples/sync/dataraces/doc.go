// Package dataraces counts from several goroutines, with a lock and with an atomic
// variable.
//
// Two goroutines that use a variable at the same time, one of them to write, without
// anything that orders the two, have a data race. More than a wrong number may come of
// it, for the compiler is free to assume that nobody else looks.
//
// # Guarantee
//
// Both counters count every call of Add, and Value never goes back.
//
// # What goes wrong
//
//   - n++ is a read, an addition and a write. Two goroutines read the same number, and
//     one addition is lost.
//   - Writers lock and the reader does not, because it is only a number. Nothing
//     orders what the reader sees. A test that reads after all writers have ended does
//     not notice, for there Wait has ordered it.
//
// # What chaosrun shows
//
// Under -race, both in the first run. The race detector sees only what happens in the
// run that it watches; chaosrun gives it many, and adds no ordering of its own that
// would hide a race:
//
//	race: a write at examples/sync/dataraces/wrong.go:11 and a read at examples/sync/dataraces/wrong.go:11 of the same memory, and nothing orders them
//	TestWrongPlain, the first run of the process (roundrobin), 19 steps
//
//	 step  g1 (the test)         g2                    g3                    g4
//	    5  starts
//	    6  wg.Add wg#2                                                                             dataraces_test.go:19   wg.Go(func() {
//	    7  go ──▶ g2                                                                               dataraces_test.go:19   wg.Go(func() {
//	    8  wg.Add wg#2                                                                             dataraces_test.go:19   wg.Go(func() {
//	    9  go ──▶ g3                                                                               dataraces_test.go:19   wg.Go(func() {
//	   10  wg.Add wg#2                                                                             dataraces_test.go:19   wg.Go(func() {
//	   11  go ──▶ g4                                                                               dataraces_test.go:19   wg.Go(func() {
//	   14  wg.Wait wg#2: waits                                                                     dataraces_test.go:25   wg.Wait()
//	   16                        starts ◀── 7                                                      dataraces_test.go:19   wg.Go(func() {
//	   17                        wg.Done wg#2 ──▶ g1
//	   18                        ends
//	   20                                              starts ◀── 9                                dataraces_test.go:19   wg.Go(func() {
//	   21                                              wg.Done wg#2 ──▶ g1
//	   22                                              ends
//	   24                                                                    starts ◀── 11         dataraces_test.go:19   wg.Go(func() {
//	   25                                                                    wg.Done wg#2 ──▶ g1
//	   28                                                                    ends
//	   30  goes on ◀── 17,21,25
//	   32  ends
package dataraces
