// Package requestscope hands the context of a request from function to function.
//
// A context belongs to one request and is as old as that. A struct that serves many
// requests has no place for it.
//
// # Guarantee
//
// Each request is answered under its own context: when one is cancelled, that one fails,
// and no other.
//
// # What goes wrong
//
//   - The context is kept in the struct. Two requests at the same time are a data
//     race.
//   - The race is repaired with a lock. Now a request may well be answered under the
//     context of another one: it fails when a stranger goes away, or goes on when its
//     own client has gone.
//
// # What chaosrun shows
//
// The first with -race. Of the second, -race knows nothing:
//
//	assert: the test failed
//	TestWrongLockedKeeper, run 1 of seed 1 (auto), 86 steps
//
//	requestscope_test.go:28: the cancelled request: error <nil>
//
//	 step  g1 (the test)                g2                           g3
//	    5  starts
//	   27  wg.Add wg#9                                                                            requestscope_test.go:26 wg.Go(func() {
//	   28  go ──▶ g2                                                                              requestscope_test.go:26 wg.Go(func() {
//	   29  wg.Add wg#9                                                                            requestscope_test.go:31 wg.Go(func() {
//	   30  go ──▶ g3                                                                              requestscope_test.go:31 wg.Go(func() {
//	   33  wg.Wait wg#9: waits                                                                    requestscope_test.go:36 wg.Wait()
//	   35                               starts ◀── 28                                             requestscope_test.go:26 wg.Go(func() {
//	   36                               Lock mutex#10                                             wrong_versions_test.go:38 s.mu.Lock()
//	   37                               Unlock mutex#10 ──▶ g3                                    wrong_versions_test.go:40 s.mu.Unlock()
//	   38                                                            starts ◀── 30                requestscope_test.go:31 wg.Go(func() {
//	   39                                                            Lock mutex#10 ◀── 37         wrong_versions_test.go:38 s.mu.Lock()
//	   40                                                            Unlock mutex#10              wrong_versions_test.go:40 s.mu.Unlock()
//	   41                                                            Lock mutex#10                wrong_versions_test.go:45 s.mu.Lock()
//	   42                                                            Unlock mutex#10 ──▶ g2       wrong_versions_test.go:47 s.mu.Unlock()
//	   43                                                            in context.(*cancelCtx).Err  requestscope_test.go:18 func echo(ctx context.Context, query string) (string, error…
//	   44                                                            wg.Done wg#9 ──▶ g1
//	   45                                                            ends
//	   47                               Lock mutex#10 ◀── 42                                      wrong_versions_test.go:45 s.mu.Lock()
//	   48                               Unlock mutex#10                                           wrong_versions_test.go:47 s.mu.Unlock()
//	   49                               in context.(*cancelCtx).Err                               requestscope_test.go:18 func echo(ctx context.Context, query string) (string, error…
//	   90                               wg.Done wg#9 ──▶ g1
//	   93                               ends
//	   95  goes on ◀── 44,90
//	   97  ends
package requestscope
