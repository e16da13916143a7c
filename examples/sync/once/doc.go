// Package once builds the parts of a program when they are first needed.
//
// A Once runs its function in the first call and lets all others wait until that is
// done. It says nothing about the result: where to keep it, and the error, is up to
// whoever uses it, or to sync.OnceValues.
//
// # Guarantee
//
// A part is built once, and everybody who asks for it gets the same value and the same
// error. To build a part, others may be asked for.
//
// # What goes wrong
//
//   - The error is a variable of the call. The first caller learns that the database is
//     down. The second gets no error and a nil connection.
//   - One Once for all parts. A part that needs another asks within Do, and Do waits for
//     itself.
//   - No Once: look, and build if it is not there. Two look at the same time.
//
// # What chaosrun shows
//
//	assert: the test failed
//	TestWrongSwallowing, the first run of the process (roundrobin), 61 steps
//
//	once_test.go:45: got <nil>, <nil>, want database is down
//
//	 step  g1 (the test)        g2                   g3
//	    5  starts
//	    6  wg.Add wg#2                                                    once_test.go:43        wg.Go(func() {
//	    7  go ──▶ g2                                                      once_test.go:43        wg.Go(func() {
//	    8  wg.Add wg#2                                                    once_test.go:43        wg.Go(func() {
//	    9  go ──▶ g3                                                      once_test.go:43        wg.Go(func() {
//	   12  wg.Wait wg#2: waits                                            once_test.go:49        wg.Wait()
//	   14                       starts ◀── 7                              once_test.go:43        wg.Go(func() {
//	   15                       once.Do once#3                            wrong_versions_test.go:28 part.once.Do(func() { part.value, err = part.build(r.Get) })
//	   20                       wg.Done wg#2 ──▶ g1
//	   21                       ends
//	   23                                            starts ◀── 9         once_test.go:43        wg.Go(func() {
//	   24                                            once.Do once#3       wrong_versions_test.go:28 part.once.Do(func() { part.value, err = part.build(r.Get) })
//	   65                                            wg.Done wg#2 ──▶ g1
//	   68                                            ends
//	   70  goes on ◀── 20,65
//	   72  ends
package once
