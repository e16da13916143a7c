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
//	--- FAIL: TestWrongShared
//	    assert: the test failed
//	    found in the first run of the process (roundrobin), 78 steps
//
//	    the test printed:
//	        --- FAIL: TestWrongShared (0.00s)
//	            withvalue_test.go:45: the ids are ["1" "1" "2"], want ["1" "2" "3"]
//
//	    the last steps (each column is a goroutine, time runs down):
//	    g1                      g2                      g3                      g4
//	                                                    atomic.Load atomic#6                            examples/context/withvalue/wrong.go:32
//	                                                                            in httptest.NewRequest  examples/context/withvalue/withvalue_test.go:52
//	                                                                            atomic.Add atomic#5     examples/context/withvalue/withvalue_test.go:28
//	                                                                            atomic.Store atomic#6   examples/context/withvalue/wrong.go:27
//	                                                                            atomic.Load atomic#6    examples/context/withvalue/wrong.go:32
//	                            atomic.Load atomic#6                                                    examples/context/withvalue/wrong.go:32
//	                            atomic.Load atomic#6                                                    examples/context/withvalue/wrong.go:32
//	                                                                            atomic.Load atomic#6    examples/context/withvalue/wrong.go:32
//	    atomic.Load wg#2                                                                                examples/context/withvalue/withvalue_test.go:42
//	    in testing.(*common).…                                                                          examples/context/withvalue/withvalue_test.go:45
package withvalue
