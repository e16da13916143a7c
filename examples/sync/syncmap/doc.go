// Package syncmap has one session for each user, in a sync.Map.
//
// Each method of a sync.Map is one step. Two calls are two steps, and what the first
// one has found may be gone before the second one. For that there are methods that
// check and change in one step.
//
// # Guarantee
//
// All goroutines that ask for the session of a user get the same one. If several
// goroutines end it, one call reports true.
//
// # What goes wrong
//
//   - Get loads the session and stores a new one if there is none. Two goroutines find
//     none, and each returns a session of its own. The correct version uses
//     LoadOrStore.
//   - End loads the session and deletes it if it is the expected one. In between
//     another goroutine may have replaced it, and the new session is deleted. The
//     correct version uses CompareAndDelete.
//
// # What chaosrun shows
//
//	test failed: syncmap_test.go:31: bob has 1 visits, want 2
//	TestWrongTwoSteps, run 2 of seed 1 (auto)
//
//	the choice that leads to it:
//	  - g4 is preempted before “s.byUser.Store(user, made)”
//	    (wrong_versions_test.go:14); g5 runs until it ends
//
//	syncmap_test.go:31: bob has 1 visits, want 2
//
//	    7  g1    go ──▶ g2                              syncmap_test.go:25     wg.Go(func() { s.Get(user).visits.Add(1) })
//	    9        go ──▶ g3                              syncmap_test.go:25     wg.Go(func() { s.Get(user).visits.Add(1) })
//	   11        go ──▶ g4                              syncmap_test.go:25     wg.Go(func() { s.Get(user).visits.Add(1) })
//	   13        go ──▶ g5                              syncmap_test.go:25     wg.Go(func() { s.Get(user).visits.Add(1) })
//	   15        wg.Wait(): blocks                      syncmap_test.go:28     wg.Wait()
//	   17  g2    starts ◀── 7                           syncmap_test.go:25     wg.Go(func() { s.Get(user).visits.Add(1) })
//	   18        sync#3.Map()                           wrong_versions_test.go:10 if found, ok := s.byUser.Load(user); ok {
//	   19        sync#3.Map()                           wrong_versions_test.go:14 s.byUser.Store(user, made)
//	   20        s.Get(user).visits#4.A…: 0 → 1         syncmap_test.go:25     wg.Go(func() { s.Get(user).visits.Add(1) })
//	   24  g3    starts ◀── 9                           syncmap_test.go:25     wg.Go(func() { s.Get(user).visits.Add(1) })
//	   25        sync#3.Map()                           wrong_versions_test.go:10 if found, ok := s.byUser.Load(user); ok {
//	   26        s.Get(user).visits#4.A…: 1 → 2         syncmap_test.go:25     wg.Go(func() { s.Get(user).visits.Add(1) })
//	   30  g4    starts ◀── 11                          syncmap_test.go:25     wg.Go(func() { s.Get(user).visits.Add(1) })
//	   31        sync#3.Map()                           wrong_versions_test.go:10 if found, ok := s.byUser.Load(user); ok {
//	   32  g5    starts ◀── 13                          syncmap_test.go:25     wg.Go(func() { s.Get(user).visits.Add(1) })
//	   33        sync#3.Map()                           wrong_versions_test.go:10 if found, ok := s.byUser.Load(user); ok {
//	   34        sync#3.Map()                           wrong_versions_test.go:14 s.byUser.Store(user, made)
//	   39  g4    sync#3.Map()                           wrong_versions_test.go:14 s.byUser.Store(user, made)
//	   40        s.Get(user).visits#6.A…: 0 → 1 ──▶ g1  syncmap_test.go:25     wg.Go(func() { s.Get(user).visits.Add(1) })
//	   46  g1    sync#3.Map()                           wrong_versions_test.go:10 if found, ok := s.byUser.Load(user); ok {
//	   47        s.Get(user).visits#4…: reads 2         syncmap_test.go:30     if n := s.Get(user).visits.Load(); n != 2 {
//	   48        sync#3.Map()                           wrong_versions_test.go:10 if found, ok := s.byUser.Load(user); ok {
//	   49        s.Get(user).visits#6…: reads 1         syncmap_test.go:30     if n := s.Get(user).visits.Load(); n != 2 {
//	   50        in testing.(*common).Errorf            syncmap_test.go:31     t.Errorf("%s has %d visits, want 2", user, n)
package syncmap
