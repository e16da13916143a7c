// Package ratelimit limits how often something may be done.
//
// Tokens are added at a steady rate, up to a maximum, and each pass takes one. After a
// pause a burst passes, and after the burst the steady rate.
//
// # Guarantee
//
// In any interval of time no more pass than the burst and the tokens that are added in
// that interval; and nobody waits longer than that requires.
//
// # What goes wrong
//
//   - A goroutine that adds tokens never ends. The version that is usually shown, with
//     time.Tick, has this mistake: each limiter leaks a goroutine. The correct version
//     computes the tokens from the time that has passed.
//   - The goroutine takes a token before it blocks because the bucket is full. That
//     token is added as soon as there is room, so the burst is one larger than allowed.
//   - The passes are counted for each second of the clock. At the end of one second and
//     the beginning of the next, twice as many pass as allowed.
//
// # What chaosrun shows
//
// Half a minute of virtual time passes at once, and every run fails in the same way:
//
//	test failed: virtual_test.go:44: 4 passed within 0s, want at most 3
//	TestWrongWaiting, run 1 (roundrobin)
//
//	virtual_test.go:44: 4 passed within 0s, want at most 3
//
//	    …
//	  225  g2    takes case <-ticker.C               wrong_versions_test.go:50 select {
//	  228        blocks in select                    wrong_versions_test.go:55 select {
//	  230  ── the clock advances to 21.0000… ──
//	  235  g5    takes case <-b                      wrong_versions_test.go:15 select {
//	  236        mu.Lock() ◀── 185                   virtual_test.go:32     mu.Lock()
//	  237        mu.Unlock()                         virtual_test.go:34     mu.Unlock()
//	  240        takes case <-b                      wrong_versions_test.go:15 select {
//	  241        mu.Lock()                           virtual_test.go:32     mu.Lock()
//	  242        mu.Unlock()                         virtual_test.go:34     mu.Unlock()
//	  245        takes case <-b                      wrong_versions_test.go:15 select {
//	  246        mu.Lock()                           virtual_test.go:32     mu.Lock()
//	  247        mu.Unlock()                         virtual_test.go:34     mu.Unlock()
//	  250        takes case <-b                      wrong_versions_test.go:15 select {
//	  251        mu.Lock()                           virtual_test.go:32     mu.Lock()
//	  252        mu.Unlock()                         virtual_test.go:34     mu.Unlock()
//	  255        blocks in select                    wrong_versions_test.go:15 select {
//	  258  g2    takes case b <- struct{}{} ◀── 232  wrong_versions_test.go:55 select {
//	  261        takes case <-ticker.C ──▶ g5        wrong_versions_test.go:50 select {
//	  264        takes case b <- struct{}{}          wrong_versions_test.go:55 select {
//	  267        blocks in select                    wrong_versions_test.go:50 select {
//	  270  g5    takes case <-b ◀── 261              wrong_versions_test.go:15 select {
//	  271        mu.Lock()                           virtual_test.go:32     mu.Lock()
//	  272        mu.Unlock() ──▶ g1                  virtual_test.go:34     mu.Unlock()
//	  278  g1    in testing.(*common).Fatalf         virtual_test.go:44     t.Fatalf("%d passed within %v, want at most %d", n, window,…
package ratelimit
