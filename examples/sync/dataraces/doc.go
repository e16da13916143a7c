// Package dataraces counts from several goroutines, with a lock and with an atomic
// variable.
//
// If two goroutines use a variable, at least one of them writes it, and nothing orders
// the two accesses, that is a data race. The result may be worse than a wrong number,
// because the compiler assumes that there are no data races.
//
// # Guarantee
//
// Both counters count every call of Add, and Value never goes back.
//
// # What goes wrong
//
//   - n++ is a read, an addition and a write. Two goroutines read the same number, and
//     one addition is lost. The correct versions hold a lock or use an atomic variable.
//   - The writers hold the lock, and the reader does not. Nothing orders the reads and
//     the writes, so they are a data race. A test that reads after all writers have
//     ended does not notice it, because Wait orders them.
//
// # What chaosrun shows
//
// With -race, both are found in the first run. The race detector sees only the
// schedules that happen; chaosrun makes many, and adds no synchronization of its own
// that could hide a race:
//
//	race: a write at examples/sync/dataraces/wrong.go:11 and a read at
//	    examples/sync/dataraces/wrong.go:11 of the same memory, and nothing orders
//	    them
//	TestWrongPlain, run 1 (roundrobin)
//
//	 step  g1 (the test)      g2                 g3                 g4
//	    5  starts
//	    7  go ──▶ g2                                                                   dataraces_test.go:19   wg.Go(func() {
//	    9  go ──▶ g3                                                                   dataraces_test.go:19   wg.Go(func() {
//	   11  go ──▶ g4                                                                   dataraces_test.go:19   wg.Go(func() {
//	   13  wg.Wait(): blocks                                                           dataraces_test.go:25   wg.Wait()
//	   15                     starts ◀── 7                                             dataraces_test.go:19   wg.Go(func() {
//	   16                     wg.Done()
//	   17                     ends
//	   19                                        starts ◀── 9                          dataraces_test.go:19   wg.Go(func() {
//	   20                                        wg.Done()
//	   21                                        ends
//	   23                                                           starts ◀── 11      dataraces_test.go:19   wg.Go(func() {
//	   24                                                           wg.Done() ──▶ g1
//	   25                                                           ends
//	   27  resumes ◀── 24
//	   29  ends
package dataraces
