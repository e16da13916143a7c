// Package cas changes shared data without locks, with compare-and-swap.
//
// Look at the old value, compute the new one, and store it if the old one is still
// there; otherwise begin again. That is safe if "still there" means that nothing has
// happened, and not that something was taken away and put back.
//
// # Guarantee
//
// [Add] never exceeds its limit. What is pushed on a [Stack] is popped once.
//
// # What goes wrong
//
//   - The limit is checked and the sum is added to, in two steps, both atomic.
//   - The stack links the items themselves, and these come back. A goroutine that pops
//     has seen A, and B behind it. Another takes both and gives A back. A is the first
//     again, the swap succeeds, and makes B the first, which is in use.
//
// # What chaosrun shows
//
// It needs four steps of one goroutine between two of another. The race detector has
// nothing to say, for all is atomic:
//
//	assert: cas_test.go:31: an item has two users
//	TestWrongLinked, run 8 of seed 1 (auto), 190 steps
//
//	the 2 choices that lead to it:
//	  - g2 is preempted before “if s.head.CompareAndSwap(old, next) {”
//	    (wrong_versions_test.go:30); g3 runs, up to “i.users#8.Add()”
//	    (cas_test.go:37)
//	  - g3 is preempted before “i.users#8.Add()” (cas_test.go:37); g2 runs until
//	    it ends
//
//	cas_test.go:31: an item has two users
//	cas_test.go:31: an item has two users
//	cas_test.go:57: 2 items are left, want 3
//
//	 step  g1 (the test)               g2                          g3
//	    …
//	   22                              starts ◀── 16                                           cas_test.go:43         wg.Go(func() {
//	   23                              s.head.Load()                                           wrong_versions_test.go:25 old := s.head.Load()
//	   24                              next#5.Load()                                           wrong_versions_test.go:29 next := old.next.Load()
//	   25                                                          starts ◀── 18               cas_test.go:43         wg.Go(func() {
//	   26                                                          s.head.Load()               wrong_versions_test.go:25 old := s.head.Load()
//	   27                                                          next#5.Load()               wrong_versions_test.go:29 next := old.next.Load()
//	   28                                                          s.head.CompareAndSwap()     wrong_versions_test.go:30 if s.head.CompareAndSwap(old, next) {
//	   29                                                          i.users#7.Add()             cas_test.go:30         if ok && i.users.Add(1) != 1 {
//	   30                                                          s.head.Load()               wrong_versions_test.go:25 old := s.head.Load()
//	   31                                                          next#4.Load()               wrong_versions_test.go:29 next := old.next.Load()
//	   32                                                          s.head.CompareAndSwap()     wrong_versions_test.go:30 if s.head.CompareAndSwap(old, next) {
//	   33                                                          i.users#8.Add()             cas_test.go:30         if ok && i.users.Add(1) != 1 {
//	   34                                                          i.users#7.Add()             cas_test.go:37         i.users.Add(-1)
//	   35                                                          s.head.Load()               wrong_versions_test.go:15 old := s.head.Load()
//	   36                                                          next#5.Store()              wrong_versions_test.go:16 i.next.Store(old)
//	   37                                                          s.head.CompareAndSwap()     wrong_versions_test.go:17 if s.head.CompareAndSwap(old, i) {
//	   38                              s.head.CompareAndSwap()                                 wrong_versions_test.go:30 if s.head.CompareAndSwap(old, next) {
//	   39                              i.users#7.Add()                                         cas_test.go:30         if ok && i.users.Add(1) != 1 {
//	   40                              s.head.Load()                                           wrong_versions_test.go:25 old := s.head.Load()
//	   41                              next#4.Load()                                           wrong_versions_test.go:29 next := old.next.Load()
//	   42                              s.head.CompareAndSwap()                                 wrong_versions_test.go:30 if s.head.CompareAndSwap(old, next) {
//	   43                              i.users#8.Add()                                         cas_test.go:30         if ok && i.users.Add(1) != 1 {
//	   44                              in testing.(*common).Error                              cas_test.go:31         t.Error("an item has two users")
//	  135                                                          i.users#8.Add()             cas_test.go:37         i.users.Add(-1)
package cas
