// Package withvalue gives every request an id that travels in its context.
//
// A context carries what belongs to a request and is of no interest to the functions
// that it passes through. It is not for parameters. The key has a type of its own, so
// that no other package can meet it.
//
// # Guarantee
//
// Each request sees its own id, from beginning to end, however many there are at the
// same time. A request without an id is told so.
//
// # What goes wrong
//
//   - The type assertion has no comma, ok. In the program as it is every request
//     comes through the middleware; in a test, or on the next server, one does not.
//   - The id is kept in the middleware instead of the context. One request at a time
//     works.
//
// # What chaosrun shows
//
//	assert: the test failed
//	TestWrongShared, the first run of the process (roundrobin), 78 steps
//
//	withvalue_test.go:45: the ids are ["1" "1" "2"], want ["1" "2" "3"]
//
//	 step  g1 (the test)           g2                      g3                      g4
//	    …
//	    8  wg.Add wg#2                                                                                     withvalue_test.go:40   wg.Go(func() { ids[i] = serve(handler) })
//	    9  go ──▶ g3                                                                                       withvalue_test.go:40   wg.Go(func() { ids[i] = serve(handler) })
//	   10  wg.Add wg#2                                                                                     withvalue_test.go:40   wg.Go(func() { ids[i] = serve(handler) })
//	   11  go ──▶ g4                                                                                       withvalue_test.go:40   wg.Go(func() { ids[i] = serve(handler) })
//	   14  wg.Wait wg#2: waits                                                                             withvalue_test.go:42   wg.Wait()
//	   16                          starts ◀── 7                                                            withvalue_test.go:40   wg.Go(func() { ids[i] = serve(handler) })
//	   17                          in httptest.NewRequest                                                  withvalue_test.go:52   handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/…
//	   20                          atomic.Add atomic#5                                                     withvalue_test.go:28   newID := func() string { return strconv.Itoa(int(last.Add(1…
//	   21                                                  starts ◀── 9                                    withvalue_test.go:40   wg.Go(func() { ids[i] = serve(handler) })
//	   22                                                  in httptest.NewRequest                          withvalue_test.go:52   handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/…
//	   24                                                  atomic.Add atomic#5                             withvalue_test.go:28   newID := func() string { return strconv.Itoa(int(last.Add(1…
//	   25                                                  atomic.Store atomic#6                           wrong_versions_test.go:27 current.Store(&id)
//	   26                                                  atomic.Load atomic#6                            wrong_versions_test.go:32 if id := current.Load(); id != nil {
//	   27                                                  atomic.Load atomic#6                            wrong_versions_test.go:32 if id := current.Load(); id != nil {
//	   31                                                                          starts ◀── 11           withvalue_test.go:40   wg.Go(func() { ids[i] = serve(handler) })
//	   32                                                                          in httptest.NewRequest  withvalue_test.go:52   handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/…
//	   34                                                                          atomic.Add atomic#5     withvalue_test.go:28   newID := func() string { return strconv.Itoa(int(last.Add(1…
//	   35                                                                          atomic.Store atomic#6   wrong_versions_test.go:27 current.Store(&id)
//	   36                          atomic.Store atomic#6                                                   wrong_versions_test.go:27 current.Store(&id)
//	   37                          atomic.Load atomic#6                                                    wrong_versions_test.go:32 if id := current.Load(); id != nil {
//	   38                          atomic.Load atomic#6                                                    wrong_versions_test.go:32 if id := current.Load(); id != nil {
//	   42                                                                          atomic.Load atomic#6    wrong_versions_test.go:32 if id := current.Load(); id != nil {
//	   43                                                                          atomic.Load atomic#6    wrong_versions_test.go:32 if id := current.Load(); id != nil {
//	   91  ends
package withvalue
