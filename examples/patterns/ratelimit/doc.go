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
//	TestWrongWaiting, the first run of the process (roundrobin), 235 steps
//
//	virtual_test.go:44: 4 passed within 0s, want at most 3
//
//	    …
//	  203  g5    Unlock mutex#14                      virtual_test.go:34     mu.Unlock()
//	  204        in context.(*cancelCtx).Done         wrong_versions_test.go:18 case <-ctx.Done():
//	  205        select                               wrong_versions_test.go:15 select {
//	  206        Lock mutex#14                        virtual_test.go:32     mu.Lock()
//	  207        Unlock mutex#14                      virtual_test.go:34     mu.Unlock()
//	  208        in context.(*cancelCtx).Done         wrong_versions_test.go:18 case <-ctx.Done():
//	  209        select                               wrong_versions_test.go:15 select {
//	  210        Lock mutex#14                        virtual_test.go:32     mu.Lock()
//	  211        Unlock mutex#14                      virtual_test.go:34     mu.Unlock()
//	  212        in context.(*cancelCtx).Done         wrong_versions_test.go:18 case <-ctx.Done():
//	  213        select                               wrong_versions_test.go:15 select {
//	  214        Lock mutex#14                        virtual_test.go:32     mu.Lock()
//	  215        Unlock mutex#14                      virtual_test.go:34     mu.Unlock()
//	  216        in context.(*cancelCtx).Done         wrong_versions_test.go:18 case <-ctx.Done():
//	  218        waits: select                        wrong_versions_test.go:15 select {
//	  221  g2    in context.(*cancelCtx).Done         wrong_versions_test.go:52 case <-ctx.Done():
//	  222        select                               wrong_versions_test.go:50 select {
//	  223        in context.(*cancelCtx).Done         wrong_versions_test.go:57 case <-ctx.Done():
//	  224        select ──▶ g5                        wrong_versions_test.go:55 select {
//	  225        in context.(*cancelCtx).Done         wrong_versions_test.go:52 case <-ctx.Done():
//	  227        waits: select                        wrong_versions_test.go:50 select {
//	  230  g5    Lock mutex#14                        virtual_test.go:32     mu.Lock()
//	  231        Unlock mutex#14                      virtual_test.go:34     mu.Unlock()
//	  321  g2    ends
package ratelimit
