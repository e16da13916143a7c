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
//	assert: the test failed
//	TestWrongLinked, the first run of the process (roundrobin), 135 steps
//
//	cas_test.go:57: 2 items are left, want 3
//
//	 step  g1 (the test)                   g2                              g3
//	    …
//	   76                                                                  atomic.Load atomic#2            wrong_versions_test.go:25 old := s.head.Load()
//	   77                                                                  atomic.Load atomic#3            wrong_versions_test.go:29 next := old.next.Load()
//	   78                                                                  atomic.CompareAndSwap atomic#2  wrong_versions_test.go:30 if s.head.CompareAndSwap(old, next) {
//	   79                                                                  atomic.Add atomic#9             cas_test.go:30         if ok && i.users.Add(1) != 1 {
//	   80                                                                  atomic.Load atomic#2            wrong_versions_test.go:25 old := s.head.Load()
//	   81                                                                  atomic.Load atomic#5            wrong_versions_test.go:29 next := old.next.Load()
//	   82                                                                  atomic.CompareAndSwap atomic#2  wrong_versions_test.go:30 if s.head.CompareAndSwap(old, next) {
//	   83                                                                  atomic.Add atomic#7             cas_test.go:30         if ok && i.users.Add(1) != 1 {
//	   84                                                                  atomic.Add atomic#9             cas_test.go:37         i.users.Add(-1)
//	   85                                                                  atomic.Load atomic#2            wrong_versions_test.go:15 old := s.head.Load()
//	   86                                                                  atomic.Store atomic#3           wrong_versions_test.go:16 i.next.Store(old)
//	   87                                                                  atomic.CompareAndSwap atomic#2  wrong_versions_test.go:17 if s.head.CompareAndSwap(old, i) {
//	   88                                                                  atomic.Add atomic#7             cas_test.go:37         i.users.Add(-1)
//	   89                                                                  atomic.Load atomic#2            wrong_versions_test.go:15 old := s.head.Load()
//	   90                                                                  atomic.Store atomic#5           wrong_versions_test.go:16 i.next.Store(old)
//	   91                                                                  atomic.CompareAndSwap atomic#2  wrong_versions_test.go:17 if s.head.CompareAndSwap(old, i) {
//	   99  atomic.Load atomic#2                                                                            wrong_versions_test.go:25 old := s.head.Load()
//	  100  atomic.Load atomic#5                                                                            wrong_versions_test.go:29 next := old.next.Load()
//	  101  atomic.CompareAndSwap atomic#2                                                                  wrong_versions_test.go:30 if s.head.CompareAndSwap(old, next) {
//	  102  atomic.Load atomic#2                                                                            wrong_versions_test.go:25 old := s.head.Load()
//	  103  atomic.Load atomic#3                                                                            wrong_versions_test.go:29 next := old.next.Load()
//	  104  atomic.CompareAndSwap atomic#2                                                                  wrong_versions_test.go:30 if s.head.CompareAndSwap(old, next) {
//	  105  atomic.Load atomic#2                                                                            wrong_versions_test.go:25 old := s.head.Load()
//	  146  ends
package cas
