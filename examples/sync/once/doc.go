// Package once builds the parts of a program when they are first needed.
//
// A Once runs its function in the first call, and all other calls block until that is
// done. It keeps no result: the caller has to keep it, and the error, or use
// sync.OnceValues.
//
// # Guarantee
//
// A part is built once, and all callers get the same value and the same error. A part
// may ask for other parts while it is built.
//
// # What goes wrong
//
//   - The error is a local variable of the call. The first caller gets the error of the
//     database. The second caller gets no error and a nil connection. The correct
//     version keeps the error beside the result.
//   - All parts share one Once. A part that needs another part asks for it inside Do,
//     which waits for itself: a deadlock. The correct version has a Once for each part.
//   - There is no Once: the code checks whether the part is there, and builds it if
//     not. Two goroutines check at the same time, and both build it.
//
// # What chaosrun shows
//
//	test failed: once_test.go:45: got <nil>, <nil>, want database is down
//	TestWrongSwallowing, run 1 (roundrobin)
//
//	once_test.go:45: got <nil>, <nil>, want database is down
//
//	 step  g1 (the test)                g2                           g3
//	    5  starts
//	    7  go ──▶ g2                                                                              once_test.go:43        wg.Go(func() {
//	    9  go ──▶ g3                                                                              once_test.go:43        wg.Go(func() {
//	   11  wg.Wait(): blocks                                                                      once_test.go:49        wg.Wait()
//	   13                               starts ◀── 7                                              once_test.go:43        wg.Go(func() {
//	   14                               part.once.Do()                                            wrong_versions_test.go:28 part.once.Do(func() { part.value, err = part.build(r.Get) })
//	   18                               ends
//	   20                                                            starts ◀── 9                 once_test.go:43        wg.Go(func() {
//	   21                                                            part.once.Do()               wrong_versions_test.go:28 part.once.Do(func() { part.value, err = part.build(r.Get) })
//	   22                                                            in testing.(*common).Errorf  once_test.go:45        t.Errorf("got %v, %v, want %v", v, err, errDown)
package once
