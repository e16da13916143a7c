// Package mutex moves money between accounts that have a lock each.
//
// One lock for all accounts would be correct and simple, and is where to begin. With a
// lock for each account, transfers between different accounts can run at the same time.
// Then all goroutines have to take two locks in the same order.
//
// # Guarantee
//
// A transfer is done as a whole or not at all, the total is the same at every moment,
// no deposit is lost, and there is no deadlock.
//
// # What goes wrong
//
//   - The locks are taken in the order in which the accounts are named. Two transfers
//     in opposite directions each hold one lock and wait for the other: a deadlock. A
//     transfer from an account to itself waits for its own lock. The correct version
//     takes the locks in one order for all.
//   - Unlock is not deferred, and the early return for an empty account forgets it. The
//     next transfer that uses the account blocks forever.
//   - The two accounts are locked one after the other, and never both. There is no
//     deadlock, but between the two steps the money is in neither account, and the
//     total is wrong.
//
// # What chaosrun shows
//
// Each is found within a few runs. For two transfers in opposite directions:
//
//	deadlock: g2 waits for mu#4, held by g3, which waits for mu#3, held by g2
//	TestWrongAsCalled, run 5 of seed 1 (auto)
//
//	the choice that leads to it:
//	  - g2 is preempted before mu#4.Lock() (wrong.go:11); g3 runs until it
//	    blocks at “target.mu.Lock()” (wrong.go:11)
//
//	the test passes in a schedule with these two steps in the other order:
//	  - g3 does mu#4.Lock() (wrong.go:9)
//	  - g2 does mu#4.Lock() (wrong.go:11)
//
//	 step  g1 (the test)        g2                   g3
//	    5  starts
//	    7  go ──▶ g2                                                      mutex_test.go:16       wg.Go(func() {
//	    9  go ──▶ g3                                                      mutex_test.go:21       wg.Go(func() {
//	   11  wg.Wait(): blocks                                              mutex_test.go:26       wg.Wait()
//	   13                       starts ◀── 7                              mutex_test.go:16       wg.Go(func() {
//	   14                       mu#3.Lock()                               wrong.go:9             source.mu.Lock()
//	   15                                            starts ◀── 9         mutex_test.go:21       wg.Go(func() {
//	   16                                            mu#4.Lock()          wrong.go:9             source.mu.Lock()
//	   18                                            mu#3.Lock(): blocks  wrong.go:11            target.mu.Lock()
//	   21                       mu#4.Lock(): blocks                       wrong.go:11            target.mu.Lock()
package mutex
