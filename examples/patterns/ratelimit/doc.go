// Package ratelimit limits how often something may be done.
//
// Tokens come in at a steady rate, up to a number of them, and each pass takes one. So a
// pause is followed by a burst, and a burst by the steady rate.
//
// # Guarantee
//
// In any stretch of time, however placed, no more pass than the burst and what comes in
// during that time; and nobody waits longer than that needs.
//
// # What goes wrong
//
//   - A goroutine fills the bucket and has no end. So does the version usually shown,
//     with time.Tick.
//   - The goroutine waits when the bucket is full, with a token in its hand: the burst is
//     one larger than it should be.
//   - Passes are counted for each second by the clock. At the end of one second and the
//     beginning of the next, twice as many pass.
//
// # What chaosrun shows
//
// Half a minute of virtual time takes no time, and every run has the same:
//
//	assert: the test failed
//	TestWrongWaiting, the first run of the process (roundrobin), 228 steps
//
//	virtual_test.go:44: 4 passed within 0s, want at most 3
//
//	    …
//	  196  g5    Unlock mutex#10                      virtual_test.go:34     mu.Unlock()
//	  197        in context.(*cancelCtx).Done         wrong_versions_test.go:18 case <-ctx.Done():
//	  198        select                               wrong_versions_test.go:15 select {
//	  199        Lock mutex#10                        virtual_test.go:32     mu.Lock()
//	  200        Unlock mutex#10                      virtual_test.go:34     mu.Unlock()
//	  201        in context.(*cancelCtx).Done         wrong_versions_test.go:18 case <-ctx.Done():
//	  202        select                               wrong_versions_test.go:15 select {
//	  203        Lock mutex#10                        virtual_test.go:32     mu.Lock()
//	  204        Unlock mutex#10                      virtual_test.go:34     mu.Unlock()
//	  205        in context.(*cancelCtx).Done         wrong_versions_test.go:18 case <-ctx.Done():
//	  206        select                               wrong_versions_test.go:15 select {
//	  207        Lock mutex#10                        virtual_test.go:32     mu.Lock()
//	  208        Unlock mutex#10                      virtual_test.go:34     mu.Unlock()
//	  209        in context.(*cancelCtx).Done         wrong_versions_test.go:18 case <-ctx.Done():
//	  211        waits: select                        wrong_versions_test.go:15 select {
//	  214  g2    in context.(*cancelCtx).Done         wrong_versions_test.go:52 case <-ctx.Done():
//	  215        select                               wrong_versions_test.go:50 select {
//	  216        in context.(*cancelCtx).Done         wrong_versions_test.go:57 case <-ctx.Done():
//	  217        select ──▶ g5                        wrong_versions_test.go:55 select {
//	  218        in context.(*cancelCtx).Done         wrong_versions_test.go:52 case <-ctx.Done():
//	  220        waits: select                        wrong_versions_test.go:50 select {
//	  223  g5    Lock mutex#10                        virtual_test.go:32     mu.Lock()
//	  224        Unlock mutex#10                      virtual_test.go:34     mu.Unlock()
//	  314  g2    ends
package ratelimit
