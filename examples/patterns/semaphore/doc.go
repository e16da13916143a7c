// Package semaphore limits how many goroutines do something at once.
//
// A channel with a buffer is a semaphore: a send acquires a place, and a receive
// releases it. The program itself has to make sure that each acquire has one release.
//
// # Guarantee
//
// At most that many calls run at the same time, every item is processed, and [Each]
// returns after the last call. When ctx is done it starts no more.
//
// # What goes wrong
//
//   - The goroutines acquire and release correctly, but the function does not wait for
//     them: it returns before the work is done.
//   - Release is deferred before Acquire has succeeded. A goroutine that gives up
//     because ctx is done releases a place that belongs to another one, which then
//     blocks when it releases its own.
//   - A goroutine that has a place acquires a second one. If all goroutines do so at
//     the same time, all of them block forever. The correct version acquires one place
//     for each call, before it starts the goroutine.
//
// # What chaosrun shows
//
//	deadlock: the last 2 goroutines of the test are blocked: g1 at “wg.Wait()”
//	    (wrong.go:44) and g4 at “<-sem” (wrong.go:34)
//	TestWrongReleases, run 1 (roundrobin)
//
//	a select has several ready cases:
//	  - g4's select (wrong.go:35) takes “case sem <- struct{}{}”; “case
//	    <-ctx.Done()” is ready too
//
//	    6  g1    in context.WithCancel ──▶ g2    semaphore_test.go:34   ctx, cancel := context.WithCancel(t.Context())
//	   18        go ──▶ g2                       wrong.go:33            wg.Go(func() {
//	   20        go ──▶ g3                       wrong.go:33            wg.Go(func() {
//	   22        go ──▶ g4                       wrong.go:33            wg.Go(func() {
//	   24        wg.Wait(): blocks               wrong.go:44            wg.Wait()
//	   26  g2    starts ◀── 18                   wrong.go:33            wg.Go(func() {
//	   33        takes case sem <- struct{}{}    wrong.go:35            select {
//	   34        inside.Add(): 0 → 1             semaphore_test.go:38   if n := inside.Add(1); n > 1 {
//	   35        cancel() ──▶ g4                 semaphore_test.go:41   cancel()
//	   46  g3    starts ◀── 20                   wrong.go:33            wg.Go(func() {
//	   49        takes case <-ctx.D…: is closed  wrong.go:35            select {
//	   50        failed.Do()                     wrong.go:38            failed.Do(func() { err = ctx.Err() })
//	   56        <-sem                           wrong.go:34            defer func() { <-sem }()
//	   60  g4    starts ◀── 22                   wrong.go:33            wg.Go(func() {
//	   64        takes case sem <- struct{}{}    wrong.go:35            select {
//	   65        inside.Add(): 1 → 2             semaphore_test.go:38   if n := inside.Add(1); n > 1 {
//	   98        cancel() ◀── 35                 semaphore_test.go:41   cancel()
//	  104  g2    ran.Add(): 0 → 1 ◀── 6          semaphore_test.go:43   ran.Add(1)
//	  105        inside.Add(): 2 → 1             semaphore_test.go:37   defer inside.Add(-1)
//	  106        <-sem                           wrong.go:34            defer func() { <-sem }()
//	  110  g4    ran.Add(): was 1                semaphore_test.go:43   ran.Add(1)
//	  111        inside.Add(): was 1             semaphore_test.go:37   defer inside.Add(-1)
//	  113        <-sem: blocks                   wrong.go:34            defer func() { <-sem }()
package semaphore
