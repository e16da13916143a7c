// Package atomicvalue holds a value that is replaced as a whole while others read it.
//
// A configuration is read with every request and changed once a day. Readers take a
// pointer to it, in one step, and use what it points to, which nobody changes: the
// writer makes a new one.
//
// # Guarantee
//
// What [Holder.Load] returns was stored by one call of Store.
//
// # What goes wrong
//
//   - Each field is read from the value as it is at that time. The region is that of
//     the old configuration, and the host that of the new one.
//   - Errors in an atomic.Value. All values in it must have the same concrete type, and
//     the first error of another kind panics, in the code that was to report it.
//
// # What chaosrun shows
//
//	--- FAIL: TestWrongTorn
//	    assert: the test failed
//	    found in run 3 of seed 1 (random), 66 steps
//
//	    the test printed:
//	        --- FAIL: TestWrongTorn (0.00s)
//	            atomicvalue_test.go:35: region us with host host-ap
//
//	    the last steps (each column is a goroutine, time runs down):
//	    g1                      g2                      g3                      g4
//	                            starts                                                                  examples/sync/atomicvalue/atomicvalue_test.go:27
//	    go                                                                                              examples/sync/atomicvalue/atomicvalue_test.go:27
//	                            atomic.Store atomic#2                                                   examples/sync/atomicvalue/atomicvalue.go:23
//	    wg.Add wg#3                                                                                     examples/sync/atomicvalue/atomicvalue_test.go:33
//	                            atomic.Store atomic#2                                                   examples/sync/atomicvalue/atomicvalue.go:23
//	                                                    starts                                          examples/sync/atomicvalue/atomicvalue_test.go:33
//	    go                                                                                              examples/sync/atomicvalue/atomicvalue_test.go:33
//	                                                    atomic.Load atomic#2                            examples/sync/atomicvalue/atomicvalue.go:20
//	                                                    atomic.Load atomic#2                            examples/sync/atomicvalue/atomicvalue.go:20
//	                                                    in testing.(*common).…                          examples/sync/atomicvalue/atomicvalue_test.go:35
package atomicvalue
