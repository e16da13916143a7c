// Package withvalue gives every request an id that travels in its context.
//
// A context carries values that belong to a request and that the functions in between
// do not need. It is not for parameters. The key has a type of its own, so that no
// other package can use the same key.
//
// # Guarantee
//
// Each request sees its own id, however many requests there are at the same time. For a
// request without an id, ok is false.
//
// # What goes wrong
//
//   - The type assertion has no second result. A request that did not come through the
//     middleware has no id, and the assertion panics. The correct version checks ok.
//   - The id is kept in a field of the middleware. Of two requests at the same time one
//     sees the id of the other. The correct version keeps the id in the context of the
//     request.
//
// # What chaosrun shows
//
//	test failed: withvalue_test.go:45: the ids are ["1" "3" "3"], want ["1" "2" "3"]
//	TestWrongShared, run 1 of seed 1 (auto)
//
//	the choice that leads to it:
//	  - g3 is preempted before “if id := current.Load(); id != nil {”
//	    (wrong_versions_test.go:32); g4 runs until it ends
//
//	withvalue_test.go:45: the ids are ["1" "3" "3"], want ["1" "2" "3"]
//
//	    7  g1    go ──▶ g2                             withvalue_test.go:40   wg.Go(func() { ids[i] = serve(handler) })
//	    9        go ──▶ g3                             withvalue_test.go:40   wg.Go(func() { ids[i] = serve(handler) })
//	   11        go ──▶ g4                             withvalue_test.go:40   wg.Go(func() { ids[i] = serve(handler) })
//	   13        wg.Wait(): blocks                     withvalue_test.go:42   wg.Wait()
//	   15  g2    starts ◀── 7                          withvalue_test.go:40   wg.Go(func() { ids[i] = serve(handler) })
//	   16        in httptest.NewRequest                withvalue_test.go:52   handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/…
//	   18        last.Add(): 0 → 1                     withvalue_test.go:28   newID := func() string { return strconv.Itoa(int(last.Add(1…
//	   19        current.Store(): nil → non-nil        wrong_versions_test.go:27 current.Store(&id)
//	   20        current.Load(): reads non-nil         wrong_versions_test.go:32 if id := current.Load(); id != nil {
//	   21        current.Load(): reads non-nil         wrong_versions_test.go:32 if id := current.Load(); id != nil {
//	   25  g3    starts ◀── 9                          withvalue_test.go:40   wg.Go(func() { ids[i] = serve(handler) })
//	   26        in httptest.NewRequest                withvalue_test.go:52   handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/…
//	   28        last.Add(): 1 → 2                     withvalue_test.go:28   newID := func() string { return strconv.Itoa(int(last.Add(1…
//	   29        current.Store()                       wrong_versions_test.go:27 current.Store(&id)
//	   30  g4    starts ◀── 11                         withvalue_test.go:40   wg.Go(func() { ids[i] = serve(handler) })
//	   31        in httptest.NewRequest                withvalue_test.go:52   handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/…
//	   33        last.Add(): was 2                     withvalue_test.go:28   newID := func() string { return strconv.Itoa(int(last.Add(1…
//	   34        current.Store()                       wrong_versions_test.go:27 current.Store(&id)
//	   35        current.Load(): reads non-nil         wrong_versions_test.go:32 if id := current.Load(); id != nil {
//	   36        current.Load(): reads non-nil         wrong_versions_test.go:32 if id := current.Load(); id != nil {
//	   40  g3    current.Load(): reads non-nil         wrong_versions_test.go:32 if id := current.Load(); id != nil {
//	   41        current.Load(): reads non-nil ──▶ g1  wrong_versions_test.go:32 if id := current.Load(); id != nil {
//	   47  g1    in testing.(*common).Errorf           withvalue_test.go:45   t.Errorf("the ids are %q, want %q", ids, want)
package withvalue
