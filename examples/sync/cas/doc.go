// Package cas changes shared data without locks, with compare-and-swap.
//
// Read the old value, compute the new one, and store it if the old one is still there;
// otherwise begin again. That is safe only if an old value that is still there has not
// been removed and put back in between.
//
// # Guarantee
//
// [Add] never exceeds its limit. A value that is pushed on a [Stack] is popped once.
//
// # What goes wrong
//
//   - The limit is checked and the number is added to in two atomic steps. If another
//     goroutine adds in between, the limit is exceeded. The correct version adds with
//     CompareAndSwap, and begins again if that fails.
//   - The stack links the items themselves, and items come back (the ABA problem). One
//     goroutine that pops has read that A is first and B follows. Another goroutine
//     pops A and B and pushes A again. The CompareAndSwap of the first succeeds,
//     because A is first again, and makes B the first, although B is in use. The
//     correct stack makes a new node for each push.
//
// # What chaosrun shows
//
// The failure needs four steps of one goroutine between two steps of another. The race
// detector reports nothing, because every access is atomic:
//
//	test failed: cas_test.go:57: 2 items are left, want 3
//	TestWrongLinked, run 47 of seed 1 (auto)
//
//	the 2 choices that lead to it:
//	  - g2 is preempted before “if s.head.CompareAndSwap(old, next) {”
//	    (wrong_versions_test.go:30); g3 runs up to “if
//	    s.head.CompareAndSwap(old, next) {” (wrong_versions_test.go:30)
//	  - g3 is preempted before “if s.head.CompareAndSwap(old, next) {”
//	    (wrong_versions_test.go:30); g2 runs until it ends
//
//	the test passes in a schedule with these two steps in the other order:
//	  - g2 does “if s.head.CompareAndSwap(old, next) {”
//	    (wrong_versions_test.go:30)
//	  - g3 does “if s.head.CompareAndSwap(old, next) {”
//	    (wrong_versions_test.go:30)
//
//	cas_test.go:57: 2 items are left, want 3
//
//	    …
//	   71  g2    s.head.Load(): reads item#1              wrong_versions_test.go:15 old := s.head.Load()
//	   72        item#2.next.Store()                      wrong_versions_test.go:16 i.next.Store(old)
//	   73        s.head.Compare…: item#1 → item#2         wrong_versions_test.go:17 if s.head.CompareAndSwap(old, i) {
//	   74        i.users#7.Add(): 1 → 0                   cas_test.go:37         i.users.Add(-1)
//	   75        s.head.Load(): reads item#2              wrong_versions_test.go:15 old := s.head.Load()
//	   76        item#3.next.Sto…: nil → item#2           wrong_versions_test.go:16 i.next.Store(old)
//	   77        s.head.Compare…: item#2 → item#3         wrong_versions_test.go:17 if s.head.CompareAndSwap(old, i) {
//	   81  g3    s.head.CompareA…: item#3 → nil           wrong_versions_test.go:30 if s.head.CompareAndSwap(old, next) {
//	   82        i.users#7.Add(): 0 → 1                   cas_test.go:30         if ok && i.users.Add(1) != 1 {
//	   84        s.head.Load(): reads nil                 wrong_versions_test.go:15 old := s.head.Load()
//	   85        item#1.next.Sto…: item#3 → nil           wrong_versions_test.go:16 i.next.Store(old)
//	   86        s.head.CompareA…: nil → item#1           wrong_versions_test.go:17 if s.head.CompareAndSwap(old, i) {
//	   87        i.users#7.Add(): was 1                   cas_test.go:37         i.users.Add(-1)
//	   88        s.head.Load(): reads item#1              wrong_versions_test.go:15 old := s.head.Load()
//	   89        item#3.next.St…: item#2 → item#1         wrong_versions_test.go:16 i.next.Store(old)
//	   90        s.head.Compare…: item#1 → item#3 ──▶ g1  wrong_versions_test.go:17 if s.head.CompareAndSwap(old, i) {
//	   96  g1    s.head.Load(): reads item#3              wrong_versions_test.go:25 old := s.head.Load()
//	   97        item#3.next.Loa…: reads item#1           wrong_versions_test.go:29 next := old.next.Load()
//	   98        s.head.Compare…: item#3 → item#1         wrong_versions_test.go:30 if s.head.CompareAndSwap(old, next) {
//	   99        s.head.Load(): reads item#1              wrong_versions_test.go:25 old := s.head.Load()
//	  100        item#1.next.Load(): reads nil            wrong_versions_test.go:29 next := old.next.Load()
//	  101        s.head.CompareA…: item#1 → nil           wrong_versions_test.go:30 if s.head.CompareAndSwap(old, next) {
//	  102        s.head.Load(): reads nil                 wrong_versions_test.go:25 old := s.head.Load()
//	  103        in testing.(*common).Errorf              cas_test.go:57         t.Errorf("%d items are left, want %d", len(seen), items)
package cas
