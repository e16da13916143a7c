// Package requestscope hands the context of a request from function to function.
//
// A context belongs to one request and lives as long as it. A struct that serves many
// requests has no place for it.
//
// # Guarantee
//
// Each request is answered under its own context: when one is cancelled, that request
// fails, and no other.
//
// # What goes wrong
//
//   - The context of a request is kept in a struct that serves all requests. Two
//     requests at the same time are a data race.
//   - A lock removes the data race, and the mistake stays: a request may run under the
//     context of another one. It fails when the other client disconnects, or keeps
//     running when its own client has gone. The correct version passes the context as a
//     parameter.
//
// # What chaosrun shows
//
// The first mistake is found with -race. The second one is no data race:
//
//	test failed: requestscope_test.go:33: the other request: "", context canceled
//	TestWrongLockedKeeper, run 2 of seed 1 (auto)
//
//	of 2 choices that lead to it, the one that concerns the failure:
//	  - g3 is preempted before “s.mu.Lock()” (wrong_versions_test.go:45); g1
//	    runs, and then g2 until it ends
//
//	the test passes in a schedule with these two steps in the other order:
//	  - g2 does “s.mu.Lock()” (wrong_versions_test.go:38)
//	  - g3 does “s.mu.Lock()” (wrong_versions_test.go:45)
//
//	requestscope_test.go:33: the other request: "", context canceled
//
//	 step  g1 (the test)                g2                           g3
//	    5  starts
//	   28  go ──▶ g2                                                                              requestscope_test.go:26 wg.Go(func() {
//	   30  go ──▶ g3                                                                              requestscope_test.go:31 wg.Go(func() {
//	   31                                                            starts ◀── 30                requestscope_test.go:31 wg.Go(func() {
//	   32                                                            s.mu.Lock()                  wrong_versions_test.go:38 s.mu.Lock()
//	   33                                                            s.mu.Unlock() ──▶ g2         wrong_versions_test.go:40 s.mu.Unlock()
//	   35  wg.Wait(): blocks                                                                      requestscope_test.go:36 wg.Wait()
//	   37                               starts ◀── 28                                             requestscope_test.go:26 wg.Go(func() {
//	   38                               s.mu.Lock() ◀── 33                                        wrong_versions_test.go:38 s.mu.Lock()
//	   39                               s.mu.Unlock()                                             wrong_versions_test.go:40 s.mu.Unlock()
//	   40                               s.mu.Lock()                                               wrong_versions_test.go:45 s.mu.Lock()
//	   41                               s.mu.Unlock() ──▶ g3                                      wrong_versions_test.go:47 s.mu.Unlock()
//	   46                               ends
//	   48                                                            s.mu.Lock() ◀── 41           wrong_versions_test.go:45 s.mu.Lock()
//	   49                                                            s.mu.Unlock()                wrong_versions_test.go:47 s.mu.Unlock()
//	   53                                                            in testing.(*common).Errorf  requestscope_test.go:33 t.Errorf("the other request: %q, %v", answer, err)
package requestscope
