// Package syncmap has one session for each user, in a sync.Map.
//
// Each method of a sync.Map is one step. Two of them are two, and what the first has
// found may be gone by the second. Therefore it has methods that look and change in one.
//
// # Guarantee
//
// All who ask for a user get the same session. Of those who end it, one does.
//
// # What goes wrong
//
//   - Load, and Store if there was nothing. Two find nothing, and each goes away with a
//     session of its own.
//   - Load, and Delete if it was the right one. In between it has become another.
//
// There is no data race in either: the race detector is silent.
//
// # What chaosrun shows
//
//	assert: the test failed
//	TestWrongTwoSteps, run 1 of seed 1 (auto), 79 steps
//
//	syncmap_test.go:31: bob has 1 visits, want 2
//
//	 step  g1 (the test)           g2                      g3                      g4                      g5
//	    …
//	   11  go ──▶ g4                                                                                                               syncmap_test.go:25     wg.Go(func() { s.Get(user).visits.Add(1) })
//	   12  wg.Add wg#2                                                                                                             syncmap_test.go:25     wg.Go(func() { s.Get(user).visits.Add(1) })
//	   13  go ──▶ g5                                                                                                               syncmap_test.go:25     wg.Go(func() { s.Get(user).visits.Add(1) })
//	   16  wg.Wait wg#2: waits                                                                                                     syncmap_test.go:28     wg.Wait()
//	   18                          starts ◀── 7                                                                                    syncmap_test.go:25     wg.Go(func() { s.Get(user).visits.Add(1) })
//	   19                          sync.Map sync#3                                                                                 wrong_versions_test.go:10 if found, ok := s.byUser.Load(user); ok {
//	   20                          sync.Map sync#3                                                                                 wrong_versions_test.go:14 s.byUser.Store(user, made)
//	   21                          atomic.Add atomic#4                                                                             syncmap_test.go:25     wg.Go(func() { s.Get(user).visits.Add(1) })
//	   25                                                  starts ◀── 9                                                            syncmap_test.go:25     wg.Go(func() { s.Get(user).visits.Add(1) })
//	   26                                                  sync.Map sync#3                                                         wrong_versions_test.go:10 if found, ok := s.byUser.Load(user); ok {
//	   27                                                  atomic.Add atomic#4                                                     syncmap_test.go:25     wg.Go(func() { s.Get(user).visits.Add(1) })
//	   31                                                                          starts ◀── 11                                   syncmap_test.go:25     wg.Go(func() { s.Get(user).visits.Add(1) })
//	   32                                                                          sync.Map sync#3                                 wrong_versions_test.go:10 if found, ok := s.byUser.Load(user); ok {
//	   33                                                                                                  starts ◀── 13           syncmap_test.go:25     wg.Go(func() { s.Get(user).visits.Add(1) })
//	   34                                                                                                  sync.Map sync#3         wrong_versions_test.go:10 if found, ok := s.byUser.Load(user); ok {
//	   35                                                                                                  sync.Map sync#3         wrong_versions_test.go:14 s.byUser.Store(user, made)
//	   40                                                                          sync.Map sync#3                                 wrong_versions_test.go:14 s.byUser.Store(user, made)
//	   41                                                                          atomic.Add atomic#6                             syncmap_test.go:25     wg.Go(func() { s.Get(user).visits.Add(1) })
//	   49  sync.Map sync#3                                                                                                         wrong_versions_test.go:10 if found, ok := s.byUser.Load(user); ok {
//	   50  atomic.Load atomic#4                                                                                                    syncmap_test.go:30     if n := s.Get(user).visits.Load(); n != 2 {
//	   51  sync.Map sync#3                                                                                                         wrong_versions_test.go:10 if found, ok := s.byUser.Load(user); ok {
//	   52  atomic.Load atomic#6                                                                                                    syncmap_test.go:30     if n := s.Get(user).visits.Load(); n != 2 {
//	   93  sync.Map sync#3                                                                                                         syncmap.go:28          s.byUser.Range(func(_, _ any) bool {
//	   94  ends
package syncmap
