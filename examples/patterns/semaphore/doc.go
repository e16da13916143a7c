// Package semaphore limits how many goroutines do something at once.
//
// A channel with a buffer is a semaphore: a send takes a place, a receive gives it back.
// Nothing ties the one to the other; that every acquire has its release, and no other
// one, is for the program to see to.
//
// # Guarantee
//
// At most that many calls are under way at once, all items get their call, and [Each]
// returns after the last. When ctx is done it starts no more.
//
// # What goes wrong
//
//   - Goroutines take their places in good order, and nobody waits for them.
//   - Release is deferred before Acquire has succeeded. Who gives up gives back
//     another's place, and that one later waits for a place to give back.
//   - A goroutine that has a place asks for a second one. When all do so at once, nobody
//     gets on.
//
// # What chaosrun shows
//
//	deadlock: nothing can run any more: all 2 goroutines of the test wait
//	TestWrongReleases, the first run of the process (roundrobin), 105 steps
//
//	    …
//	   21  g1    wg.Add wg#6                         wrong.go:33            wg.Go(func() {
//	   22        go ──▶ g4                           wrong.go:33            wg.Go(func() {
//	   25        wg.Wait wg#6: waits                 wrong.go:44            wg.Wait()
//	   27  g2    starts ◀── 18                       wrong.go:33            wg.Go(func() {
//	   28        in context.(*cancelCtx).Done        wrong.go:37            case <-ctx.Done():
//	   33        select                              wrong.go:35            select {
//	   34        atomic.Add atomic#9                 semaphore_test.go:38   if n := inside.Add(1); n > 1 {
//	   35        in context.WithCancel.func1 ──▶ g4  semaphore_test.go:41   cancel()
//	   45  g3    starts ◀── 20                       wrong.go:33            wg.Go(func() {
//	   46        in context.(*cancelCtx).Done        wrong.go:37            case <-ctx.Done():
//	   47        select                              wrong.go:35            select {
//	   51        in context.(*cancelCtx).Err         wrong.go:38            failed.Do(func() { err = ctx.Err() })
//	   56        recv chan#14                        wrong.go:34            defer func() { <-sem }()
//	   60  g4    starts ◀── 22                       wrong.go:33            wg.Go(func() {
//	   61        in context.(*cancelCtx).Done        wrong.go:37            case <-ctx.Done():
//	   62        select                              wrong.go:35            select {
//	   64        atomic.Add atomic#9                 semaphore_test.go:38   if n := inside.Add(1); n > 1 {
//	  105        in context.WithCancel.func1 ◀── 35  semaphore_test.go:41   cancel()
//	  110  g2    atomic.Add atomic#21 ◀── 6          semaphore_test.go:43   ran.Add(1)
//	  111        atomic.Add atomic#9                 semaphore_test.go:44   })
//	  112        recv chan#14                        wrong.go:34            defer func() { <-sem }()
//	  116  g4    atomic.Add atomic#21                semaphore_test.go:43   ran.Add(1)
//	  117        atomic.Add atomic#9                 semaphore_test.go:44   })
//	  119        recv chan#14: waits                 wrong.go:34            defer func() { <-sem }()
package semaphore
